import type { NormalizedSchema } from '@smithy/core/schema';

export type ServiceProtocol = 'ec2' | 'query' | 'json' | 'rest-json' | 'rest-xml';

/** What the wire needs to know of a service. It is all in the schemas that the SDK's client package exports. */
export interface ServiceTable {
  /** The AWS CLI's name. */
  readonly name: string;
  /** The service's name in the scope of a signature. */
  readonly signingName: string;
  /** In front of the operation in `x-amz-target`, and in the path of a CBOR request. */
  readonly target: string;
  readonly version: string;
  readonly xmlNamespace: string;
  readonly protocol: ServiceProtocol;
  /** Spoke the query protocol once: its errors still carry the old code in a header. */
  readonly queryCompatible: boolean;
  readonly operations: ReadonlyMap<string, Operation>;
  /** By shape name, and by the query protocol's code. */
  readonly errors: ReadonlyMap<string, ErrorShape>;
}

export interface Operation {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** Of the REST protocols alone. */
  readonly route: Route | undefined;
}

/** Which requests mean an operation, in the REST protocols. */
export interface Route {
  readonly method: string;
  readonly path: RegExp;
  /** The members that the groups of `path` hold. */
  readonly labels: readonly string[];
  /** What the query must contain; an empty value stands for any. */
  readonly literals: readonly (readonly [string, string])[];
  /** Members without which there is no such request: they tell operations on one path apart. */
  readonly requiredQuery: readonly string[];
  readonly requiredHeaders: readonly string[];
  readonly takesBucket: boolean;
  /** How much of the path is fixed: `/name/policy` is no `/{Name+}`. */
  readonly fixedLength: number;
  /** Of the answer. */
  readonly status: number;
}

export interface ErrorShape {
  readonly name: string;
  readonly namespace: string;
  readonly schema: NormalizedSchema;
  /** The code that the query protocol has for it, where that is not its name, and the status that goes with it. */
  readonly query: { readonly code: string; readonly status: number } | undefined;
  readonly status: number | undefined;
}

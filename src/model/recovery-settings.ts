import type { Json } from './json.ts';

/** What the configuration says of recovery: where drills are held, and what a fail-over moves. */
export interface RecoverySettings {
  readonly production: ProductionGuard;
  readonly drills: Readonly<Record<string, DrillSettings>>;
  readonly failOvers: Readonly<Record<string, FailOverSettings>>;
}

/** What no drill touches, whatever it says. */
export interface ProductionGuard {
  readonly accounts: readonly string[];
  readonly vpcs: readonly string[];
}

/** The name of something that is there, or of an output of a Terraform layer that makes it. */
export type NameOrOutput = string | { readonly output: string };

export interface DrillLayer {
  readonly directory: string;
  readonly variables: Readonly<Record<string, Json>>;
}

export interface DrillSettings {
  /** The database whose snapshot is restored; a drill without one is known by its last success only. */
  readonly database?: string | undefined;
  /** An environment of the configuration that is not production. */
  readonly environment?: string | undefined;
  /** Where it is restored; the target's own region, where absent. */
  readonly region?: string | undefined;
  readonly instanceClass?: string | undefined;
  readonly subnetGroup?: NameOrOutput | undefined;
  readonly securityGroups: readonly NameOrOutput[];
  readonly parameterGroup?: string | undefined;
  /** For the copy of an encrypted snapshot in another region. */
  readonly kmsKey?: string | undefined;
  readonly network?: DrillLayer | undefined;
  readonly compute?: DrillLayer | undefined;
  readonly probes: readonly DrillProbe[];
  readonly within: string;
  readonly hourlyUsd?: number | undefined;
  readonly costLimitUsd?: number | undefined;
}

/** Texts may name `${database.address}`, `${database.port}`, `${network.<output>}`, `${compute.<output>}`, `${env:NAME}`. */
export type DrillProbe = { readonly within: string } & (
  | { readonly type: 'http'; readonly url: string; readonly status: number; readonly contains?: string | undefined }
  | { readonly type: 'sql'; readonly url: string; readonly query: string; readonly expect?: string | undefined }
  | { readonly type: 'checklist'; readonly checklist: string; readonly parameters: Readonly<Record<string, string>> }
);

export interface FailOverSettings {
  /** The region that takes over. */
  readonly region: string;
  readonly services: readonly FailOverService[];
  /** A read replica in that region, promoted for good. */
  readonly replica?: string | undefined;
  readonly globalCluster?: FailOverGlobalCluster | undefined;
  readonly records: readonly FailOverRecord[];
  /** Percent of the traffic, one after the other, the last 100. */
  readonly shares: readonly number[];
  /** How long is watched after each share. */
  readonly watch: string;
  /** Alarms of that region that must stay quiet. */
  readonly alarms: readonly string[];
  /** Alarms of the target's own region that must stay quiet on the way back. */
  readonly homeAlarms: readonly string[];
}

export interface FailOverService {
  readonly cluster: string;
  readonly service: string;
  readonly desiredCount: number;
  /** How many tasks it runs when it is not needed; absent: it is left as it is. */
  readonly standbyCount?: number | undefined;
}

export interface FailOverGlobalCluster {
  readonly id: string;
  /** The ARN of the cluster that becomes the writer. */
  readonly cluster: string;
}

/** Two weighted records of one name and type: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-weighted.html */
export interface FailOverRecord {
  readonly zone: string;
  readonly name: string;
  readonly type: string;
  /** Set identifiers. */
  readonly primary: string;
  readonly secondary: string;
}

export const NO_RECOVERY: RecoverySettings = {
  production: { accounts: [], vpcs: [] },
  drills: {},
  failOvers: {},
};

import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticErrorSchema, StaticOperationSchema } from '@smithy/types';
import { routeOf } from './rest-route.ts';
import type { ErrorShape, Operation, ServiceProtocol, ServiceTable } from './service.ts';

const PROTOCOLS: Readonly<Record<string, ServiceProtocol>> = {
  'aws.protocols#ec2Query': 'ec2',
  'aws.protocols#awsQuery': 'query',
  'aws.protocols#awsJson1_0': 'json',
  'aws.protocols#awsJson1_1': 'json',
  'aws.protocols#restJson1': 'rest-json',
  'aws.protocols#restXml': 'rest-xml',
};

/** The first part of a static schema says what it is of. */
const ERROR = -3;
const OPERATION = 9;

export function loadService(name: string, exports: Readonly<Record<string, unknown>>): ServiceTable {
  const { protocol, protocolSettings, defaultSigningName } = configurationOf(name, exports);
  const wireProtocol = PROTOCOLS[protocol.getShapeId()];
  if (!wireProtocol) throw new Error(`${name}: no wire for ${protocol.getShapeId()}`);
  const operations = new Map<string, Operation>();
  const errors = new Map<string, ErrorShape>();
  for (const schema of Object.values(exports)) {
    if (!Array.isArray(schema)) continue;
    if (schema[0] === OPERATION) addOperation(operations, schema as StaticOperationSchema);
    if (schema[0] === ERROR) addError(errors, schema as StaticErrorSchema);
  }
  return {
    name,
    signingName: defaultSigningName,
    target: protocolSettings.serviceTarget ?? '',
    version: protocolSettings.version ?? '',
    xmlNamespace: protocolSettings.xmlNamespace ?? '',
    protocol: wireProtocol,
    queryCompatible: protocolSettings.awsQueryCompatible === true,
    operations,
    errors,
  };
}

interface ClientConfiguration {
  readonly protocol: { getShapeId(): string };
  readonly protocolSettings: {
    readonly serviceTarget?: string;
    readonly version?: string;
    readonly xmlNamespace?: string;
    readonly awsQueryCompatible?: boolean;
  };
  readonly defaultSigningName: string;
}

/** Protocol, signing name and XML namespace are known to a client only once it is made. It sends nothing. */
function configurationOf(name: string, exports: Readonly<Record<string, unknown>>): ClientConfiguration {
  const found = Object.entries(exports).find(([key]) => key.endsWith('Client') && key !== '__Client');
  if (typeof found?.[1] !== 'function') throw new Error(`${name}: the package exports no client`);
  const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
  // Every client class takes a configuration and shows the resolved one.
  const client = Reflect.construct(found[1], [{ region: 'us-east-1', credentials }]) as { config: ClientConfiguration };
  return client.config;
}

function addOperation(operations: Map<string, Operation>, schema: StaticOperationSchema): void {
  const [, , name, traits, input, output] = schema;
  const inputSchema = NormalizedSchema.of(input);
  const http = typeof traits === 'object' ? traits.http : undefined;
  operations.set(name, {
    name,
    input: inputSchema,
    output: NormalizedSchema.of(output),
    route: http && routeOf(http, inputSchema),
  });
}

function addError(errors: Map<string, ErrorShape>, schema: StaticErrorSchema): void {
  const [, namespace, name, traits] = schema;
  const known = typeof traits === 'object' ? traits : {};
  // The SDK types traits it does not read itself as unknown; this one is a pair of code and status.
  const [code, status] = (known['awsQueryError'] as [string, number] | undefined) ?? [];
  const shape: ErrorShape = {
    name,
    namespace,
    schema: NormalizedSchema.of(schema),
    query: code !== undefined && status !== undefined ? { code, status } : undefined,
    status: known['httpError'] as number | undefined,
  };
  errors.set(name, shape);
  if (code !== undefined) errors.set(code, shape);
}

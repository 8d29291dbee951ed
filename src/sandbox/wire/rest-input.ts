import { XmlShapeDeserializer } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { requireConformity } from './conformity.ts';
import { readJson } from './json.ts';
import { type Structure, textOf, type WireRequest } from './message.ts';
import { bodySchema } from './rest-body.ts';
import type { Routed } from './rest-route.ts';
import { readScalar, SETTINGS } from './scalars.ts';

export type RestFormat = 'xml' | 'json';

/** The operation's input, gathered from path, query, headers and body. */
export async function readRestInput(routed: Routed, request: WireRequest, format: RestFormat): Promise<Structure> {
  const input: Record<string, unknown> = routed.bucket === undefined ? {} : { Bucket: routed.bucket };
  const schema = routed.operation.input;
  if (!schema.isStructSchema()) return input;
  const query = new URLSearchParams(request.search);
  for (const [name, member] of schema.structIterator()) {
    const value = readBound(name, member, { routed, request, query });
    if (value !== undefined) input[name] = value;
    else if (member.getMergedTraits().httpPayload && request.body.length > 0) {
      input[name] = await readPayload(member, request.body, format);
    }
  }
  const body = bodySchema(schema);
  if (body && request.body.length > 0) Object.assign(input, await readDocument(body, request.body, format));
  return input;
}

interface Bindings {
  readonly routed: Routed;
  readonly request: WireRequest;
  readonly query: URLSearchParams;
}

function readBound(name: string, member: NormalizedSchema, { routed, request, query }: Bindings): unknown {
  const { httpLabel, httpQuery, httpHeader, httpPrefixHeaders } = member.getMergedTraits();
  if (httpLabel) {
    const label = routed.labels[name];
    return label === undefined ? undefined : readScalar(member, decodeURIComponent(label), 'binding', name);
  }
  if (httpQuery !== undefined) return readQueryValues(member, query.getAll(httpQuery), name);
  if (httpHeader !== undefined) {
    const header = request.headers[httpHeader.toLowerCase()];
    return header === undefined ? undefined : readScalar(member, header, 'binding', name);
  }
  return httpPrefixHeaders === undefined ? undefined : headersAfter(httpPrefixHeaders.toLowerCase(), request.headers);
}

function readQueryValues(member: NormalizedSchema, values: readonly string[], name: string): unknown {
  const [first] = values;
  if (first === undefined) return undefined;
  if (!member.isListSchema()) return readScalar(member, first, 'binding', name);
  const item = member.getValueSchema();
  return values.map((value) => readScalar(item, value, 'binding', name));
}

function headersAfter(prefix: string, headers: WireRequest['headers']): Structure {
  const found = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(prefix) && value !== undefined) found[name.slice(prefix.length)] = value;
  }
  return found;
}

function readPayload(member: NormalizedSchema, body: Uint8Array, format: RestFormat): unknown {
  if (member.isBlobSchema() || member.isStreaming()) return body;
  return member.isStringSchema() ? textOf(body) : readDocument(member, body, format);
}

async function readDocument(schema: NormalizedSchema, body: Uint8Array, format: RestFormat): Promise<unknown> {
  if (format === 'json') return readJson(schema, body, 'rest');
  const value: unknown = xmlReader.read(schema, textOf(body));
  requireConformity(schema, value, 'native');
  return value;
}

// The namespaces are for writing; reading ignores them.
const xmlReader = new XmlShapeDeserializer({ ...SETTINGS.binding, xmlNamespace: '', serviceNamespace: '' });

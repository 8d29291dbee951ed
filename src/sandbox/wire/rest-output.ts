import type { NormalizedSchema } from '@smithy/core/schema';
import { writeJson } from './json.ts';
import type { Structure, WireResponse } from './message.ts';
import { bodySchema } from './rest-body.ts';
import type { RestFormat } from './rest-input.ts';
import type { Operation, ServiceTable } from './service.ts';
import { SETTINGS, writeScalar } from './scalars.ts';
import { escapeXml, writeMembers } from './xml.ts';

/** An operation's output as status, headers and body. */
export function writeRestOutput(service: ServiceTable, operation: Operation, output: Structure): WireResponse {
  const format: RestFormat = service.protocol === 'rest-xml' ? 'xml' : 'json';
  const headers: Record<string, string> = {};
  let status = operation.route?.status ?? 200;
  let payload: NormalizedSchema | undefined;
  let body: string | Uint8Array = '';
  const schema = operation.output;
  for (const [name, member] of schema.isStructSchema() ? schema.structIterator() : []) {
    const { httpHeader, httpPrefixHeaders, httpResponseCode, httpPayload } = member.getMergedTraits();
    const value = output[name];
    if (httpPayload) payload = member;
    if (value === undefined || value === null) continue;
    if (httpHeader !== undefined) headers[httpHeader.toLowerCase()] = writeHeader(member, value);
    else if (httpPrefixHeaders !== undefined) addPrefixed(headers, httpPrefixHeaders, value as Structure);
    else if (httpResponseCode) status = Number(value);
    else if (httpPayload) body = writePayload(service, member, value);
  }
  const rest = bodySchema(schema);
  if (rest && !payload) body = writeDocument(service, rootOf(schema), { schema: rest, value: output });
  headers['content-type'] ??= contentType(payload, format);
  return { status, headers, body: unwrapped(service, operation, output) ?? body };
}

function writeHeader(member: NormalizedSchema, value: unknown): string {
  return Array.isArray(value) ? value.join(',') : writeScalar(member, value, SETTINGS.header);
}

function addPrefixed(headers: Record<string, string>, prefix: string, values: Structure): void {
  for (const [name, value] of Object.entries(values)) headers[`${prefix}${name}`.toLowerCase()] = String(value);
}

function writePayload(service: ServiceTable, member: NormalizedSchema, value: unknown): string | Uint8Array {
  if (!member.isStructSchema()) return value instanceof Uint8Array ? value : String(value);
  const tag = member.getMergedTraits().xmlName ?? member.getName() ?? '';
  return writeDocument(service, tag, { schema: member, value: value as Structure });
}

interface Document {
  readonly schema: NormalizedSchema;
  readonly value: Structure;
}

function writeDocument(service: ServiceTable, tag: string, { schema, value }: Document): string | Uint8Array {
  if (service.protocol === 'rest-json') return writeJson(schema, value, 'rest');
  const members = writeMembers(schema, value);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${tag} xmlns="${service.xmlNamespace}">${members}</${tag}>`;
}

function rootOf(output: NormalizedSchema): string {
  return output.getOwnTraits().xmlName ?? output.getName() ?? '';
}

function contentType(payload: NormalizedSchema | undefined, format: RestFormat): string {
  if (payload?.isBlobSchema()) return 'application/octet-stream';
  if (payload?.isStringSchema()) return payload.getMergedTraits().mediaType ?? 'text/plain';
  return format === 'xml' ? 'application/xml' : 'application/json';
}

/**
 * The one answer of S3 whose only member is the root element itself; for us-east-1 it is empty.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
 */
function unwrapped(service: ServiceTable, { name }: Operation, output: Structure): string | undefined {
  if (service.name !== 's3' || name !== 'GetBucketLocation') return undefined;
  const { LocationConstraint: region } = output;
  const location = typeof region === 'string' ? escapeXml(region) : '';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="${service.xmlNamespace}">${location}</LocationConstraint>`;
}

import type { SandboxError } from '../error.ts';
import { DOCUMENT, writeCbor } from './cbor.ts';
import type { Identity, WireProtocol } from './identify.ts';
import { writeJson } from './json.ts';
import type { Structure, WireResponse } from './message.ts';
import type { ErrorShape, ServiceTable } from './service.ts';
import { escapeXml, writeMembers } from './xml.ts';

/** An error in the form that the protocol has for it. */
export function errorAnswer(
  error: SandboxError,
  { service, protocol }: Identity,
  { requestId, contentType }: { readonly requestId: string; readonly contentType: string },
): WireResponse {
  const shape = service?.errors.get(error.code);
  const facts: ErrorFacts = {
    shape,
    // The same error is `DBInstanceNotFound` in a form's answer, and `DBInstanceNotFoundFault` elsewhere.
    name: shape?.name ?? error.code,
    queryCode: shape?.query?.code ?? error.code,
    status: statusOf(error, shape, protocol, service),
    message: error.message,
    extra: error.extra,
    requestId,
    service,
  };
  switch (protocol) {
    case 'ec2':
      return ec2Error(facts);
    case 'query':
      return queryError(facts);
    case 'rest-xml':
      return restXmlError(facts);
    case 'rest-json':
      return restJsonError(facts);
    case 'json':
      return jsonError(facts, contentType);
    case 'cbor':
      return cborError(facts);
  }
}

interface ErrorFacts {
  readonly shape: ErrorShape | undefined;
  readonly name: string;
  readonly queryCode: string;
  readonly status: number;
  readonly message: string;
  readonly extra: Structure;
  readonly requestId: string;
  readonly service: ServiceTable | undefined;
}

/** A status other than 400 was meant; else the schema knows it, if anyone does. */
function statusOf(
  error: SandboxError,
  shape: ErrorShape | undefined,
  protocol: WireProtocol,
  service: ServiceTable | undefined,
): number {
  if (error.status !== 400) return error.status;
  const asQuery = protocol === 'query' || protocol === 'ec2' || service?.queryCompatible === true;
  const known = (asQuery ? shape?.query?.status : undefined) ?? shape?.status ?? 400;
  // The JSON protocols tell errors apart by their names: CloudTrail's TrailNotFoundException is a 400, whatever its
  // schema says. https://github.com/elastic/cloudbeat/issues/1750
  return protocol === 'json' && service?.queryCompatible !== true ? (known < 500 ? 400 : 500) : known;
}

function ec2Error({ status, queryCode, message, requestId }: ErrorFacts): WireResponse {
  const error = `<Error><Code>${escapeXml(queryCode)}</Code><Message>${escapeXml(message)}</Message></Error>`;
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors>${error}</Errors><RequestID>${requestId}</RequestID></Response>`;
  return { status, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body };
}

function queryError(facts: ErrorFacts): WireResponse {
  const { status, queryCode, message, requestId, service } = facts;
  const error =
    `<Type>${senderOrReceiver(status)}</Type><Code>${escapeXml(queryCode)}</Code>` +
    `<Message>${escapeXml(message)}</Message>${extraElements(facts)}`;
  const body =
    `<ErrorResponse xmlns="${service?.xmlNamespace ?? ''}"><Error>${error}</Error>` +
    `<RequestId>${requestId}</RequestId></ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

/** S3 answers the bare error, its sister services wrap it as the query protocol does. */
function restXmlError(facts: ErrorFacts): WireResponse {
  const { status, name, message, requestId, service } = facts;
  const inner = `<Code>${escapeXml(name)}</Code><Message>${escapeXml(message)}</Message>${extraElements(facts)}`;
  const bare = service?.name === 's3';
  const body = bare
    ? `<Error>${inner}<RequestId>${requestId}</RequestId><HostId>sandbox</HostId></Error>`
    : `<ErrorResponse><Error>${inner}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
  const headers = { 'content-type': 'application/xml' };
  return { status, headers, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}

function restJsonError(facts: ErrorFacts): WireResponse {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': facts.name };
  return { status: facts.status, headers, body: JSON.stringify(jsonMembers(facts, 'rest')) };
}

function jsonError(facts: ErrorFacts, contentType: string): WireResponse {
  const body = JSON.stringify({ __type: facts.name, ...jsonMembers(facts, 'rpc') });
  const type = contentType.startsWith('application/x-amz-json-') ? contentType : 'application/x-amz-json-1.1';
  return { status: facts.status, headers: { 'content-type': type, ...queryErrorHeader(facts) }, body };
}

function cborError(facts: ErrorFacts): WireResponse {
  const type = facts.shape ? `${facts.shape.namespace}#${facts.name}` : facts.name;
  const members = { __type: type, message: facts.message, ...facts.extra };
  const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', ...queryErrorHeader(facts) };
  return { status: facts.status, headers, body: writeCbor(DOCUMENT, members) };
}

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait */
function queryErrorHeader({ service, queryCode, status }: ErrorFacts): Record<string, string> {
  return service?.queryCompatible ? { 'x-amzn-query-error': `${queryCode};${senderOrReceiver(status)}` } : {};
}

function senderOrReceiver(status: number): string {
  return status < 500 ? 'Sender' : 'Receiver';
}

/** Further members as the schema has them; some services spell `Message` with a capital. */
function jsonMembers({ shape, message, extra }: ErrorFacts, style: 'rpc' | 'rest'): Structure {
  if (!shape) return { message, ...extra };
  const messageKey = memberNamed('message', shape) ?? 'message';
  const members: unknown = JSON.parse(Buffer.from(writeJson(shape.schema, extra, style)).toString('utf8'));
  return { [messageKey]: message, ...(members as Structure) };
}

function memberNamed(name: string, { schema }: ErrorShape): string | undefined {
  for (const [member] of schema.structIterator()) if (member.toLowerCase() === name) return member;
  return undefined;
}

function extraElements({ shape, extra }: ErrorFacts): string {
  const known = shape ? writeMembers(shape.schema, extra) : '';
  const members: ReadonlySet<string> = new Set([...(shape?.schema.structIterator() ?? [])].map(([name]) => name));
  const others = Object.entries(extra).filter(([name]) => !members.has(name));
  return known + others.map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`).join('');
}

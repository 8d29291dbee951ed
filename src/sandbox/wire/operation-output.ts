import { DOCUMENT, writeCbor } from './cbor.ts';
import type { WireProtocol } from './identify.ts';
import { writeJson } from './json.ts';
import type { Structure, WireResponse } from './message.ts';
import { writeRestOutput } from './rest-output.ts';
import type { Operation, ServiceTable } from './service.ts';
import { writeMembers } from './xml.ts';

export interface Answered {
  readonly service: ServiceTable;
  readonly operation: Operation;
  readonly requestId: string;
  /** Of the request: the JSON protocols answer in the version they were asked in. */
  readonly contentType: string;
}

/** An operation's output in the form that the protocol has for it. */
export function writeOutput(protocol: WireProtocol, answered: Answered, output: Structure): WireResponse {
  switch (protocol) {
    case 'ec2':
      return ec2Answer(answered, output);
    case 'query':
      return queryAnswer(answered, output);
    case 'json':
      return jsonAnswer(answered, output);
    case 'cbor':
      return cborAnswer(answered, output);
    case 'rest-json':
    case 'rest-xml':
      return writeRestOutput(answered.service, answered.operation, output);
  }
}

const XML = { 'content-type': 'text/xml;charset=UTF-8' };

function ec2Answer({ service, operation, requestId }: Answered, output: Structure): WireResponse {
  const { name } = operation;
  // What has nothing to tell answers that it is done.
  const members = membersOf(operation, output) || '<return>true</return>';
  const body =
    `<?xml version="1.0" encoding="UTF-8"?>\n<${name}Response xmlns="${service.xmlNamespace}/">` +
    `<requestId>${requestId}</requestId>${members}</${name}Response>`;
  return { status: 200, headers: { ...XML }, body };
}

function queryAnswer({ service, operation, requestId }: Answered, output: Structure): WireResponse {
  const { name } = operation;
  const result = operation.output.isStructSchema()
    ? `<${name}Result>${membersOf(operation, output)}</${name}Result>`
    : '';
  const body =
    `<${name}Response xmlns="${service.xmlNamespace}">${result}` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`;
  return { status: 200, headers: { ...XML }, body };
}

function membersOf({ output: schema }: Operation, output: Structure): string {
  return schema.isStructSchema() ? writeMembers(schema, output) : '';
}

function jsonAnswer({ operation, contentType }: Answered, output: Structure): WireResponse {
  const headers = { 'content-type': contentType || 'application/x-amz-json-1.1' };
  const body = operation.output.isUnitSchema() ? '{}' : writeJson(operation.output, output, 'rpc');
  return { status: 200, headers, body };
}

function cborAnswer({ operation }: Answered, output: Structure): WireResponse {
  const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
  const schema = operation.output.isUnitSchema() ? DOCUMENT : operation.output;
  return { status: 200, headers, body: writeCbor(schema, output) };
}

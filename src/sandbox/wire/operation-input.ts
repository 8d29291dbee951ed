import { readCbor } from './cbor.ts';
import type { Identity, WireProtocol } from './identify.ts';
import { readJson } from './json.ts';
import type { Structure, WireRequest } from './message.ts';
import { parseForm, readEc2Input, readQueryInput } from './query.ts';
import { refusal } from './refusals.ts';
import { readRestInput } from './rest-input.ts';
import { findRoute } from './rest-route.ts';
import type { Operation, ServiceTable } from './service.ts';
import { decoding, Undecodable } from './undecodable.ts';

export interface Asked {
  readonly service: ServiceTable;
  readonly operation: Operation;
  readonly readInput: () => Promise<Structure>;
}

/**
 * Which operation of which service a request asks; its input is read in a second step.
 * @throws SandboxError where the service has no such operation, or the sandbox no such service
 */
export function askedOf(identity: Identity, request: WireRequest, signingName: string | undefined): Asked {
  const { service, protocol } = identity;
  if (!service) {
    const problem = `The sandbox does not serve ${signingName ?? 'what this request asks for'}.`;
    throw refusal('unknown-operation', protocol, problem);
  }
  switch (protocol) {
    case 'ec2':
    case 'query':
      return askedByForm(service, identity, protocol);
    case 'json':
    case 'cbor':
      return askedByName(service, identity, protocol, request);
    case 'rest-json':
    case 'rest-xml':
      return askedByRoute(service, protocol, request);
  }
}

function askedByForm(
  service: ServiceTable,
  { operation: action, form = '' }: Identity,
  protocol: 'ec2' | 'query',
): Asked {
  if (/%(?![0-9a-f]{2})/i.test(form) || form.includes('\uFFFD')) {
    throw refusal('malformed-form', protocol, 'The query string contains a syntax error.');
  }
  if (action === undefined) throw refusal('missing-action', protocol, 'The request must contain the parameter Action.');
  const operation = service.operations.get(action);
  if (!operation) {
    const ofVersion = `Could not find operation ${action} for version ${service.version}`;
    const problem = protocol === 'ec2' ? `The action ${action} is not valid for this web service.` : ofVersion;
    throw refusal('unknown-operation', protocol, problem);
  }
  const readInput = protocol === 'ec2' ? readEc2Input : readQueryInput;
  return {
    service,
    operation,
    readInput: () => decoded(protocol, () => readInput(operation.input, parseForm(form))),
  };
}

function askedByName(
  service: ServiceTable,
  { operation: name = '' }: Identity,
  protocol: 'json' | 'cbor',
  { body }: WireRequest,
): Asked {
  const operation = service.operations.get(name);
  if (!operation) throw refusal('unknown-operation', protocol, `${service.name} has no operation ${name}.`);
  return {
    service,
    operation,
    readInput: async () => {
      if (body.length === 0) return {};
      const input = await decoded(protocol, () =>
        protocol === 'json' ? readJson(operation.input, body, 'rpc') : readCbor(operation.input, body),
      );
      // A structure, since the readers have compared it with the schema; null for an operation that takes none.
      return (input ?? {}) as Structure;
    },
  };
}

function askedByRoute(service: ServiceTable, protocol: 'rest-json' | 'rest-xml', request: WireRequest): Asked {
  const routed = findRoute(service, request);
  if (!routed) {
    const problem = `The specified method is not allowed against this resource: ${request.method} ${request.path}`;
    throw refusal('unknown-operation', protocol, problem);
  }
  const format = protocol === 'rest-xml' ? 'xml' : 'json';
  return {
    service,
    operation: routed.operation,
    readInput: () => decoded(protocol, () => readRestInput(routed, request, format)),
  };
}

async function decoded<T>(protocol: WireProtocol, read: () => T | Promise<T>): Promise<T> {
  try {
    return await decoding(read);
  } catch (error) {
    if (error instanceof Undecodable) throw refusal('undecodable', protocol, error.message);
    throw error;
  }
}

import { lookup } from 'node:dns';
import { Agent } from 'node:http';
import type { LookupFunction } from 'node:net';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { importClientPackage } from '../../../src/sandbox/wire/clients.ts';
import { loadService } from '../../../src/sandbox/wire/service-table.ts';
import type { ServiceTable } from '../../../src/sandbox/wire/service.ts';

/** `rds:DescribeDBInstances`, by the AWS CLI's name of the service. */
export type OperationName = `${string}:${string}`;

export type Reply = { readonly answer: object } | { readonly refusal: Refusal };

export interface Refusal {
  readonly code: string;
  readonly status: number | undefined;
  /** The error's further members. */
  readonly members: readonly string[];
  readonly message: string;
}

/** One of the two accounts that are asked the same. */
export interface Side {
  readonly name: 'ours' | 'moto';
  /** What time it is there. */
  readonly now: Date;
  ask(operation: OperationName, input: object): Promise<Reply>;
}

export interface SideOptions {
  readonly name: 'ours' | 'moto';
  readonly url: string;
  readonly now: Date;
}

interface Client {
  send(command: object): Promise<object>;
}

/** A side asked over HTTP with the AWS SDK's own client classes; a request is sent once. */
export function createSide({ name, url, now }: SideOptions): Side {
  const clients = new Map<string, Promise<Client>>();

  function clientOf(service: string): Promise<Client> {
    const made = clients.get(service) ?? createClient(service, url);
    clients.set(service, made);
    return made;
  }

  return {
    name,
    now,
    async ask(operation, input) {
      const [service = '', action = ''] = operation.split(':');
      const client = await clientOf(service);
      const Command = (await importClientPackage(service))[`${action}Command`];
      if (typeof Command !== 'function') throw new Error(`no such operation: ${operation}`);
      try {
        const { $metadata: _metadata, ...answer } = (await client.send(
          Reflect.construct(Command, [input]) as object,
        )) as {
          $metadata?: unknown;
        };
        return { answer };
      } catch (error) {
        return { refusal: refusalOf(error) };
      }
    },
  };
}

/** `<account>.localhost` is this machine too, which not every resolver knows (RFC 6761). */
function lookupLoopback(...[host, options, done]: Parameters<LookupFunction>): void {
  lookup(host.endsWith('.localhost') ? 'localhost' : host, options, done);
}

const requestHandler = new NodeHttpHandler({
  httpAgent: new Agent({ keepAlive: true, lookup: lookupLoopback }),
  requestTimeout: 30_000,
});

const tables = new Map<string, Promise<ServiceTable>>();

/** The SDK's own description of a service's answers. */
export function tableOf(service: string): Promise<ServiceTable> {
  const table = tables.get(service) ?? importClientPackage(service).then((exports) => loadService(service, exports));
  tables.set(service, table);
  return table;
}

async function createClient(service: string, url: string): Promise<Client> {
  const exports = await importClientPackage(service);
  const [, Class] = Object.entries(exports).find(([name]) => /^[A-Z].*Client$/.test(name)) ?? [];
  if (typeof Class !== 'function') throw new Error(`${service}: the package exports no client`);
  const configuration = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
    // S3 Control puts the account in front of the host, which an IP address does not take.
    endpoint: service === 's3control' ? url.replace('//127.0.0.1', '//localhost') : url,
    requestHandler,
    logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
    maxAttempts: 1,
    ...(service === 's3' && { forcePathStyle: true, followRegionRedirects: false }),
  };
  return Reflect.construct(Class, [configuration]) as Client;
}

/** What every error of the SDK has, or one of its protocols gives it, and says nothing. */
const USUAL = new Set([
  'name',
  'message',
  'Message',
  'stack',
  'Code',
  'code',
  'Type',
  'Error',
  'HostId',
  'RequestId',
  'requestId',
  '__type',
  'xmlns',
]);

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Error)) throw new Error(`not an error: ${String(error)}`);
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  // The request never left: a bug in the case.
  if ($metadata === undefined) throw error;
  const members = Object.entries(error)
    .filter(([key, value]) => value !== undefined && !key.startsWith('$') && !USUAL.has(key))
    .map(([key]) => key);
  return { code: error.name, status: $metadata.httpStatusCode, members: members.toSorted(), message: error.message };
}

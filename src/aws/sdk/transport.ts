import { lookup } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { operationName, type Service } from '../service.ts';
import type { Transport } from '../transport.ts';
import type { Credentials } from './credentials.ts';
import type { ClientModule, SdkClient, SendOptions } from './client-module.ts';
import { fetchPublicEvents } from './feed.ts';
import { CLIENT_MODULES, type SdkService } from './modules.ts';

export interface SdkOptions {
  readonly credentials: Credentials;
  /** Overrides AWS's own endpoints: the sandbox, moto, a VPC endpoint. */
  readonly endpointUrl?: string;
}

/** One agent for every client: at 50 ms latency, 200 sockets are twice as fast as 50. Never destroyed before the process ends. */
const sockets = { keepAlive: true, maxSockets: 200, lookup: lookupLoopback };
const http = new NodeHttpHandler({
  httpAgent: new HttpAgent(sockets),
  httpsAgent: new HttpsAgent(sockets),
  connectionTimeout: 4000,
  requestTimeout: 30_000,
  throwOnRequestTimeout: true,
});
/** Counts every HTTP request where it leaves: what the SDK sends again by itself (an S3 region redirect) is seen too. */
const requestHandler = {
  metadata: http.metadata,
  handle(request: Parameters<NodeHttpHandler['handle']>[0], options: SendOptions & { abortSignal?: AbortSignal } = {}) {
    options.onRequest?.();
    return http.handle(request, options);
  },
  updateHttpClientConfig: () => undefined,
  httpHandlerConfigs: () => http.httpHandlerConfigs(),
};
/** Without `info`, the SDK does not walk every answer to redact it for a log line nobody reads. */
const logger = { trace() {}, debug() {}, warn() {}, error() {} };

/** Sends through the AWS SDK: one attempt a call, since the execution retries, counts and paces. */
export function createSdkTransport(options: SdkOptions): Transport {
  const clients = new Map<string, SdkClient>();

  async function clientFor(service: SdkService, region: string): Promise<SdkClient> {
    const key = `${service} ${region}`;
    const known = clients.get(key);
    if (known) return known;
    const module = await moduleOf(service);
    const client = module.create(configurationOf(service, region, options));
    clients.set(key, client);
    return client;
  }

  return {
    async send(call, onRequest) {
      const { service } = call;
      if (service === 'feed') return fetchPublicEvents(options.endpointUrl, onRequest);
      const module = await moduleOf(service);
      const command = module.command(call.operation, call.input);
      if (!command) throw new Error(`${operationName(call)} is missing from src/aws/sdk/clients/${service}.ts`);
      const client = await clientFor(service, call.region);
      return client.send(command, { onRequest });
    },
    release(region) {
      for (const key of clients.keys()) if (key.endsWith(` ${region}`)) clients.delete(key);
    },
    renew() {
      options.credentials.renew();
      clients.clear();
    },
  };
}

function moduleOf(service: SdkService): Promise<ClientModule> {
  return CLIENT_MODULES[service]();
}

function configurationOf(service: Service, region: string, { credentials, endpointUrl }: SdkOptions): object {
  const endpoint = endpointUrl === undefined ? {} : { endpoint: endpointFor(service, endpointUrl) };
  return {
    region,
    credentials: () => credentials.provide(),
    requestHandler,
    logger,
    maxAttempts: 1,
    ...endpoint,
    ...(service === 's3' && { followRegionRedirects: true, forcePathStyle: endpointUrl !== undefined }),
  };
}

/** S3 Control's `<account>.localhost` is this machine too, which not every resolver knows (RFC 6761). */
function lookupLoopback(...[host, options, done]: Parameters<LookupFunction>): void {
  lookup(host.endsWith('.localhost') ? 'localhost' : host, options, done);
}

/** S3 Control puts the account in front of the host, which an IP address does not take. */
function endpointFor(service: Service, endpointUrl: string): string {
  return service === 's3control' ? endpointUrl.replace('//127.0.0.1', '//localhost') : endpointUrl;
}

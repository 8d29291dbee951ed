import http from 'node:http';
import https from 'node:https';
import { AwsFault } from '../fault.ts';

const TIMEOUT_MS = 10_000;
const PUBLIC_EVENTS = 'https://health.aws.amazon.com/public/currentevents';

/**
 * AWS's public list of events under way, for accounts whose support plan has no Health API. It is UTF-16 JSON.
 * With an endpoint of one's own (the sandbox, moto) the list is asked there, and the internet is left alone.
 */
export async function fetchPublicEvents(endpointUrl: string | undefined, onRequest: () => void): Promise<object> {
  onRequest();
  const url = endpointUrl === undefined ? PUBLIC_EVENTS : new URL('/public/currentevents', endpointUrl).href;
  const { status, body } = await get(url);
  if (status !== 200) throw feedFault(`Http${status}`, `The public event feed answered HTTP ${status}.`, status);
  return { events: readEvents(decoded(body)) };
}

/** Node's own client: `fetch` takes 30 ms to load, which is more than the answer takes. */
function get(url: string): Promise<{ status: number; body: Buffer }> {
  const client = url.startsWith('https:') ? https : http;
  return new Promise((done, failed) => {
    const request = client.get(url, { timeout: TIMEOUT_MS }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done({ status: response.statusCode ?? 0, body: Buffer.concat(parts) }));
      response.on('error', failed);
    });
    request.on('timeout', () => request.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })));
    request.on('error', failed);
  });
}

/** An empty list means that nothing is open, so whatever is not a list must not become one. */
function readEvents(text: string): readonly unknown[] {
  try {
    const events: unknown = JSON.parse(text);
    if (Array.isArray(events)) return events;
  } catch (cause) {
    throw feedFault('NotJson', 'The public event feed did not answer with JSON.', 200, { cause });
  }
  throw feedFault('NotAList', 'The public event feed did not answer with a list of events.', 200);
}

/** UTF-16 of either order, by its mark; UTF-8 where there is none. The decoder takes the mark away. */
function decoded(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'feff') return new TextDecoder('utf-16be').decode(bytes);
  if (mark === 'fffe') return new TextDecoder('utf-16le').decode(bytes);
  return new TextDecoder(bytes[0] === 0 ? 'utf-16be' : bytes[1] === 0 ? 'utf-16le' : 'utf-8').decode(bytes);
}

function feedFault(awsCode: string, message: string, status: number, options?: ErrorOptions): AwsFault {
  const facts = {
    kind: 'not-implemented',
    operation: 'feed:PublicEvents',
    region: 'us-east-1',
    awsCode,
    status,
  } as const;
  return new AwsFault(message, facts, options);
}

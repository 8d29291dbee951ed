import { AwsFault } from '../fault.ts';

const PUBLIC_EVENTS = 'https://health.aws.amazon.com/public/currentevents';

/**
 * AWS's public list of events under way, for accounts whose support plan has no Health API. It is UTF-16 JSON.
 * With an endpoint of one's own (the sandbox, moto) the list is asked there, and the internet is left alone.
 */
export async function fetchPublicEvents(endpointUrl: string | undefined, onRequest: () => void): Promise<object> {
  onRequest();
  const url = endpointUrl === undefined ? PUBLIC_EVENTS : new URL('/public/currentevents', endpointUrl).href;
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) {
    throw new AwsFault(`The public event feed answered HTTP ${response.status}.`, {
      kind: 'not-implemented',
      operation: 'feed:PublicEvents',
      region: 'us-east-1',
      awsCode: `Http${response.status}`,
      status: response.status,
    });
  }
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.includes(0) ? new TextDecoder('utf-16be').decode(bytes) : bytes.toString('utf8');
  const events: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  return { events: Array.isArray(events) ? events : [] };
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AwsFault } from '../fault.ts';
import { fetchPublicEvents } from './feed.ts';

const EVENTS = '[{"status":"1","summary":"Erhöhte Fehlerraten"}]';
const bigEndian = Buffer.from(`\uFEFF${EVENTS}`, 'utf16le').swap16();
let answer: { status: number; body: Buffer } = { status: 200, body: Buffer.alloc(0) };
let url = '';
const server = createServer((request, response) => {
  response.writeHead(request.url === '/public/currentevents' ? answer.status : 404).end(answer.body);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test.each([
  ['big-endian UTF-16, as AWS sends it', bigEndian],
  ['little-endian UTF-16', Buffer.from(`\uFEFF${EVENTS}`, 'utf16le')],
  ['UTF-16 without a mark', Buffer.from(EVENTS, 'utf16le').swap16()],
  ['UTF-8', Buffer.from(EVENTS)],
])('E1.1 reads the feed in %s, and counts the request', async (_, body) => {
  answer = { status: 200, body };
  let requests = 0;
  const read = await fetchPublicEvents(url, () => (requests += 1));
  expect(read).toEqual({ events: [{ status: '1', summary: 'Erhöhte Fehlerraten' }] });
  expect(requests).toBe(1);
});

test.each([
  ['an error page', 503, '<html></html>', 'Http503'],
  ['a page that is no JSON', 200, '<html></html>', 'NotJson'],
  ['JSON that is no list', 200, '{"events":{}}', 'NotAList'],
])('E1.1 %s is a fault, never an empty feed', async (_, status, body, awsCode) => {
  answer = { status, body: Buffer.from(body) };
  const read = fetchPublicEvents(url, () => undefined);
  await expect(read).rejects.toBeInstanceOf(AwsFault);
  await expect(read).rejects.toMatchObject({ facts: { awsCode } });
});

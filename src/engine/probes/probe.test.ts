import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { probeHttp } from './http.ts';
import { createProbe } from './probe.ts';

let server: Server;
let url = '';
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/silent') return;
    response.statusCode = request.url === '/moved' ? 302 : request.url === '/broken' ? 503 : 200;
    response.end('{"status":"up","version":"42"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('an application that answers as expected is proved', async () => {
  expect(await http('/health')).toEqual({ ok: true, observed: 'it answers 200' });
  expect(await http('/health', { contains: '"version":"42"' })).toMatchObject({ ok: true });
});

test('another status, other words, a redirection and silence are told apart', async () => {
  expect(await http('/broken')).toEqual({ ok: false, observed: 'it answers 503 instead of 200' });
  expect(await http('/moved')).toEqual({ ok: false, observed: 'it answers 302 instead of 200' });
  expect(await http('/health', { contains: 'version 43' })).toEqual({
    ok: false,
    observed: 'it answers 200, without "version 43"',
  });
  expect(await probeHttp(`${url}/silent`, { type: 'http', url, status: 200 }, 50)).toEqual({
    ok: false,
    observed: 'it does not answer: not within 0.05 s',
  });
  expect(await probeHttp('http://127.0.0.1:1/', { type: 'http', url, status: 200 })).toMatchObject({
    ok: false,
    observed: expect.stringMatching(/^it does not answer: /),
  });
});

test('a secret is looked up when it is used, and encoded; one that is missing is named', async () => {
  await ask('/health?key=${env:DRILL_KEY}');
  expect(asked.at(-1)).toBe('/health?key=s%2Fcret%20%26');
  expect(await ask('/health?key=${env:NO_SUCH}')).toEqual({ ok: false, observed: 'the environment has no NO_SUCH' });
});

test('a failure does not repeat the secret of its URL', async () => {
  const observed = [
    await probe({ type: 'http', url: 'http://u:${env:DRILL_KEY}@[', status: 200 }),
    await probe({ type: 'sql', url: 'postgres://app:${env:DRILL_KEY}@127.0.0.1:1/app', query: 'select 1' }),
    await probe({ type: 'sql', url: 'mysql://app:${env:DRILL_KEY}@127.0.0.1:1/app', query: 'select 1' }),
  ];
  expect(observed.every(({ ok }) => !ok)).toBe(true);
  expect(JSON.stringify(observed)).not.toContain('cret');
});

test('a checklist is run by who can, with its parameters', async () => {
  expect(await probe({ type: 'checklist', checklist: 'daily/health-check', parameters: { a: 'b' } })).toEqual({
    ok: true,
    observed: 'daily/health-check {"a":"b"}',
  });
});

const probe = createProbe({
  secret: (name) => (name === 'DRILL_KEY' ? 's/cret &' : undefined),
  checklist: (id, parameters) => Promise.resolve({ ok: true, observed: `${id} ${JSON.stringify(parameters)}` }),
});

function ask(path: string) {
  return probe({ type: 'http', url: `${url}${path}`, status: 200 });
}

function http(path: string, more: { contains?: string } = {}) {
  return probeHttp(`${url}${path}`, { type: 'http', url, status: 200, ...more });
}

import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { failureOf, NOW } from '../../../test/respond/channel-scene.ts';
import { startHttpServer } from '../../../test/respond/http-server.ts';
import { type JsonPost, postJson, retryAfterMs } from './http.ts';

const USE = { fetch, now: () => NOW };

test('posts JSON once, and gives what was answered', async () => {
  const server = await startHttpServer({ status: 202, body: '{"ok":true}' });
  expect(await postJson(to(server.url), USE)).toBe('{"ok":true}');
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]).toMatchObject({
    method: 'POST',
    path: '/',
    body: '{"text":"é"}',
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-extra': 'yes' },
  });
});

describe('what an answer means', () => {
  const PERMANENT = [301, 308, 400, 401, 403, 404, 405, 410, 413, 422];
  // Not 421: fetch itself asks again after it.
  const PASSING = [302, 303, 307, 408, 409, 425, 429, 500, 502, 503, 504];

  test('a refusal that would come again is for good, and says what to do', async () => {
    const server = await startHttpServer();
    for (const status of PERMANENT) {
      server.answer({ status, body: 'no' });
      const failure = await failureOf(postJson(to(server.url), USE));
      expect(failure).toMatchObject({ code: 'delivery-failed', permanent: true, retryAfterMs: null });
      expect(failure.message).toBe(`The other side answered ${status} (no). Check the key.`);
    }
  });

  test('what passes by itself can be tried again', async () => {
    const server = await startHttpServer();
    for (const status of PASSING) {
      server.answer({ status });
      const failure = await failureOf(postJson(to(server.url), USE));
      expect(failure, String(status)).toMatchObject({ permanent: false, retryAfterMs: null });
      expect(failure.message).toBe(`The other side answered ${status}. It can be tried again.`);
    }
  });

  test('a success that is not the documented one is none', async () => {
    const server = await startHttpServer({ status: 200, body: '<html>Sign in</html>' });
    expect(await failureOf(postJson(to(server.url), USE))).toMatchObject({ permanent: false });
  });

  test('a redirect is not followed', async () => {
    const elsewhere = await startHttpServer({ status: 202 });
    const server = await startHttpServer({ status: 307, headers: { location: elsewhere.url } });
    await failureOf(postJson(to(server.url), USE));
    expect(elsewhere.requests).toEqual([]);
  });

  test('when to ask again is taken from the answer', async () => {
    const server = await startHttpServer();
    server.answer({ status: 429, headers: { 'retry-after': '7' } });
    expect(await failureOf(postJson(to(server.url), USE))).toMatchObject({ permanent: false, retryAfterMs: 7000 });
    server.answer({ status: 503, headers: { 'retry-after': 'Sun, 01 Mar 2026 12:02:00 GMT' } });
    expect(await failureOf(postJson(to(server.url), USE))).toMatchObject({ permanent: false, retryAfterMs: 120_000 });
  });
});

describe('where nothing is answered', () => {
  test('an answer that does not come ends after its time, and may have been taken', async () => {
    const server = await startHttpServer('hang');
    const failure = await failureOf(postJson({ ...to(server.url), timeoutMs: 100 }, USE));
    expect(failure).toMatchObject({ permanent: false });
    expect(failure.message).toContain('gave no answer within 0.1 s. Whether it arrived is not known');
  });

  test('a connection that breaks after the request may have been taken', async () => {
    const server = await startHttpServer('drop');
    const failure = await failureOf(postJson(to(server.url), USE));
    expect(failure).toMatchObject({ permanent: false });
    expect(failure.message).toMatch(/gave no answer \([A-Z_]+\)\. Whether it arrived is not known/);
    expect(server.requests).toHaveLength(1);
  });

  test('a server that is not there is named by its fault', async () => {
    const failure = await failureOf(postJson(to(`http://127.0.0.1:${await closedPort()}`), USE));
    expect(failure).toMatchObject({ permanent: false });
    expect(failure.message).toBe('The other side gave no answer (ECONNREFUSED). It can be tried again.');
  });
});

test('an error repeats no secret, and of a long or hostile answer only a line', async () => {
  const server = await startHttpServer({ status: 400, body: `key s3cret\r\n\u202E\u001B[2J${'x'.repeat(100_000)}` });
  const { message } = await failureOf(postJson({ ...to(server.url), secrets: ['s3cret', ''] }, USE));
  expect(message).toContain('(key *** \\u{202e}\\u{1b}[2Jxxx');
  expect(message.length).toBeLessThan(300);
});

test.each([
  ['0', 0],
  ['120', 120_000],
  [' 1.5 ', 1500],
  ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
  ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
  ['-5', null],
  ['soon', null],
  ['', null],
  [null, null],
])('Retry-After %o is %o ms', (header, expected) => {
  expect(retryAfterMs(header, NOW)).toBe(expected);
});

function to(url: string): JsonPost {
  return {
    name: 'The other side',
    url,
    body: '{"text":"é"}',
    headers: { 'x-extra': 'yes' },
    taken: (status) => status === 202,
    advice: 'Check the key.',
    secrets: [],
  };
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

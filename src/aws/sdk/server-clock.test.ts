import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { clockSkewSeconds, clockUrl } from './server-clock.ts';

test.each([
  [0, 0],
  [7 * 60_000, 420],
  [-90_000, -90],
])('a clock that is %i ms ahead of the other is told by the Date header', async (ahead, seconds) => {
  const at = Date.parse('2026-11-23T08:00:00.000Z');
  const server = createServer((_, response) => {
    response.sendDate = false;
    response.writeHead(302, { Date: new Date(at).toUTCString(), Location: 'https://aws.amazon.com/' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    expect(await clockSkewSeconds(`http://127.0.0.1:${port}/`, () => at + ahead + 500)).toBe(seconds);
  } finally {
    server.close();
  }
});

test('where nothing answers, nothing is said of the clock', async () => {
  expect(await clockSkewSeconds('http://127.0.0.1:9/', () => 0, 200)).toBeUndefined();
});

test("asks the partition's own STS, or the endpoint in force", () => {
  expect(clockUrl({ partition: 'aws', region: 'eu-west-1' })).toBe('https://sts.eu-west-1.amazonaws.com/');
  expect(clockUrl({ partition: 'aws-cn', region: 'cn-north-1' })).toBe('https://sts.cn-north-1.amazonaws.com.cn/');
  expect(clockUrl({ partition: 'aws', region: 'eu-west-1', endpointUrl: 'http://localhost:4566' })).toBe(
    'http://localhost:4566',
  );
});

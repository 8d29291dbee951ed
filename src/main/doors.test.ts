import { expect, test } from 'vitest';
import { type ServerConfig, server } from './config/server.ts';
import { doorsOf } from './doors.ts';

const OIDC = { issuer: 'https://id.example.org', clientId: 'opsbook', clientSecret: 'env:SECRET' };

function config(given: object = {}): ServerConfig {
  return server.parse(given);
}

test('by itself a server listens on this machine alone, and trusts who sits here', () => {
  expect(doorsOf(config(), {}, false)).toEqual({
    host: '127.0.0.1',
    port: 4600,
    publicUrl: null,
    trustsThisMachine: true,
  });
});

test.each(['0.0.0.0', '::', '10.1.2.3', 'ops.example.org', '127.0.0.1.evil.example', '1270.0.0.1'])(
  'on %s it does not listen while nobody could sign in, or the way there is in the clear',
  (host) => {
    expect(() => doorsOf(config({ host }), {}, false)).toThrow(/set server.publicUrl to its https URL/);
    expect(() => doorsOf(config(), { host }, true)).toThrow(/passwords must not go there in the clear/);
    const publicUrl = 'https://ops.example.org';
    expect(() => doorsOf(config({ host, publicUrl }), {}, false)).toThrow(/nobody is registered who could sign in/);
    expect(doorsOf(config({ host, publicUrl }), {}, true).trustsThisMachine).toBe(false);
    expect(doorsOf(config({ host, publicUrl, oidc: OIDC }), {}, false).trustsThisMachine).toBe(false);
  },
);

test('behind a proxy on the same machine nobody is trusted for coming from it', () => {
  const behind = config({ publicUrl: 'https://ops.example.org' });
  expect(() => doorsOf(behind, {}, false)).toThrow(/lets others in, and nobody is registered/);
  expect(doorsOf(behind, {}, true).trustsThisMachine).toBe(false);
  expect(doorsOf(config({ oidc: OIDC }), {}, false).trustsThisMachine).toBe(false);
});

test('secrets stand elsewhere than in the configuration, and others are reached over HTTPS', () => {
  const refused = (given: object) => server.safeParse(given).error?.issues.map(({ message }) => message);
  expect(refused({ oidc: { ...OIDC, clientSecret: 'hunter2' } })).toEqual([expect.stringContaining('not the secret')]);
  expect(refused({ oidc: { ...OIDC, issuer: 'http://id.example.org' } })).toEqual([expect.stringContaining('https')]);
  expect(refused({ oidc: { ...OIDC, issuer: 'http://127.0.0.1:9000' } })).toBeUndefined();
  expect(refused({ publicUrl: 'http://ops.example.org' })).toEqual([expect.stringContaining('https URL')]);
  expect(refused({ publicUrl: 'https://ops.example.org/under/here' })).toEqual([expect.stringContaining('path')]);
  expect(refused({ oidc: { ...OIDC, roles: { claim: 'groups', values: { x: ['god'] } } } })).toHaveLength(1);
});

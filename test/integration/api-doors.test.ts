import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createOidcProvider } from '../../src/api/oidc/provider.ts';
import { alterPerson } from '../../src/engine/identity/people.ts';
import { hashOfPlan } from '../../src/model/plan-hash.ts';
import { listAudit } from '../../src/store/audit.ts';
import { findPerson } from '../../src/store/people.ts';
import { ADMIN, type Office, openOffice, type OfficeOptions, PASSWORD, startOffices } from './api/office.ts';
import { CLIENT, type MockProvider, startProvider } from './api/provider.ts';
import type { Databases } from './store/databases.ts';

let databases: Databases;
let office: Office;

beforeAll(async () => {
  databases = await startOffices();
});
afterAll(() => databases.stop());
afterEach(() => office.close());

async function open(options?: OfficeOptions): Promise<void> {
  office = await openOffice(await databases.fresh(), options);
}

function byNumber(a: number, b: number): number {
  return a - b;
}

const JSON_TYPE = { 'content-type': 'application/json' };

describe('on a machine where nobody is registered yet, its user', () => {
  beforeEach(() => open({ here: async () => ((await anybody()) ? undefined : ADMIN) }));

  async function anybody(): Promise<boolean> {
    return (await office.db.selectFrom('people').select('id').execute()).length > 0;
  }

  test('may do everything, without signing in, until somebody is registered', async () => {
    expect((await office.ask('/api/me')).body).toMatchObject({ id: 'root', roles: ['admin'] });
    await office.person('alice', ['admin']);
    expect(await office.ask('/api/me')).toMatchObject({ status: 401 });
  });

  test('is not acted for by a page whose name was made to point here (DNS rebinding)', async () => {
    for (const host of ['evil.example', 'evil.example:4600', 'localhost.evil.example', '127.0.0.1.evil.example:80']) {
      const answer = await office.ask('/api/executions', { headers: { host } });
      expect([host, answer.status]).toEqual([host, 421]);
    }
    expect((await office.ask('http://evil.example/api/me', { headers: { host: '127.0.0.1:4600' } })).status).toBe(421);
    for (const host of ['localhost:4600', '127.0.0.1:4600', '[::1]:4600', 'localhost']) {
      expect([host, (await office.ask('/api/me', { headers: { host } })).status]).toEqual([host, 200]);
    }
  });

  test('is not acted for by other pages in the browser (CSRF)', async () => {
    const body = JSON.stringify({ id: 'eve', name: 'Eve', roles: ['admin'], password: PASSWORD });
    const send = async (headers: Record<string, string>) =>
      (await office.raw('/api/people', { method: 'POST', body, headers })).status;
    expect(await send({ ...JSON_TYPE, origin: 'https://evil.example' })).toBe(403);
    expect(await send({ ...JSON_TYPE, origin: 'http://127.0.0.1:3000' })).toBe(403);
    expect(await send({ ...JSON_TYPE, origin: 'null' })).toBe(403);
    expect(await send({ ...JSON_TYPE, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await send({ ...JSON_TYPE, 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:4600' })).toBe(403);
    // What a form sends without the browser asking first.
    expect(await send({ 'content-type': 'text/plain' })).toBe(415);
    expect(await send({ 'content-type': 'application/x-www-form-urlencoded' })).toBe(415);
    const peek = await office.ask('/api/executions', { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(peek.status).toBe(403);
    const preflight = await office.raw('/api/people', {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example' },
    });
    expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(await anybody()).toBe(false);
    expect(await send({ ...JSON_TYPE, origin: 'http://127.0.0.1:4600', 'sec-fetch-site': 'same-origin' })).toBe(201);
  });

  test('is not acted for through a proxy, nor by who sends a token that is not good', async () => {
    expect((await office.ask('/api/me', { headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(401);
    expect((await office.ask('/api/me', { as: 'opsb_made-up' })).status).toBe(401);
    expect((await office.ask('/api/me', { headers: { authorization: 'Basic cm9vdDpyb290' } })).status).toBe(401);
  });
});

describe('signing in with a local account', () => {
  beforeEach(async () => {
    await open();
    await office.person('alice', ['admin'], 'alice@example.org');
  });

  const tried = (name: string, password: string) => office.ask('/api/sign-in', { send: { name, password } });

  test('sets a cookie that no script reads, and it is good until signing out', async () => {
    const { headers } = await tried('alice', PASSWORD);
    expect(headers.get('set-cookie')).toMatch(/^opsbook=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/);
    const cookie = await office.signIn('alice');
    expect((await office.ask('/api/me', { cookie })).body.id).toBe('alice');
    expect((await office.ask('/api/sign-out', { cookie, method: 'POST' })).status).toBe(200);
    expect((await office.ask('/api/me', { cookie })).status).toBe(401);
  });

  test('over HTTPS the cookie goes back over HTTPS alone', async () => {
    await office.close();
    await open({ publicUrl: new URL('https://ops.example.org') });
    await office.person('alice', ['admin']);
    const { headers } = await tried('alice', PASSWORD);
    expect(headers.get('set-cookie')).toMatch(/^__Host-opsbook=.*; HttpOnly; Secure; SameSite=Lax$/);
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    const cookie = await office.signIn('alice');
    const change = (origin: string) => office.ask('/api/sign-out', { method: 'POST', headers: { cookie, origin } });
    expect((await change('http://ops.example.org')).status).toBe(403);
    expect((await change('https://ops.example.org')).status).toBe(200);
  });

  test('a cookie that was made up, is over, or is sent by a program that says nothing of itself changes nothing', async () => {
    const cookie = await office.signIn('alice');
    const change = (headers: Record<string, string>) =>
      office.ask('/api/people', { send: { id: 'bob', name: 'Bob', roles: [] }, headers });
    expect((await office.ask('/api/me', { cookie: 'opsbook=made-up' })).status).toBe(401);
    expect((await office.ask('/api/me', { cookie: `${cookie}x` })).status).toBe(401);
    expect((await change({ cookie })).status).toBe(403);
    expect((await change({ cookie, origin: 'https://evil.example' })).status).toBe(403);
    expect((await change({ cookie, origin: 'http://127.0.0.1:4600' })).status).toBe(201);
    office.later(12 * 3_600_000);
    expect((await office.ask('/api/me', { cookie })).status).toBe(401);
  });

  test('says the same for who is not known, is disabled or has another password, and keeps names out of the log', async () => {
    await office.person('bob', ['viewer']);
    await alterPerson(office.desk, ADMIN, 'bob', { disabled: true });
    const answers = [await tried('alice', 'wrong'), await tried('bob', PASSWORD), await tried('my-password-oops', 'x')];
    expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, body: { detail: 'the name or the password is not right' } });
    const log = await listAudit(office.db, { limit: 50 });
    expect(log.filter(({ action }) => action === 'person.sign-in.refused').map(({ subject }) => subject)).toEqual([
      'person/unknown',
      'person/bob',
      'person/alice',
    ]);
    expect(JSON.stringify(log)).not.toContain('my-password-oops');
  });

  test('has to wait after five wrong passwords, also with the right one and however many try at once', async () => {
    const many = await Promise.all(Array.from({ length: 8 }, () => tried('alice', 'wrong')));
    expect(many.map(({ status }) => status).toSorted(byNumber)).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    const next = await tried('ALICE@example.org', PASSWORD);
    expect(next).toMatchObject({ status: 429, body: { title: 'Too many attempts' } });
    expect(Number(next.headers.get('retry-after'))).toBeGreaterThan(20);
    office.later(31_000);
    expect((await tried('alice', PASSWORD)).status).toBe(200);
  });

  test('a new password takes the current one, and signs everybody else out who was signed in with the old', async () => {
    const [cookie, other] = [await office.signIn('alice'), await office.signIn('alice')];
    const change = (current: string, password: string) =>
      office.ask('/api/me/password', { cookie, send: { current, password } });
    expect((await change('wrong', 'another good password')).status).toBe(403);
    expect(await change(PASSWORD, 'short')).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('12') },
    });
    expect((await change(PASSWORD, 'another good password')).status).toBe(200);
    expect((await office.ask('/api/me', { cookie: other })).status).toBe(401);
    await expect(office.signIn('alice')).rejects.toThrow(/401/);
    expect(await office.signIn('alice', 'another good password')).toContain('opsbook=');
  });

  test('the last admin stays one, so that somebody can let others in', async () => {
    const cookie = await office.signIn('alice');
    const change = (send: object) => office.ask('/api/people/alice', { cookie, send, method: 'PATCH' });
    expect(await change({ roles: ['viewer'] })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('last admin') },
    });
    expect((await change({ disabled: true })).status).toBe(400);
    expect((await office.ask('/api/me', { cookie })).body.roles).toEqual(['admin']);
  });
});

describe('whoever asks', () => {
  beforeEach(async () => {
    await open();
    await office.person('alice', ['admin']);
  });

  test('is refused what is too large, declared or not', async () => {
    const as = await office.token('ci', 'operator');
    const text = JSON.stringify({ runbook: 'x'.repeat(300 * 1024) });
    const headers = { ...JSON_TYPE, authorization: `Bearer ${as}` };
    const whole = await office.raw('/api/plans', { method: 'POST', body: text, headers });
    expect(whole.status).toBe(413);
    const body = new Blob([text]).stream();
    // As a program that streams has it; fetch wants to be told.
    const streamed = { method: 'POST', body, headers, duplex: 'half' };
    expect((await office.raw('/api/plans', streamed as RequestInit)).status).toBe(413);
  });

  test('is told what is wrong in a sentence, and never how Opsbook is made', async () => {
    const as = await office.token('ci', 'operator');
    const headers = { ...JSON_TYPE, authorization: `Bearer ${as}` };
    const bad = await office.raw('/api/plans', { method: 'POST', body: '{"runbook":', headers });
    expect([bad.status, bad.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    const odd = await office.ask('/api/plans', { as, send: { runbook: 'a', surprise: 1 } });
    expect(odd).toMatchObject({ status: 400, body: { detail: expect.stringContaining('surprise') } });
    expect((await office.ask('/api/nothing', { as })).body).toMatchObject({ status: 404, title: 'Not found' });
    await office.db.schema.dropTable('opsbook.locks').cascade().execute();
    const broken = await office.ask('/api/locks', { as });
    expect(broken.status).toBe(500);
    expect(JSON.stringify(broken.body)).not.toMatch(/relation|select|\.ts|\bat /);
    expect(broken.body.detail).toMatch(/^an error of Opsbook itself, number [0-9a-f]{8} in the server's log$/);
    expect(office.reported).toHaveLength(1);
  });

  test('gets answers that no browser keeps, sniffs, frames or runs', async () => {
    const { headers } = await office.ask('/api/me', { as: await office.token('ci', 'viewer') });
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  test('EN14: sees no secret of a plan, a request or the audit log', async () => {
    const as = await office.token('ci', 'operator');
    const { body } = await office.ask('/api/executions', { as, send: { runbook: 'scaling/service' } });
    const row = await office.db.selectFrom('plans').selectAll().executeTakeFirstOrThrow();
    const { hash: _old, ...rest } = row.document as Record<string, unknown>;
    const open = { ...rest, parameters: { ...(rest['parameters'] as object), masterUserPassword: 'hunter2hunter2' } };
    const document = { ...open, hash: hashOfPlan(open as never) };
    await office.db
      .updateTable('plans')
      .set({ document: JSON.stringify(document) })
      .execute();
    const shown = await office.ask(`/api/executions/${body.id}`, { as });
    expect(shown.status).toBe(200);
    expect(JSON.stringify(shown.body)).toContain('masterUserPassword');
    expect(JSON.stringify(shown.body)).not.toContain('hunter2');
  });
});

describe('the OpenAPI document', () => {
  test('lists every route there is, who may ask it, and answers are what it says', async () => {
    await open({ oidc: createOidcProvider({ issuer: 'http://127.0.0.1:1', ...CLIENT, scopes: [], roles: null }) });
    await office.person('alice', ['admin']);
    const cookie = await office.signIn('alice');
    const { body: document } = await office.ask('/api/openapi.json', { cookie });
    const { body: plan } = await office.ask('/api/plans', { cookie, send: { runbook: 'scaling/service' } });
    const { body: execution } = await office.ask('/api/executions', { cookie, send: { planId: plan.id } });
    await office.token('ci', 'operator', { scopes: ['environment:production'] });
    const wish = { title: 'Sign-in is down', note: 'looked', labels: { service: 'web' } };
    const { body: incident } = await office.ask('/api/incidents', { cookie, send: wish });
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(document, 'document');
    const checked: string[] = [];
    for (const { path, method, security, responses } of operationsOf(document)) {
      // A hook is proven by its own secret.
      const isOpen = /^\/api\/sign-|^\/api\/health$|^\/hooks\//.test(path);
      expect([path, method, security !== undefined]).toEqual([path, method, !isOpen || path === '/api/sign-out']);
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '401', '403', '404', '409', '429']));
      const id = path.includes('plans') ? plan.id : path.includes('oncall') ? 'platform' : execution.id;
      const real = path.replace('{id}', id).replace('{number}', incident.number);
      // Without anybody: nothing is open that is not meant to be.
      const { status } = await office.ask(real, { method: method.toUpperCase() });
      expect([real, isOpen || status]).toEqual([real, isOpen || 401]);
      if (method !== 'get' || !isJson(responses) || path.startsWith('/hooks/')) continue;
      const answer = await office.ask(real, { cookie });
      const validate = ajv.getSchema(schemaOf(path));
      expect([path, answer.status, validate?.(answer.body), validate?.errors]).toEqual([path, 200, true, null]);
      checked.push(path);
    }
    expect(checked).toHaveLength(22);
    const described = operationsOf(document).map(({ method, path }) => `${method} ${path}`);
    expect(routesInSource()).toEqual(described.toSorted());
  });
});

interface Operation {
  readonly path: string;
  readonly method: string;
  readonly security?: unknown;
  readonly responses: object;
}

function operationsOf(document: {
  paths: Record<string, Record<string, Omit<Operation, 'path' | 'method'>>>;
}): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  );
}

/** Streams, calendars, redirects are described in words. */
function isJson(responses: object): boolean {
  return JSON.stringify(Reflect.get(responses, '200') ?? '').includes('application/json');
}

/** Where the document says what is answered when it goes well. */
function schemaOf(path: string): string {
  const escaped = path.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
  return `document#/paths/${escaped}/get/responses/200/content/application~1json/schema`;
}

/** What the router answers to, by itself. */
function routesInSource(): string[] {
  return office.routes
    .filter(
      ({ path, method }) => /^\/(api|hooks|metrics)\b/.test(path) && method !== 'ALL' && path !== '/api/openapi.json',
    )
    .map(({ path, method }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`)
    .filter((route, index, all) => all.indexOf(route) === index)
    .toSorted();
}

describe('signing in by OpenID Connect', () => {
  let provider: MockProvider;

  beforeEach(async () => {
    provider = await startProvider();
    provider.claims = {
      sub: 's-1',
      preferred_username: 'Alice',
      name: 'Alice',
      email: 'alice@example.org',
      email_verified: true,
      groups: ['ops'],
    };
    await open({ oidc: createOidcProvider(settings()) });
  });
  afterEach(() => provider.close());

  function settings() {
    const roles = { claim: 'groups', values: { ops: ['operator', 'approver'], boss: ['admin'] } } as const;
    return { issuer: provider.issuer, ...CLIENT, scopes: ['profile', 'email'], roles };
  }

  async function begun() {
    const { status, headers } = await office.ask('/api/sign-in/oidc');
    if (status !== 302) throw new Error(`answered with ${status}`);
    const url = new URL(headers.get('location') ?? '');
    return {
      url,
      setCookie: headers.get('set-cookie') ?? '',
      cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? '',
    };
  }

  async function back(url: URL, cookie: string) {
    return office.ask(url.pathname + url.search, { headers: { cookie, 'sec-fetch-site': 'cross-site' } });
  }

  async function signedIn() {
    const { url, cookie } = await begun();
    return back(provider.consent(url), cookie);
  }

  const sessionOf = (headers: Headers) => /(?:^|, )(opsbook=[\w-]+)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? '';

  test('who comes back from the provider is who it says, with the roles that the claim gives', async () => {
    const { url, setCookie } = await begun();
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: 'opsbook',
      response_type: 'code',
      scope: 'openid profile email',
      code_challenge_method: 'S256',
      redirect_uri: 'http://127.0.0.1:4600/api/sign-in/oidc/callback',
    });
    expect(setCookie).toMatch(/Path=\/api\/sign-in\/oidc; HttpOnly; SameSite=Lax$/);
    const answer = await signedIn();
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/']);
    const me = await office.ask('/api/me', { cookie: sessionOf(answer.headers) });
    expect(me.body).toEqual({ id: 'alice', name: 'Alice', roles: ['operator', 'approver'], scopes: [] });
    provider.claims = { ...provider.claims, groups: ['boss'] };
    await signedIn();
    expect((await findPerson(office.db, 'alice'))?.roles).toEqual(['admin']);
  });

  test('EN01: who has a local account with the address is that person, and no second one', async () => {
    await office.person('al', ['admin'], 'ALICE@example.org');
    const answer = await signedIn();
    // The last admin stays one, whatever the claims say.
    const roles = ['operator', 'approver', 'admin'];
    expect((await office.ask('/api/me', { cookie: sessionOf(answer.headers) })).body).toMatchObject({
      id: 'al',
      roles,
    });
    const again = await signedIn();
    expect((await office.ask('/api/me', { cookie: sessionOf(again.headers) })).body.id).toBe('al');
    expect(await findPerson(office.db, 'alice')).toBeUndefined();
  });

  test('an address that the provider did not verify opens nobody’s account', async () => {
    await office.person('alice', ['admin'], 'alice@example.org');
    provider.claims = { ...provider.claims, email_verified: false };
    const answer = await signedIn();
    expect(answer).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('nothing shows that it is you') },
    });
    expect(sessionOf(answer.headers)).toBe('');
  });

  test('who has no role, or is disabled here, does not come in', async () => {
    provider.claims = { ...provider.claims, groups: ['sales', 'constructor'] };
    expect((await signedIn()).status).toBe(403);
    expect(await findPerson(office.db, 'alice')).toBeUndefined();
    provider.claims = { ...provider.claims, groups: ['ops'] };
    await signedIn();
    await office.person('root', ['admin']);
    await alterPerson(office.desk, ADMIN, 'alice', { disabled: true });
    expect((await signedIn()).status).toBe(403);
  });

  test.each(['signature', 'issuer', 'audience', 'nonce', 'expired'] as const)(
    'a token of which the %s is wrong signs nobody in',
    async (fault) => {
      provider.fault = fault;
      const answer = await signedIn();
      expect([answer.status, sessionOf(answer.headers)]).toEqual([401, '']);
      expect(answer.body.detail).toBe('the identity provider did not say who you are: sign in again');
      expect(await office.db.selectFrom('people').selectAll().execute()).toEqual([]);
      provider.fault = 'none';
      expect((await signedIn()).status).toBe(302);
    },
  );

  test('nobody is signed in by an answer that another browser asked for, that comes twice, or was made up', async () => {
    const [mine, other] = [await begun(), await begun()];
    const answer = provider.consent(mine.url);
    expect((await back(answer, '')).status).toBe(401);
    expect((await back(answer, other.cookie)).status).toBe(401);
    expect((await back(answer, mine.cookie)).status).toBe(302);
    expect((await back(answer, mine.cookie)).status).toBe(401);
    const forged = new URL(answer);
    forged.searchParams.set('code', 'guessed');
    expect((await back(forged, mine.cookie)).status).toBe(401);
    forged.search = `?error=access_denied&state=${mine.url.searchParams.get('state')}`;
    expect((await back(forged, mine.cookie)).status).toBe(401);
  });

  test('a provider that does not answer is said so, and asked again later', async () => {
    provider.fault = 'down';
    expect((await office.ask('/api/sign-in/oidc')).status).toBe(503);
    provider.fault = 'none';
    expect((await signedIn()).status).toBe(302);
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { vote } from '../../src/engine/desk/vote.ts';
import { alterPerson } from '../../src/engine/identity/people.ts';
import { listAudit, verifyAudit } from '../../src/store/audit.ts';
import { requestApproval } from '../../src/store/approvals.ts';
import { ADMIN, type Office, openOffice, type OfficeOptions, PASSWORD, startOffices } from './api/office.ts';
import type { Databases } from './store/databases.ts';

const HOUR_MS = 3_600_000;

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

/** Asks for an execution; it waits for an approval, which is open before this returns. */
async function requested(by: string): Promise<{ id: string; planHash: string }> {
  const { body } = await office.ask('/api/executions', { as: by, send: { runbook: 'scaling/service' } });
  await asked(body);
  return body;
}

/** The question that a worker would ask. */
async function asked({ id, planHash }: { id: string; planHash: string }, quorum = 1): Promise<void> {
  const at = office.desk.now();
  const { body } = await office.ask(`/api/executions/${id}`, { as: await office.token(`look-${id}`, 'viewer') });
  await requestApproval(office.db, {
    executionId: id,
    stepKey: null,
    planHash,
    quorum,
    excluded: [body.execution.requestedBy],
    requestedAt: at,
    expiresAt: new Date(at.getTime() + 24 * HOUR_MS),
    expiryOutcome: 'cancel',
  });
}

async function audited(action: string): Promise<string[]> {
  const entries = await listAudit(office.db, { limit: 200 });
  return entries.flatMap((entry) => (entry.action === action ? `${entry.actor} ${JSON.stringify(entry.details)}` : []));
}

function byNumber(a: number, b: number): number {
  return a - b;
}

describe('four eyes', () => {
  beforeEach(async () => {
    await open();
    await office.person('root', ['admin']);
    await office.person('alice', ['operator', 'approver'], 'alice@example.org');
    await office.person('bob', ['approver']);
  });

  test('EN01: who asked for an execution cannot agree to it, by whatever way they come', async () => {
    const token = await office.token('alice-laptop', 'operator', { person: 'alice' });
    const { id, planHash } = await requested(token);
    const send = { planHash };
    const cookies = [await office.signIn('alice'), await office.signIn('ALICE@example.org')];
    for (const cookie of cookies) {
      expect(await office.ask(`/api/executions/${id}/approve`, { cookie, send })).toMatchObject({
        status: 403,
        body: { detail: `alice asked for ${id}, by this or another login, and somebody else has to agree to it` },
      });
    }
    const other = await office.token('alice-phone', 'approver', { person: 'alice' });
    expect((await office.ask(`/api/executions/${id}/approve`, { as: other, send })).status).toBe(403);
    // By the command line, where the database is at hand.
    const alice = { id: 'alice', name: 'alice', roles: ['approver'] as const, via: 'cli' };
    await expect(vote(office.desk, alice, { executionId: id, decision: 'approve', reason: null })).rejects.toThrow(
      /somebody else has to agree/,
    );
    expect(await audited('execution.approve')).toHaveLength(4);
    const bob = await office.signIn('bob');
    expect((await office.ask(`/api/executions/${id}/approve`, { cookie: bob, send })).body).toMatchObject({
      outcome: 'approved',
    });
  });

  test('EN01: a machine is one with who made its token, whichever of them asks and whichever agrees', async () => {
    await office.person('carol', ['admin']);
    const carol = { id: 'carol', name: 'carol', roles: ['admin'] as const, via: 'cli' };
    const asking = await office.token('deploy', 'operator', { by: carol });
    const agreeing = await office.token('robot', 'approver', { by: carol });
    const { id, planHash } = await requested(asking);
    const send = { planHash };
    expect((await office.ask(`/api/executions/${id}/approve`, { as: agreeing, send })).status).toBe(403);
    expect(
      (await office.ask(`/api/executions/${id}/approve`, { cookie: await office.signIn('carol'), send })).status,
    ).toBe(403);
    // A token that carol made for bob has passed through her hands.
    const lent = await office.token('bobs', 'approver', { person: 'bob', by: carol });
    expect((await office.ask(`/api/executions/${id}/approve`, { as: lent, send })).status).toBe(403);
    const cookie = await office.signIn('bob');
    expect((await office.ask(`/api/executions/${id}/approve`, { cookie, send })).status).toBe(200);
  });

  test('a machine agrees to nothing, unless its token was made for that', async () => {
    const { id, planHash } = await requested(await office.token('a', 'operator', { person: 'alice' }));
    const operator = await office.token('ci', 'operator');
    expect((await office.ask(`/api/executions/${id}/approve`, { as: operator, send: { planHash } })).body.detail).toBe(
      'token:ci may not approve an execution: that takes the role approver, token:ci has operator',
    );
    expect(await audited('execution.approve')).toEqual(['token:ci {"via":"api","why":"not-allowed","counted":false}']);
    const approver = await office.token('policy-robot', 'approver');
    expect((await office.ask(`/api/executions/${id}/approve`, { as: approver, send: { planHash } })).status).toBe(200);
  });

  test('EN02: a click after the time is refused, and says that it is too late', async () => {
    const { id, planHash } = await requested(await office.token('a', 'operator', { person: 'alice' }));
    office.later(24 * HOUR_MS);
    const cookie = await office.signIn('bob');
    const late = await office.ask(`/api/executions/${id}/approve`, { cookie, send: { planHash } });
    expect(late).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/^too late: the approval of .* expired at 20/) },
    });
    expect(await audited('execution.approve')).toEqual([expect.stringContaining('"why":"expired"')]);
  });

  test('EN03: a yes to another plan than the one that would be executed does not count', async () => {
    const { id } = await requested(await office.token('a', 'operator', { person: 'alice' }));
    const cookie = await office.signIn('bob');
    const old = await office.ask(`/api/executions/${id}/approve`, { cookie, send: { planHash: 'sha256:other' } });
    expect(old).toMatchObject({ status: 409, body: { detail: expect.stringContaining('is not the one you saw') } });
    expect((await office.ask(`/api/executions/${id}/approve`, { cookie, send: {} })).status).toBe(400);
  });

  test('EN04: of two approvers at the same instant one decides where one is enough; twice by one is once', async () => {
    await office.person('dave', ['approver']);
    const [bob, dave] = [await office.signIn('bob'), await office.signIn('dave')];
    const one = await requested(await office.token('a', 'operator', { person: 'alice' }));
    const clicks = [bob, dave, bob].map((cookie) =>
      office.ask(`/api/executions/${one.id}/approve`, { cookie, send: { planHash: one.planHash } }),
    );
    expect((await Promise.all(clicks)).map(({ status }) => status).toSorted(byNumber)).toEqual([200, 409, 409]);
  });

  test('EN04: where two are wanted, two at the same instant are two, and two clicks of one are one', async () => {
    await office.person('dave', ['approver']);
    const [bob, dave] = [await office.signIn('bob'), await office.signIn('dave')];
    const token = await office.token('a', 'operator', { person: 'alice' });
    const { body: two } = await office.ask('/api/executions', { as: token, send: { runbook: 'scaling/service' } });
    await asked(two, 2);
    const click = (cookie: string) =>
      office.ask(`/api/executions/${two.id}/approve`, { cookie, send: { planHash: two.planHash } });
    expect((await Promise.all([click(bob), click(bob)])).map(({ status }) => status).toSorted(byNumber)).toEqual([
      200, 409,
    ]);
    expect((await office.ask('/api/approvals', { cookie: bob })).body.approvals).toMatchObject([
      { quorum: 2, excluded: ['alice'], votes: [{ person: 'bob', decision: 'approve', via: 'api' }] },
    ]);
    expect((await click(dave)).body).toEqual({ approvals: 2, quorum: 2, outcome: 'approved' });
  });
});

describe('an execution by HTTP', () => {
  test('EN05: waits for others when who agreed has lost the role before it runs, and goes on with one who has it', async () => {
    await open();
    await office.person('root', ['admin']);
    await office.person('alice', ['operator']);
    await office.person('bob', ['approver']);
    await office.person('carol', ['approver']);
    const [alice, bob, carol] = [
      await office.signIn('alice'),
      await office.signIn('bob'),
      await office.signIn('carol'),
    ];
    const { body } = await office.ask('/api/executions', { cookie: alice, send: { runbook: 'scaling/service' } });
    await asked(body);
    const click = (cookie: string) =>
      office.ask(`/api/executions/${body.id}/approve`, { cookie, send: { planHash: body.planHash } });
    expect((await click(bob)).body).toMatchObject({ outcome: 'approved' });
    await alterPerson(office.desk, ADMIN, 'bob', { roles: ['viewer'] });
    await office.work();
    await office.until('pending-approval', body.id);
    expect((await click(bob)).status).toBe(403);
    expect((await click(carol)).body).toMatchObject({ outcome: 'approved' });
    await office.until('succeeded', body.id);
    const shown = (await office.ask(`/api/executions/${body.id}`, { cookie: alice })).body;
    expect(shown.steps.map(({ status }: { status: string }) => status)).toEqual([
      'succeeded',
      'succeeded',
      'succeeded',
    ]);
    expect(shown.audit.map(({ actor, action }: Record<string, string>) => `${actor} ${action}`)).toEqual(
      expect.arrayContaining(['alice execution.request', 'bob execution.approve', 'carol execution.approve']),
    );
    const events = await (await office.raw(`/api/executions/${body.id}/events`, { headers: { cookie: alice } })).text();
    expect(events).toContain('event: step\n');
    expect(events).toMatch(/event: end\ndata: \{"status":"succeeded"\}\n\n$/);
    expect(await verifyAudit(office.db)).toMatchObject({ state: 'whole' });
    expect(office.reported).toEqual([]);
  });

  test('is planned, kept, asked for by the plan, followed, cancelled and listed by pages', async () => {
    await open();
    await office.person('root', ['admin']);
    const cookie = await office.signIn('root');
    const made = await office.ask('/api/plans', { cookie, send: { runbook: 'scaling/service' } });
    expect(made).toMatchObject({ status: 201, body: { plan: { runbook: 'scaling/service' } } });
    for (let count = 0; count < 3; count += 1) {
      const answer = await office.ask('/api/executions', { cookie, send: { planId: made.body.id, reason: 'load' } });
      expect(answer).toMatchObject({ status: 201, body: { planHash: made.body.plan.hash } });
    }
    const first = (await office.ask('/api/executions?limit=2', { cookie })).body;
    const second = (await office.ask(`/api/executions?limit=2&cursor=${first.next}`, { cookie })).body;
    expect([first.executions.length, second.executions.length, second.next]).toEqual([2, 1, null]);
    expect(new Set([...first.executions, ...second.executions].map(({ id }) => id)).size).toBe(3);
    const [{ id }] = second.executions;
    expect(await office.ask(`/api/executions/${id}/resume`, { cookie, send: {} })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('only one that waits or has failed can be resumed') },
    });
    expect((await office.ask(`/api/executions/${id}/cancel`, { cookie, send: { reason: 'no' } })).status).toBe(202);
    await office.work();
    await office.until('cancelled', id);
    expect((await office.ask(`/api/executions?status=cancelled`, { cookie })).body.executions).toHaveLength(1);
    expect((await office.ask('/api/executions/nope', { cookie })).status).toBe(404);
    expect((await office.ask('/api/executions?cursor=nonsense', { cookie })).status).toBe(400);
  });
});

describe('roles and tokens', () => {
  beforeEach(async () => {
    await open();
    await office.person('root', ['admin']);
  });

  test.each([
    ['viewer', [200, 403, 403, 403, 403, 403]],
    ['operator', [200, 201, 201, 200, 403, 403]],
    ['approver', [200, 403, 403, 403, 403, 403]],
    ['admin', [200, 201, 201, 200, 201, 201]],
  ] as const)('a token of the role %s opens what the role opens, and nothing else', async (role, expected) => {
    const as = await office.token(`t-${role}`, role);
    const answers = [
      await office.ask('/api/executions', { as }),
      await office.ask('/api/plans', { as, send: { runbook: 'scaling/service' } }),
      await office.ask('/api/executions', { as, send: { runbook: 'scaling/service' } }),
      await office.ask('/api/audit/verify', { as }),
      await office.ask('/api/people', { as, send: { id: 'eve', name: 'Eve', roles: ['admin'] } }),
      await office.ask('/api/tokens', { as, send: { name: 'more', machine: true, role: 'viewer' } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(expected);
  });

  test('a stolen token opens nothing from the moment it is revoked, also where it is followed with already', async () => {
    const cookie = await office.signIn('root');
    const made = (await office.ask('/api/tokens', { cookie, send: { name: 'laptop', role: 'operator' } })).body;
    const as = made.secret;
    expect(as).toMatch(/^opsb_[\w-]{43}$/);
    expect((await office.ask('/api/me', { as })).body).toMatchObject({ id: 'root', roles: ['viewer', 'operator'] });
    const { body } = await office.ask('/api/executions', { as, send: { runbook: 'scaling/service' } });
    const stream = await office.raw(`/api/executions/${body.id}/events`, {
      headers: { authorization: `Bearer ${as}` },
    });
    expect((await office.ask(`/api/tokens/${made.id}`, { cookie, method: 'DELETE' })).status).toBe(200);
    expect(await office.ask('/api/me', { as })).toMatchObject({ status: 401, headers: expect.any(Headers) });
    // The stream ends, though the execution does not.
    expect(await stream.text()).not.toContain('event: end');
    expect((await office.ask('/api/tokens', { cookie })).body.tokens).toMatchObject([
      { revokedAt: expect.any(String) },
    ]);
    expect(await audited('token.revoke')).toHaveLength(1);
  });

  test('a token ends when its time is over, and with the person whose it is', async () => {
    await office.person('alice', ['operator']);
    const cookie = await office.signIn('alice');
    const expiresAt = new Date(Date.now() + HOUR_MS).toISOString();
    const { secret } = (await office.ask('/api/tokens', { cookie, send: { name: 'short', role: 'viewer', expiresAt } }))
      .body;
    const lasting = await office.token('lasting', 'operator', { person: 'alice' });
    expect((await office.ask('/api/me', { as: secret })).status).toBe(200);
    office.later(HOUR_MS);
    expect((await office.ask('/api/me', { as: secret })).status).toBe(401);
    expect((await office.ask('/api/me', { as: lasting })).status).toBe(200);
    await alterPerson(office.desk, ADMIN, 'alice', { disabled: true });
    expect((await office.ask('/api/me', { as: lasting })).status).toBe(401);
    expect((await office.ask('/api/me', { cookie })).status).toBe(401);
  });

  test('a token of a person makes no other, changes no password, and has no role that the person has lost', async () => {
    await office.person('alice', ['operator']);
    const as = await office.token('laptop', 'operator', { person: 'alice' });
    expect(await office.ask('/api/tokens', { as, send: { name: 'x', role: 'operator' } })).toMatchObject({
      status: 403,
      body: { detail: 'a token of alice may not make a token of your own: sign in with the account itself' },
    });
    const send = { current: PASSWORD, password: 'another good password' };
    expect((await office.ask('/api/me/password', { as, send })).status).toBe(403);
    await alterPerson(office.desk, ADMIN, 'alice', { roles: ['viewer'] });
    expect((await office.ask('/api/me', { as })).body.roles).toEqual(['viewer']);
  });

  test('a token for some runbooks and environments is good for those alone', async () => {
    const send = { runbook: 'scaling/service' };
    const status = async (scopes: string[]) => {
      const as = await office.token(`s-${scopes.join('.').replaceAll(/\W/g, '-')}`, 'operator', { scopes });
      return (await office.ask('/api/executions', { as, send })).status;
    };
    expect(await status(['runbook:scaling/*'])).toBe(201);
    expect(await status(['runbook:scaling/service', 'environment:production'])).toBe(201);
    expect(await status(['runbook:deployment/*'])).toBe(403);
    expect(await status(['environment:staging'])).toBe(403);
    await expect(status(['everything'])).rejects.toThrow(/unknown scope: everything/);
  });

  test('only hashes are kept: who reads the database can come in with nothing of it', async () => {
    const as = await office.token('ci', 'viewer');
    const cookie = await office.signIn('root');
    const rows = JSON.stringify([
      await office.db.selectFrom('tokens').selectAll().execute(),
      await office.db.selectFrom('sessions').selectAll().execute(),
      await office.db.selectFrom('people').selectAll().execute(),
      await office.db.selectFrom('audit').selectAll().execute(),
    ]);
    for (const secret of [as, cookie.split('=')[1] ?? '', PASSWORD]) expect(rows).not.toContain(secret);
    expect(rows).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    const { hash } = await office.db.selectFrom('tokens').select('hash').executeTakeFirstOrThrow();
    expect((await office.ask('/api/me', { as: hash })).status).toBe(401);
  });
});

import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest';
import type { ExecutionStatus } from '../../src/model/execution.ts';
import {
  castVote,
  closeApproval,
  findApproval,
  listOpenApprovals,
  requestApproval,
} from '../../src/store/approvals.ts';
import { appendAudit, listAudit, verifyAudit } from '../../src/store/audit.ts';
import { type Database, inTransaction, openDatabase } from '../../src/store/database.ts';
import { listLastDrills, recordDrill } from '../../src/store/drills.ts';
import { findExecution, insertExecution, listExecutions, moveExecution } from '../../src/store/executions.ts';
import { findFinding, findFindings, listFindings, recordFindings } from '../../src/store/findings.ts';
import { acquireLocks, listLocks, releaseLocks } from '../../src/store/locks.ts';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/registry.ts';
import { changePerson, findPersonByEmail, insertPerson, listPeople } from '../../src/store/people.ts';
import { findPlan, keepPlan } from '../../src/store/plans.ts';
import { deleteOldSignIns, endSignIns, findSignedIn, insertSignIn } from '../../src/store/sessions.ts';
import { beginStep, changeStep, findStep, listSteps, planSteps } from '../../src/store/steps.ts';
import { listSuppressions, liftSuppression, suppress } from '../../src/store/suppressions.ts';
import { insertToken, listTokens, revokeToken, useToken } from '../../src/store/tokens.ts';
import { ask, type Databases, startDatabases } from './store/databases.ts';
import { dumpSchema } from './store/dump-schema.ts';

const NOW = new Date('2026-11-27T09:00:00.123Z');
const LATER = new Date('2026-11-27T10:00:00Z');

let databases: Databases;
let url: string;
let db: Database;

beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

beforeEach(async () => {
  url = await databases.fresh();
  db = await openDatabase(url);
});
afterEach(() => db.destroy());

describe('the schema', () => {
  test('is what schema.sql says', async () => {
    await expect(await dumpSchema(url)).toMatchFileSnapshot('../../src/store/schema.sql');
  });

  test('is brought up once by two processes that start together', async () => {
    const empty = await databases.fresh();
    const applied = await Promise.all([migrateElsewhere(empty), migrateElsewhere(empty), migrate(empty)]);
    expect(applied.flat()).toEqual(MIGRATIONS.map(({ name }) => name));
  });

  test('of a newer version is used by an older one beside it, as long as it only grew', async () => {
    const grown = { version: 9001, name: 'grow', sql: 'alter table opsbook.plans add column x text', oldestUser: 1 };
    expect(await migrate(url, [...MIGRATIONS, grown])).toEqual(['grow']);
    expect(await migrate(url)).toEqual([]);
    await keepPlan(db, plan('p1'));
    expect(await findPlan(db, 'p1')).toMatchObject({ id: 'p1' });
  });

  test('that an older version cannot work with is refused by it, and says what to do', async () => {
    const shrunk = { version: 9001, name: 'shrink', sql: 'drop table opsbook.drills cascade', oldestUser: 9001 };
    await migrate(url, [...MIGRATIONS, shrunk]);
    await expect(openDatabase(url)).rejects.toThrow(/schema 9001 by a newer Opsbook, and this one knows \d+: update/);
  });

  test('is not left half changed by a migration that fails', async () => {
    const bad = { version: 9001, name: 'bad', sql: 'create table opsbook.half (x int); select 1 / 0', oldestUser: 1 };
    await expect(migrate(url, [...MIGRATIONS, bad])).rejects.toThrow(/schema 9001 \(bad\): division by zero/);
    expect(await ask(url, "select to_regclass('opsbook.half') as half")).toEqual([{ half: null }]);
  });
});

test('a database that nobody serves is said to be so, without its password', async () => {
  const failure = openDatabase('postgresql://me:secret@127.0.0.1:1/mine');
  await expect(failure).rejects.toThrow(
    /^The database at 127\.0\.0\.1:1\/mine does not let us in: connect ECONNREFUSED/,
  );
});

describe('plans and executions', () => {
  test('come back as they were kept, with what PostgreSQL would refuse in text replaced', async () => {
    await keepPlan(db, { ...plan('p1'), document: { deep: { camelCase: [1, 'a\u0000b', '\uD800'] } } });
    expect((await findPlan(db, 'p1'))?.document).toEqual({ deep: { camelCase: [1, 'a\uFFFDb', '\uFFFD'] } });
  });

  test('are listed by pages, the newest first, none twice', async () => {
    await keepPlan(db, plan('p1'));
    for (const id of ['e1', 'e2', 'e3']) expect(await insertExecution(db, execution(id))).toBe(true);
    expect(await insertExecution(db, execution('e1'))).toBe(false);
    const first = await listExecutions(db, { limit: 2 });
    const last = first.at(-1);
    const second = await listExecutions(db, { limit: 2, ...(last && { before: last }) });
    expect([...first, ...second].map(({ id }) => id)).toEqual(['e3', 'e2', 'e1']);
    expect(await listExecutions(db, { limit: 9, statuses: ['running'] })).toEqual([]);
  });

  test('go only where they may go, and of two that move one at once one wins', async () => {
    await keepPlan(db, plan('p1'));
    await insertExecution(db, execution('e1'));
    const move = (to: ExecutionStatus) => moveExecution(db, 'e1', to, { at: LATER });
    expect(await move('succeeded')).toBe(false);
    expect(await move('running')).toBe(true);
    expect((await Promise.all([move('succeeded'), move('cancelled')])).filter(Boolean)).toHaveLength(1);
    expect(await move('running')).toBe(false);
    expect(await findExecution(db, 'e1')).toMatchObject({ startedAt: LATER, finishedAt: LATER });
  });
});

describe('steps', () => {
  beforeEach(async () => {
    await keepPlan(db, plan('p1'));
    await insertExecution(db, execution('e1'));
  });

  test('keep when they first began, and count their attempts', async () => {
    await planSteps(db, [step('a', 0), step('b', 1)]);
    await planSteps(db, [step('a', 0), step('b', 1)]);
    await beginStep(db, step('a', 0), { at: NOW, actor: 'anna' });
    await changeStep(db, step('a', 0), { status: 'failed', error: 'throttled', finishedAt: NOW });
    const again = await beginStep(db, step('a', 0), { at: LATER, actor: 'ben' });
    expect(again).toMatchObject({ attempts: 2, startedAt: NOW, finishedAt: null, error: null, actor: 'ben' });
    await changeStep(db, step('a', 0), { response: { Arn: 'x', nested: [{ Key: 'v' }] }, awsRequestId: 'r-1' });
    expect(await findStep(db, step('a', 0))).toMatchObject({
      status: 'running',
      response: { Arn: 'x', nested: [{ Key: 'v' }] },
      awsRequestId: 'r-1',
    });
    expect((await listSteps(db, 'e1')).map(({ key, status }) => `${key} ${status}`)).toEqual([
      'a running',
      'b pending',
    ]);
  });

  test('have one record a direction', async () => {
    await beginStep(db, step('a', 0), { at: NOW, actor: 'anna' });
    await beginStep(db, { ...step('a', 0), direction: 'undo' }, { at: NOW, actor: 'anna' });
    expect((await listSteps(db, 'e1')).map(({ direction, attempts }) => [direction, attempts])).toEqual([
      ['do', 1],
      ['undo', 1],
    ]);
  });
});

describe('approvals', () => {
  const question = {
    executionId: 'e1',
    stepKey: null,
    planHash: 'sha256:1',
    requestedAt: NOW,
    expiresAt: LATER,
    expiryOutcome: 'the execution is cancelled',
    quorum: 2,
    excluded: ['requester'],
  };
  const vote = (person: string, changes: object = {}) =>
    castVote(db, {
      executionId: 'e1',
      stepKey: null,
      planHash: 'sha256:1',
      person,
      decision: 'approve',
      reason: null,
      via: 'api',
      at: NOW,
      ...changes,
    });

  beforeEach(async () => {
    await keepPlan(db, plan('p1'));
    await insertExecution(db, execution('e1'));
    await requestApproval(db, question);
  });

  test('count two people who click at the same millisecond once each, and one of them decides', async () => {
    const voted = await Promise.all([vote('anna'), vote('ben')]);
    expect(voted.map((one) => one.state)).toEqual(['counted', 'counted']);
    expect(new Set(voted.map((one) => one.state === 'counted' && one.outcome))).toEqual(new Set(['approved', null]));
    expect(await findApproval(db, 'e1', null)).toMatchObject({ outcome: 'approved', votes: [{}, {}] });
  });

  test('count one person who clicks ten times at once as one', async () => {
    const voted = await Promise.all(Array.from({ length: 10 }, () => vote('anna')));
    expect(voted.filter((one) => one.state === 'counted')).toHaveLength(1);
    expect(await findApproval(db, 'e1', null)).toMatchObject({ outcome: null, votes: [{ person: 'anna' }] });
  });

  test('refuse who asked, another plan, who comes late, and whoever comes after', async () => {
    expect(await vote('requester')).toEqual({ state: 'refused', why: 'excluded' });
    expect(await vote('anna', { planHash: 'sha256:2' })).toEqual({ state: 'refused', why: 'other-plan' });
    expect(await vote('anna', { at: LATER })).toEqual({ state: 'refused', why: 'expired' });
    expect(await vote('anna', { stepKey: 'shift' })).toEqual({ state: 'refused', why: 'not-asked' });
    expect(await vote('anna', { decision: 'reject' })).toMatchObject({ state: 'counted', outcome: 'rejected' });
    expect(await vote('ben')).toEqual({ state: 'refused', why: 'closed' });
  });

  test('are asked once, and asked anew after they were closed', async () => {
    const [again, other] = await Promise.all([requestApproval(db, question), requestApproval(db, question)]);
    expect(again.id).toBe(other.id);
    await requestApproval(db, { ...question, stepKey: 'shift' });
    expect(await listOpenApprovals(db)).toHaveLength(2);
    expect(await closeApproval(db, again.id, 'void', NOW)).toBe(true);
    expect(await closeApproval(db, again.id, 'expired', NOW)).toBe(false);
    const anew = await requestApproval(db, { ...question, planHash: 'sha256:2' });
    expect(anew).toMatchObject({ outcome: null, planHash: 'sha256:2' });
  });
});

describe('locks', () => {
  const claim = (executionId: string, ...resources: string[]) =>
    acquireLocks(db, { executionId, holder: `${executionId} of anna`, resources, at: NOW });

  test('are all taken or none, and name who holds them', async () => {
    expect(await claim('e1', 'b')).toEqual({ state: 'acquired' });
    expect(await claim('e2', 'c', 'b', 'a')).toMatchObject({
      state: 'held',
      by: [{ resource: 'b', executionId: 'e1', holder: 'e1 of anna', acquiredAt: NOW }],
    });
    expect((await listLocks(db)).map(({ resource }) => resource)).toEqual(['b']);
    expect(await claim('e1', 'a', 'b')).toEqual({ state: 'acquired' });
    expect(await releaseLocks(db, 'e1', LATER)).toEqual(['a', 'b']);
    expect(await claim('e2', 'a', 'b', 'c')).toEqual({ state: 'acquired' });
  });

  test('are let go of when their execution is over, and not before', async () => {
    await keepPlan(db, plan('p1'));
    await insertExecution(db, execution('e1'));
    await claim('e1', 'a');
    for (const to of ['running', 'failed', 'undoing'] as const) await moveExecution(db, 'e1', to, { at: NOW });
    expect(await listLocks(db)).toHaveLength(1);
    await moveExecution(db, 'e1', 'undone', { at: NOW });
    expect(await listLocks(db)).toEqual([]);
  });

  test('never have two holders, and nobody waits for each other for ever, under contention', async () => {
    const holders = new Map<string, string>();
    let acquired = 0;
    const contend = async (executionId: string) => {
      for (let round = 0; round < 100; round += 1) {
        const resources = Array.from({ length: 3 }, () => `r${randomInt(6)}`);
        if ((await claim(executionId, ...resources)).state === 'held') continue;
        acquired += 1;
        for (const resource of resources) {
          expect(holders.get(resource) ?? executionId).toBe(executionId);
          holders.set(resource, executionId);
        }
        for (const resource of resources) holders.delete(resource);
        await releaseLocks(db, executionId, NOW);
      }
    };
    await Promise.all(Array.from({ length: 5 }, (_, number) => contend(`e${number}`)));
    expect(acquired).toBeGreaterThan(10);
  });
});

describe('EN13: the audit log', () => {
  const append = (action: string, details = {}) =>
    appendAudit(db, { at: NOW, actor: 'anna', action, subject: 'execution/e1', details });

  test('is one chain, also when many write at once', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, number) => append(`act-${number}`)));
    expect(await verifyAudit(db)).toMatchObject({ state: 'whole', entries: 40 });
  });

  test('holds for whatever text and numbers come in', async () => {
    await append('odd', {
      z: 1e21,
      a: -0,
      tiny: 1e-7,
      text: 'a\u0000\uD800"\\u0000',
      Nested: [{ b: null, a: undefined }],
    });
    expect(await verifyAudit(db)).toMatchObject({ state: 'whole', entries: 1 });
  });

  test('takes back an entry with the transaction that failed', async () => {
    const failing = inTransaction(db, async (trx) => {
      await appendAudit(trx, { at: NOW, actor: 'anna', action: 'x', subject: 'y', details: null });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await append('next');
    expect(await verifyAudit(db)).toMatchObject({ state: 'whole', entries: 1 });
  });

  test.each([
    ['edited', `update opsbook.audit set details = '{"by": "nobody"}' where seq = 3`, { seq: 3, why: 'edited' }],
    ['an edited time', `update opsbook.audit set at = at - interval '1 ms' where seq = 1`, { seq: 1, why: 'edited' }],
    ['deleted in the middle', 'delete from opsbook.audit where seq = 3', { seq: 3, why: 'deleted' }],
    ['deleted at the end', 'delete from opsbook.audit where seq >= 4', { seq: 4, why: 'deleted' }],
    ['deleted altogether', 'delete from opsbook.audit', { seq: 1, why: 'deleted' }],
    ['deleted and numbered anew', renumbered(), { seq: 3, why: 'edited' }],
    ['a head set back', `update opsbook.audit_head set count = 4`, { seq: 5, why: 'inserted' }],
  ])('tells the first entry that was %s', async (_what, tampering, broken) => {
    for (const action of ['a', 'b', 'c', 'd', 'e']) await append(action);
    for (const statement of tampering.split(';')) await ask(url, statement);
    expect(await verifyAudit(db)).toEqual({ state: 'broken', ...broken });
  });

  test('is listed by subject, the newest first', async () => {
    await append('a');
    await append('b');
    expect((await listAudit(db, { subject: 'execution/e1', limit: 1 })).map(({ action }) => action)).toEqual(['b']);
    expect(await listAudit(db, { actor: 'ben', limit: 9 })).toEqual([]);
  });
});

describe('people and machines', () => {
  const anna = {
    id: 'anna',
    name: 'Anna',
    email: 'Anna@x.org',
    passwordHash: 'argon',
    oidcSubject: null,
    createdAt: NOW,
  };

  test('are found by their address in any case, and signed out when disabled', async () => {
    await insertPerson(db, { ...anna, roles: ['operator', 'approver'] });
    await insertSignIn(db, { hash: 'h1', personId: 'anna', createdAt: NOW, expiresAt: LATER });
    expect(await findPersonByEmail(db, 'anna@X.ORG')).toMatchObject({ id: 'anna', roles: ['operator', 'approver'] });
    expect(await findSignedIn(db, 'h1', NOW)).toMatchObject({ id: 'anna' });
    expect(await findSignedIn(db, 'h1', LATER)).toBeUndefined();
    await changePerson(db, 'anna', { disabledAt: NOW });
    expect(await findSignedIn(db, 'h1', NOW)).toBeUndefined();
    expect((await listPeople(db)).map((one) => Object.keys(one))).not.toContain('passwordHash');
  });

  test('end one sign-in or all', async () => {
    await insertPerson(db, { ...anna, roles: ['viewer'] });
    for (const hash of ['h1', 'h2', 'h3']) {
      await insertSignIn(db, { hash, personId: 'anna', createdAt: NOW, expiresAt: LATER });
    }
    await endSignIns(db, { hash: 'h1' }, NOW);
    expect(await findSignedIn(db, 'h1', NOW)).toBeUndefined();
    expect(await findSignedIn(db, 'h2', NOW)).toBeDefined();
    await endSignIns(db, { personId: 'anna' }, NOW);
    expect(await findSignedIn(db, 'h2', NOW)).toBeUndefined();
    await deleteOldSignIns(db, new Date(LATER.getTime() + 1));
    expect(await ask(url, 'select * from opsbook.sessions')).toEqual([]);
  });

  test('use a token until it expires or is revoked', async () => {
    const token = { id: 't1', name: 'ci', personId: null, role: 'operator' as const, scopes: ['plan'], createdAt: NOW };
    await insertToken(db, { ...token, hash: 'h', expiresAt: LATER });
    expect(await useToken(db, 'h', NOW)).toMatchObject({ id: 't1', role: 'operator', scopes: ['plan'] });
    expect(await useToken(db, 'h', LATER)).toBeUndefined();
    expect((await listTokens(db)).map(({ lastUsedAt }) => lastUsedAt)).toEqual([NOW]);
    expect(await revokeToken(db, 't1', NOW)).toBe(true);
    expect(await useToken(db, 'h', NOW)).toBeUndefined();
  });
});

describe('findings', () => {
  const day = (number: number) => new Date(Date.UTC(2026, 10, number));
  const covered: Parameters<typeof recordFindings>[1]['covered'] = [{ check: 'ec2-a', account: '1', region: 'r' }];
  const see = (number: number, status: 'pass' | 'fail' | 'unknown' | 'absent', also = covered) =>
    recordFindings(db, {
      run: `run-${number}`,
      at: day(number),
      covered: also,
      findings: status === 'absent' ? [] : [finding('f1', status)],
    });
  const f1 = async () => {
    const { firstSeen, failingSince, fixedAt, status } = (await findFinding(db, 'f1')) ?? {};
    return [status, ...[firstSeen, failingSince, fixedAt].map((at) => at?.getUTCDate())];
  };

  test('keep since when they fail, and when they were fixed', async () => {
    await see(1, 'fail');
    await see(2, 'fail');
    expect(await f1()).toEqual(['fail', 1, 1, undefined]);
    await see(3, 'unknown');
    expect(await f1()).toEqual(['unknown', 1, 1, undefined]);
    await see(4, 'pass');
    expect(await f1()).toEqual(['pass', 1, undefined, 4]);
    await see(5, 'fail');
    expect(await f1()).toEqual(['fail', 1, 5, undefined]);
  });

  test('are over when their resource is gone, but not when their check could not look', async () => {
    await see(1, 'fail');
    await see(2, 'absent', []);
    expect(await f1()).toEqual(['fail', 1, 1, undefined]);
    await see(3, 'absent');
    expect(await f1()).toEqual(['fail', 1, undefined, 3]);
    expect(await listFindings(db, { statuses: ['fail'], open: true, limit: 9 })).toEqual([]);
  });

  test('of a check that speaks for the whole account are over in whatever region they were', async () => {
    await see(1, 'fail');
    await see(2, 'absent', [{ check: 'ec2-a', account: '2', region: null }]);
    expect(await f1()).toEqual(['fail', 1, 1, undefined]);
    await see(3, 'absent', [{ check: 'ec2-a', account: '1', region: null }]);
    expect(await f1()).toEqual(['fail', 1, undefined, 3]);
  });

  test('that only said that something could not be read are forgotten when it is read', async () => {
    await see(1, 'unknown');
    await see(2, 'absent', []);
    expect(await f1()).toEqual(['unknown', 1, undefined, undefined]);
    await see(3, 'absent');
    expect(await f1()).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('that failed before they could not be read are fixed when they are gone', async () => {
    await see(1, 'fail');
    await see(2, 'unknown');
    await see(3, 'absent');
    expect(await f1()).toEqual(['unknown', 1, undefined, 3]);
  });

  test('are listed the worst first, and by what is new or fixed', async () => {
    const low = { ...finding('low', 'fail'), severity: 'low' as const };
    const critical = { ...finding('critical', 'fail'), severity: 'critical' as const };
    await recordFindings(db, { run: 'r1', at: day(1), findings: [low, critical], covered: [] });
    await recordFindings(db, { run: 'r2', at: day(2), findings: [finding('f1', 'fail')], covered: [] });
    await recordFindings(db, { run: 'r3', at: day(3), findings: [{ ...low, status: 'pass' }], covered: [] });
    const ids = async (filter: object) => (await listFindings(db, { limit: 9, ...filter })).map(({ id }) => id);
    expect(await ids({})).toEqual(['critical', 'f1', 'low']);
    expect(await ids({ failingSince: day(2) })).toEqual(['f1']);
    expect(await ids({ fixedSince: day(2) })).toEqual(['low']);
    expect(await ids({ severities: ['critical', 'low'], open: true })).toEqual(['critical']);
    expect((await findFindings(db, 'cr', 2)).map(({ id }) => id)).toEqual(['critical']);
    expect(await findFindings(db, 'c_', 2), 'no pattern').toEqual([]);
  });

  test('are not set back by a run that ended late', async () => {
    await see(5, 'pass');
    await see(4, 'fail');
    expect(await f1()).toEqual(['pass', 5, undefined, undefined]);
  });

  test('come by thousands', async () => {
    const many = Array.from({ length: 5000 }, (_, number) => finding(`m${number}`, 'pass'));
    await recordFindings(db, { run: 'r', at: NOW, findings: [...many, ...many], covered: [] });
    expect(await listFindings(db, { limit: 9999 })).toHaveLength(5000);
  });

  test('are suppressed with reason and end, and stay on record when lifted', async () => {
    const suppression = { findingId: 'f1', reason: 'known', actor: 'anna', createdAt: NOW, until: LATER };
    await suppress(db, suppression);
    await suppress(db, { ...suppression, reason: 'still known' });
    expect((await listSuppressions(db, NOW)).map(({ reason }) => reason)).toEqual(['still known']);
    expect(await listSuppressions(db, LATER)).toEqual([]);
    expect(await liftSuppression(db, 'f1', { by: 'ben', at: NOW })).toBe(true);
    expect(await listSuppressions(db, NOW)).toEqual([]);
    expect(await ask(url, 'select lifted_by from opsbook.suppressions order by id')).toEqual([
      { lifted_by: 'anna' },
      { lifted_by: 'ben' },
    ]);
  });
});

test('of each drill the newest success is told', async () => {
  await keepPlan(db, plan('p1'));
  for (const id of ['e1', 'e2']) await insertExecution(db, execution(id));
  const drill = { drill: 'dr', executionId: 'e1', succeededAt: NOW, rtoMs: 5e9, rpoMs: null, evidence: { probes: 3 } };
  await recordDrill(db, drill);
  await recordDrill(db, drill);
  await recordDrill(db, { ...drill, executionId: 'e2', succeededAt: LATER });
  expect(await listLastDrills(db)).toEqual([{ ...drill, executionId: 'e2', succeededAt: LATER }]);
});

function plan(id: string) {
  return { id, hash: 'sha256:1', runbook: 'scaling/service', document: {}, createdAt: NOW, createdBy: 'anna' };
}

function execution(id: string) {
  return {
    id,
    planId: 'p1',
    runbook: 'scaling/service',
    account: '123456789012',
    region: 'us-east-1',
    environment: 'production',
    status: 'planned' as const,
    requestedBy: 'anna',
    createdAt: NOW,
  };
}

function step(key: string, position: number) {
  return { executionId: 'e1', key, direction: 'do' as const, position, kind: 'change', title: `Step ${key}` };
}

function finding(id: string, status: 'pass' | 'fail' | 'unknown') {
  return {
    id,
    check: 'ec2-a',
    status,
    severity: 'high' as const,
    account: '1',
    region: 'r',
    resource: { type: 'AWS::EC2::Volume', id: `vol-${id}`, arn: `arn:${id}` },
    reason: 'It is so.',
    evidence: {},
    suppressed: null,
    remediation: { text: '', runbook: null },
  };
}

/** As somebody would who knows that numbers must follow each other, but not what the hashes cover. */
function renumbered(): string {
  return [
    'delete from opsbook.audit where seq = 3',
    'update opsbook.audit set seq = seq - 1 where seq = 4',
    'update opsbook.audit set seq = seq - 1 where seq = 5',
    'update opsbook.audit_head set count = 4',
  ].join(';');
}

async function migrateElsewhere(on: string): Promise<string[]> {
  const words = ['--import', 'tsx', join(import.meta.dirname, 'store/migrate-process.ts'), on];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const out: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => out.push(part));
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(Buffer.concat(out).toString('utf8')) as string[];
}

import { afterAll, beforeAll, expect, test } from 'vitest';
import { followExecutions } from '../../src/respond/incidents/executions.ts';
import { openByHand, perform } from '../../src/respond/incidents/perform.ts';
import { pageOf } from '../../src/respond/incidents/view.ts';
import { insertExecution } from '../../src/store/executions.ts';
import { linkExecution } from '../../src/store/incident-executions.ts';
import { keepPlan } from '../../src/store/plans.ts';
import { MINUTE, type RespondScene, respondScene } from './respond/scene.ts';
import { type Databases, startDatabases } from './store/databases.ts';

const ALICE = { by: { id: 'alice', via: 'cli' } };

let databases: Databases;
beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

test('what still fires is not resolved without a reason, by whichever word', async () => {
  const scene = await respondScene(databases);
  await scene.signal();
  await perform(scene.responder, 1, { action: 'acknowledge' }, ALICE);
  await perform(scene.responder, 1, { action: 'status', status: 'fixing' }, ALICE);
  await perform(scene.responder, 1, { action: 'status', status: 'verifying' }, ALICE);
  const resolved = perform(scene.responder, 1, { action: 'status', status: 'resolved' }, ALICE);
  await expect(resolved).rejects.toThrow('api-5xx still fires, and would open it again');
});

test('who an incident is handed to is told once, with what they have to know', async () => {
  const scene = await respondScene(databases);
  const number = await scene.open();
  await perform(scene.responder, number, { action: 'acknowledge' }, ALICE);
  await perform(scene.responder, number, { action: 'assign', person: 'alice' }, ALICE);
  await perform(scene.responder, number, { action: 'assign', person: 'bob', note: 'look at the index' }, ALICE);
  await scene.settle();
  expect(scene.told().filter(({ kind }) => kind === 'notice')).toMatchObject([
    { whom: 'bob', body: expect.stringContaining('alice hands it to bob: look at the index') },
  ]);
});

test('who is paged next is what comes about then', async () => {
  const scene = await respondScene(databases);
  const number = await scene.open();
  const { next, incident } = await pageOf(scene.responder, number);
  expect(next).toMatchObject({ at: '2026-03-03T12:30:00.000Z', people: ['lead'] });
  expect(incident.paging.nextAt).toBe(next?.at);
  await perform(scene.responder, number, { action: 'acknowledge' }, ALICE);
  const held = await pageOf(scene.responder, number);
  expect(held.next).toMatchObject({ at: '2026-03-03T13:00:00.000Z', people: ['alice'] });
  await scene.pass(60 * MINUTE);
  expect(scene.pages()).toEqual(['alice@0', 'alice@60']);
});

test('a policy that is not there opens nothing', async () => {
  const scene = await respondScene(databases);
  await expect(openByHand(scene.responder, { title: 'x', labels: {}, policy: 'nope' }, ALICE)).rejects.toThrow(
    'there is no escalation policy nope: expected one of platform',
  );
  await expect(pageOf(scene.responder, 1)).rejects.toThrow('there is no incident 1');
});

test('how an execution goes is told once, however many look at the same time', async () => {
  const scene = await respondScene(databases);
  const number = await scene.open();
  await executionOf(scene);
  await linkExecution(scene.db, number, 'f64f2e26');
  // Each at an instant of its own, so that nothing else makes their words the same event.
  const workers = Array.from({ length: 8 }, (_, index) => ({
    ...scene.responder,
    now: () => new Date(scene.now().getTime() + index),
  }));
  await Promise.all(workers.map((worker) => followExecutions(worker)));
  expect((await scene.kinds(number)).filter((kind) => kind === 'execution')).toHaveLength(1);
});

async function executionOf(scene: RespondScene): Promise<void> {
  const { db } = scene;
  const createdAt = scene.now();
  await keepPlan(db, {
    id: 'plan',
    hash: 'sha256:0',
    runbook: 'scaling/service',
    document: {},
    createdAt,
    createdBy: 'alice',
  });
  await insertExecution(db, {
    id: 'f64f2e26',
    planId: 'plan',
    runbook: 'scaling/service',
    account: '123456789012',
    region: 'us-east-1',
    environment: null,
    status: 'succeeded',
    requestedBy: 'alice',
    reason: null,
    outcome: 'every step is done',
    residue: null,
    access: '{}',
    override: null,
    createdAt,
  });
}

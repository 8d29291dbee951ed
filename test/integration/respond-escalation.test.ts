import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acknowledge } from '../../src/respond/incidents/acknowledge.ts';
import { escalate } from '../../src/respond/incidents/escalate.ts';
import { MATRIX, MINUTE, level, respondScene } from './respond/scene.ts';
import { type Databases, startDatabases } from './store/databases.ts';

let databases: Databases;
beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

const ALICE = { id: 'alice', via: 'cli' };

describe('the escalation matrix', () => {
  test('pages the engineer on call, then the lead after 30 minutes and the manager after 60', async () => {
    const scene = await respondScene(databases);
    await scene.open();
    await scene.pass(65 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0', 'lead@30', 'manager@60']);
  });

  test('goes to level 2 at once with a P0, and to level 4 only when the business is hit', async () => {
    const scene = await respondScene(databases);
    await scene.open({ severity: 'P0' });
    await scene.pass(5 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0', 'lead@0']);
  });

  test('stops when somebody acknowledges', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    await scene.pass(10 * MINUTE);
    await acknowledge(scene.responder, number, ALICE);
    await scene.pass(45 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0']);
    expect((await scene.incident(number)).status).toBe('investigating');
  });

  test('after an outage goes straight to the level that time demands, and nobody is paged twice for the same step', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    await scene.pass(70 * MINUTE, 'asleep');
    await scene.pass(5 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0', 'manager@70']);
    expect((await scene.kinds(number)).filter((kind) => kind === 'passed')).toHaveLength(1);
  });
});

test('AL11: the levels are gone through again as often as the policy says, and no more; every lap is on the timeline', async () => {
  const scene = await respondScene(databases, {
    settings: {
      policies: new Map([['platform', { ...MATRIX, levels: [level(1, [{ person: 'bob' }], 10 * MINUTE)], repeat: 2 }]]),
    },
  });
  const number = await scene.open();
  await scene.pass(60 * MINUTE);
  expect(scene.pages()).toEqual(['bob@0', 'bob@10', 'bob@20']);
  expect((await scene.kinds(number)).filter((kind) => kind === 'lap')).toHaveLength(2);
  expect(await scene.kinds(number)).toContain('exhausted');
});

test('an incident in its last lap can be escalated by hand only to a level that there is', async () => {
  const scene = await respondScene(databases);
  const number = await scene.open();
  await escalate(scene.responder, number, ALICE);
  await scene.settle();
  expect(scene.pages()).toEqual(['alice@0', 'lead@0']);
});

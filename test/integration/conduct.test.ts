import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { giveOrder } from '../../src/engine/desk/give-order.ts';
import { vote } from '../../src/engine/desk/vote.ts';
import type { Order } from '../../src/model/execution.ts';
import type { Plan } from '../../src/model/plan.ts';
import { hashOfPlan } from '../../src/model/plan-hash.ts';
import type { PlanBuilder } from '../../src/runbooks/define.ts';
import { listOpenApprovals } from '../../src/store/approvals.ts';
import { insertExecution, moveExecution } from '../../src/store/executions.ts';
import { listLocks } from '../../src/store/locks.ts';
import { insertOrder } from '../../src/store/orders.ts';
import { findPlan } from '../../src/store/plans.ts';
import { listSteps } from '../../src/store/steps.ts';
import { awsError } from '../answers.ts';
import { condition, planOf } from '../engine/scene.ts';
import { BEN, type Bench, openBench } from './conduct/bench.ts';
import { type Databases, startDatabases } from './store/databases.ts';

const ARN = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/green/1';
const GROUPS = { TargetGroups: [{ TargetGroupArn: ARN, TargetGroupName: 'green' }] };
const POLICY = {
  quorum: 1,
  fourEyes: true,
  expires: '24h',
  impacts: ['none', 'disruptive', 'irreversible'],
  steps: true,
} as const;

let databases: Databases;
let bench: Bench;
/** What AWS is asked to be scaled to, in order, and what it says to it. */
let scaled: number[];
let refuse: ReadonlySet<number>;
let health: string;
let whileCreating: () => Promise<void>;

beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

beforeEach(async () => {
  scaled = [];
  refuse = new Set();
  health = 'healthy';
  whileCreating = () => Promise.resolve();
  bench = await openBench(await databases.fresh(), {
    'elbv2:CreateTargetGroup': () => whileCreating().then(() => GROUPS),
    'elbv2:DeleteTargetGroup': {},
    'elbv2:DescribeTargetHealth': () => ({ state: health }),
    'ecs:UpdateService': (input: { desiredCount: number }) => {
      if (refuse.has(input.desiredCount)) return awsError('AccessDeniedException', 'not allowed');
      scaled.push(input.desiredCount);
      return {};
    },
  });
});
afterEach(() => bench.close());

function group(build: PlanBuilder) {
  return build.change('group', {
    title: 'Create the group',
    call: { service: 'elbv2', operation: 'CreateTargetGroup', input: { Name: 'green' } },
    before: null,
    after: { Name: 'green' },
    undo: (own) => ({
      service: 'elbv2',
      operation: 'DeleteTargetGroup',
      input: { TargetGroupArn: own.answer('TargetGroups[0].TargetGroupArn') },
    }),
  });
}

function scale(build: PlanBuilder, key: string, from: number, to: number) {
  return build.change(key, {
    title: `Scale to ${to}`,
    call: { service: 'ecs', operation: 'UpdateService', input: { service: 'web', desiredCount: to } },
    before: from,
    after: to,
    undo: { service: 'ecs', operation: 'UpdateService', input: { service: 'web', desiredCount: from } },
  });
}

function waitForHealth(build: PlanBuilder) {
  build.wait('healthy', {
    title: 'It is healthy',
    until: condition('elbv2', 'DescribeTargetHealth', {
      met: "a.state == 'healthy'",
      unsure: [{ when: "a.state == 'unclear'", because: "'nobody knows'" }],
    }),
    every: '10s',
    within: '100h',
  });
}

const twoSteps = planOf((build) => {
  build.lock('ecs/production/web');
  group(build);
  scale(build, 'three', 2, 3);
});

const threeSteps = planOf((build) => {
  build.lock('ecs/production/web');
  scale(build, 'three', 2, 3);
  waitForHealth(build);
  scale(build, 'four', 3, 4);
});

/** The same with another fact. */
function moved(plan: Omit<Plan, 'hash'>, title: string, value: string): Plan {
  const other = { ...plan, basis: [{ title, value }] };
  return { ...other, hash: hashOfPlan(other) };
}

const order = (id: string, what: Order) => giveOrder(bench.desk, BEN, { executionId: id, order: what, reason: null });

/** Fails once at the report of this phase of this step: an error of ours, in the midst of things. */
function breakAt(step: string, phase: string, direction = 'do') {
  let broken = false;
  bench.mischief.progress = (event) => {
    if (broken || event.step !== step || event.phase !== phase || event.direction !== direction) return;
    broken = true;
    throw new TypeError('a mistake of ours');
  };
}

describe('a plan that was stored', () => {
  test('is carried out and undone with the values that its references stand for', async () => {
    await bench.work();
    const id = await bench.request(twoSteps);
    await bench.until(id, 'succeeded');
    await order(id, 'undo');
    await bench.until(id, 'undone');
    expect(bench.changes()).toEqual([
      'elbv2:CreateTargetGroup',
      'ecs:UpdateService',
      'ecs:UpdateService',
      'elbv2:DeleteTargetGroup',
    ]);
    const undone = (await listSteps(bench.db, id)).find(
      ({ key, direction }) => key === 'group' && direction === 'undo',
    );
    expect(undone?.request).toEqual({ TargetGroupArn: ARN });
  });
});

describe('BG17: what another execution works on', () => {
  test('is left alone, and who holds it is named; the lock stays as long as that is not over', async () => {
    await bench.work();
    health = 'unclear';
    const first = await bench.request(threeSteps);
    await bench.until(first, 'waiting');
    const second = await bench.request(threeSteps);
    const { outcome } = await bench.until(second, 'cancelled');
    expect(outcome).toContain(`ecs/production/web is held by anna (test/test) since`);
    expect(outcome).toContain(`opsbook executions show ${first}`);
    expect(scaled).toEqual([3]);
    health = 'healthy';
    await order(first, 'resume');
    await bench.until(first, 'succeeded');
    expect(await listLocks(bench.db)).toEqual([]);
  });

  test('keeps its lock when its worker ends, and goes on with the next one', async () => {
    const stop = await bench.work();
    health = 'unclear';
    const first = await bench.request(threeSteps);
    await bench.until(first, 'waiting');
    await stop();
    expect(await listLocks(bench.db)).toMatchObject([{ executionId: first }]);
    await bench.work();
    const second = await bench.request(threeSteps);
    await bench.until(second, 'cancelled');
    health = 'healthy';
    await order(first, 'resume');
    await bench.until(first, 'succeeded');
    expect(scaled).toEqual([3, 4]);
  });

  test('is not undone by one that has let go of it, until the other is done', async () => {
    await bench.work();
    const releasing = planOf((build) => {
      build.lock('ecs/production/web');
      scale(build, 'three', 2, 3);
      build.pause('keep', { title: 'Keep', for: '1h', releasesLocks: true });
      waitForHealth(build);
      scale(build, 'four', 3, 4);
    });
    health = 'unclear';
    const first = await bench.request(releasing);
    await bench.until(first, 'waiting');
    const second = await bench.request(threeSteps);
    await bench.until(second, 'waiting');
    await order(first, 'undo');
    const { outcome } = await bench.until(first, 'failed');
    expect(outcome).toContain('ecs/production/web is held by anna (test/test)');
    expect(scaled).toEqual([3, 3]);
    health = 'healthy';
    await order(second, 'resume');
    await bench.until(second, 'succeeded');
    await order(first, 'resume');
    await bench.until(first, 'undone');
    expect(scaled).toEqual([3, 3, 4, 2]);
  });

  test('keeps one that went well from being undone, and that is said at once', async () => {
    await bench.work();
    const first = await bench.request(threeSteps);
    await bench.until(first, 'succeeded');
    health = 'unclear';
    const second = await bench.request(threeSteps);
    await bench.until(second, 'waiting');
    await expect(order(first, 'undo')).rejects.toThrow(/ecs\/production\/web is held by anna/);
    expect((await bench.find(first)).status).toBe('succeeded');
  });
});

describe('EN02: an approval', () => {
  test('that nobody gave in time has expired, also where somebody else has voted meanwhile, and a late click hears of it', async () => {
    bench.mischief.policy = { ...POLICY, quorum: 2, expires: '3s' };
    await bench.work();
    const id = await bench.request(twoSteps);
    await bench.until(id, 'pending-approval');
    await sleep(1500);
    const cast = (person: string) =>
      vote(bench.desk, { ...BEN, id: person }, { executionId: id, decision: 'approve', reason: null });
    await cast('ben');
    const asked = Date.now();
    const { outcome } = await bench.until(id, 'expired');
    expect(Date.now() - asked).toBeLessThan(2900);
    expect(outcome).toContain('nobody decided within 3s');
    await expect(cast('cem')).rejects.toThrow(/too late/);
    expect(bench.changes()).toEqual([]);
  });

  test('of a step is asked for in the time of people, not in that of a sandbox whose hours take no time', async () => {
    bench.mischief.policy = { ...POLICY };
    await bench.work();
    const asking = planOf((build) => {
      scale(build, 'three', 2, 3);
      build.approve('shift', { title: 'Go on?', expires: '1h' });
      scale(build, 'four', 3, 4);
    });
    const id = await bench.request(asking);
    await bench.until(id, 'pending-approval');
    await vote(bench.desk, BEN, { executionId: id, decision: 'approve', reason: null });
    await bench.until(id, 'waiting');
    await sleep(300);
    await vote(bench.desk, BEN, { executionId: id, decision: 'approve', reason: null });
    await bench.until(id, 'succeeded');
    expect(scaled).toEqual([3, 4]);
  });

  test('of what was cancelled is not asked for any more', async () => {
    bench.mischief.policy = { ...POLICY };
    await bench.work();
    const id = await bench.request(twoSteps);
    await bench.until(id, 'pending-approval');
    await order(id, 'cancel');
    await bench.until(id, 'cancelled');
    expect(await listOpenApprovals(bench.db)).toEqual([]);
    await expect(vote(bench.desk, BEN, { executionId: id, decision: 'approve', reason: null })).rejects.toThrow(
      /waits for no approval/,
    );
  });
});

test('EN03: a plan that is another by now is not carried out; the new one is stored and named, with what has moved', async () => {
  bench.mischief.policy = { ...POLICY };
  const plan = moved(twoSteps, 'running', 'web:41');
  const now = moved(twoSteps, 'running', 'web:42');
  bench.mischief.replan = () => now;
  await bench.work();
  const id = await bench.request(plan);
  await bench.until(id, 'pending-approval');
  await vote(bench.desk, BEN, { executionId: id, decision: 'approve', reason: null });
  const { outcome } = await bench.until(id, 'cancelled');
  expect(outcome).toContain('running was "web:41" and is "web:42"');
  const named = /opsbook apply (\S+)/.exec(outcome ?? '')?.[1] ?? '';
  expect((await findPlan(bench.db, named))?.hash).toBe(now.hash);
  expect(bench.changes()).toEqual([]);
  expect(await listLocks(bench.db)).toEqual([]);
});

test('EN03: what only comes back in another order has not moved', async () => {
  const facts = (value: object) => {
    const other = { ...twoSteps, basis: [{ title: 'running', value: { ...value } }] };
    return { ...other, hash: hashOfPlan(other) };
  };
  const plan = facts({ revision: 1, id: 'a' });
  bench.mischief.replan = () => moved(facts({ revision: 1, id: 'a' }), 'count', 'another');
  await bench.work();
  const { outcome } = await bench.until(await bench.request(plan), 'cancelled');
  expect(outcome).not.toContain('running was');
});

describe('EN08: an execution that was stopped by an error of ours', () => {
  test('stands as failed, says what it left, and goes on from there when a person says so, with nothing made twice', async () => {
    await bench.work();
    breakAt('healthy', 'begin');
    const id = await bench.request(threeSteps);
    const stopped = await bench.until(id, 'failed');
    expect(stopped.outcome).toContain('a mistake of ours');
    expect(stopped.residue).toMatchObject([{ step: 'three' }]);
    bench.mischief.replan = (plan) => moved(plan, 'running', 'other than when it was planned, since we changed it');
    await order(id, 'resume');
    await bench.until(id, 'succeeded');
    expect(scaled).toEqual([3, 4]);
  });

  test('on the way back goes on with the way back', async () => {
    await bench.work();
    refuse = new Set([4]);
    breakAt('three', 'begin', 'undo');
    const id = await bench.request(threeSteps);
    await bench.until(id, 'failed');
    refuse = new Set();
    await order(id, 'resume');
    await bench.until(id, 'undone');
    expect(scaled).toEqual([3, 2]);
  });

  test('does not undo once more what is undone already', async () => {
    await bench.work();
    const id = await bench.request(twoSteps);
    await bench.until(id, 'succeeded');
    breakAt('group', 'begin', 'undo');
    await order(id, 'undo');
    await bench.until(id, 'failed');
    await order(id, 'undo');
    await bench.until(id, 'undone');
    expect(scaled).toEqual([3, 2]);
  });

  test('takes no notice of what it was told before it was stopped', async () => {
    await bench.work();
    health = 'unclear';
    const id = await bench.request(threeSteps);
    await bench.until(id, 'waiting');
    await order(id, 'resume');
    await sleep(300);
    await bench.until(id, 'waiting');
    breakAt('four', 'begin');
    health = 'healthy';
    await order(id, 'resume');
    await bench.until(id, 'failed');
    health = 'unclear';
    await order(id, 'resume');
    await bench.until(id, 'waiting');
    // Woken by something else, it looks for an order under a name under which the run before it has found one.
    for (let times = 0; times < 3; times += 1) {
      await bench.desk.durable.signal(`${id}.again-1`, { kind: 'vote', body: null });
      await sleep(150);
    }
    expect((await bench.find(id)).status).toBe('waiting');
  });

  test('can be set aside, and nothing more is changed', async () => {
    await bench.work();
    breakAt('three', 'done');
    const id = await bench.request(threeSteps);
    await bench.until(id, 'failed');
    await order(id, 'cancel');
    const { residue } = await bench.until(id, 'cancelled');
    expect(residue).toMatchObject([{ step: 'three' }]);
    expect(scaled).toEqual([3]);
  });

  test('applies a Terraform layer no second time, and destroys it in the end', async () => {
    await bench.work();
    breakAt('three', 'begin');
    const plan = planOf((build) => {
      build.terraform('network', {
        title: 'Apply the network',
        action: 'apply',
        directory: 'network',
        mustBeNew: true,
        undo: { terraform: 'destroy', directory: 'network', variables: {} },
      });
      scale(build, 'three', 2, 3);
    });
    const id = await bench.request(plan);
    await bench.until(id, 'failed');
    await order(id, 'resume');
    await bench.until(id, 'succeeded');
    await order(id, 'undo');
    await bench.until(id, 'undone');
    expect(bench.terraform.asked).toEqual(['apply network', 'destroy network']);
  });

  test('applies a Terraform layer again that failed half-way: what it left is its own', async () => {
    await bench.work();
    bench.terraform.failing.add('apply network');
    const plan = planOf((build) => {
      build.conduct({ onFailure: 'ask' });
      build.terraform('network', {
        title: 'Apply the network',
        action: 'apply',
        directory: 'network',
        mustBeNew: true,
        undo: { terraform: 'destroy', directory: 'network', variables: {} },
      });
    });
    const id = await bench.request(plan);
    await bench.until(id, 'failed');
    bench.terraform.failing.clear();
    await order(id, 'resume');
    await bench.until(id, 'succeeded');
    expect(bench.terraform.asked).toEqual(['apply network', 'apply network']);
  });

  test('where its place cannot be reached, it can be set aside all the same, and lets go of its locks', async () => {
    await bench.work();
    breakAt('healthy', 'begin');
    const id = await bench.request(threeSteps);
    await bench.until(id, 'failed');
    bench.mischief.open = () => Promise.reject(new Error('the account is closed'));
    await order(id, 'cancel');
    const { outcome, residue } = await bench.until(id, 'cancelled');
    expect(outcome).toContain('the account is closed');
    expect(residue).toMatchObject([{ step: 'three' }]);
    expect(await listLocks(bench.db)).toEqual([]);
  });

  test('where its place cannot be reached, it says so, and can be resumed when it can', async () => {
    bench.mischief.open = () => Promise.reject(new Error('no credentials for 123456789012'));
    await bench.work();
    const id = await bench.request(threeSteps);
    expect((await bench.until(id, 'failed')).outcome).toContain('no credentials for 123456789012');
    bench.mischief.open = () => Promise.resolve();
    await order(id, 'resume');
    await bench.until(id, 'succeeded');
    expect(scaled).toEqual([3, 4]);
  });

  test('where its place cannot be reached for a moment, it just goes on', async () => {
    let tries = 0;
    bench.mischief.open = () => ((tries += 1) < 3 ? Promise.reject(new Error('not now')) : Promise.resolve());
    await bench.work();
    await bench.until(await bench.request(threeSteps), 'succeeded');
    expect(scaled).toEqual([3, 4]);
  });
});

describe('EN08: what no run works on', () => {
  test('and was asked for by who died before it began, is begun', async () => {
    await bench.request(planOf((build) => void scale(build, 'three', 2, 3)));
    const [first] = await bench.db.selectFrom('executions').selectAll().execute();
    if (!first) throw new Error('none');
    const { access: _access, residue: _residue, ...rest } = first;
    const id = 'c0ffee00-0000-4000-8000-000000000000';
    await insertExecution(bench.db, { ...rest, id });
    bench.mischief.aheadMs = 10 * 60_000;
    await bench.lookForOrphans();
    await bench.work();
    await bench.until(id, 'succeeded');
    expect(bench.changes()).not.toHaveLength(0);
  });

  test('and had begun, is no longer called running', async () => {
    const id = await bench.request(twoSteps);
    await bench.work();
    await bench.until(id, 'succeeded');
    await bench.db.updateTable('executions').set({ status: 'running' }).where('id', '=', id).execute();
    bench.mischief.aheadMs = 10 * 60_000;
    await bench.lookForOrphans();
    expect(await bench.find(id)).toMatchObject({ status: 'failed' });
    expect((await bench.find(id)).outcome).toContain(`opsbook executions resume ${id}`);
  });
});

describe("a person's word", () => {
  test('that nobody heard, since the run that it was for was about to end, is heard all the same', async () => {
    await bench.work();
    breakAt('healthy', 'begin');
    const id = await bench.request(threeSteps);
    await bench.until(id, 'failed');
    await sleep(500);
    await insertOrder(bench.db, { executionId: id, kind: 'resume', actor: 'ben', reason: null, at: new Date() });
    await bench.lookForOrphans();
    await bench.until(id, 'succeeded');
    expect(scaled).toEqual([3, 4]);
  });

  test('to cancel is heard before anything is changed, though nobody had to approve', async () => {
    const id = await bench.request(twoSteps);
    await order(id, 'cancel');
    await bench.work();
    await bench.until(id, 'cancelled');
    expect(bench.changes()).toEqual([]);
  });

  test('to undo is heard between two changes', async () => {
    const id = await bench.request(twoSteps);
    whileCreating = () => order(id, 'undo');
    await bench.work();
    await bench.until(id, 'undone');
    expect(bench.changes()).toEqual(['elbv2:CreateTargetGroup', 'elbv2:DeleteTargetGroup']);
  });

  test('to undo what went well is taken once, however often it is given', async () => {
    await bench.work();
    const id = await bench.request(threeSteps);
    await bench.until(id, 'succeeded');
    const words = await Promise.allSettled([order(id, 'undo'), order(id, 'undo'), order(id, 'undo')]);
    await bench.until(id, 'undone');
    await sleep(300);
    expect(words.filter(({ status }) => status === 'fulfilled')).not.toHaveLength(0);
    expect(scaled).toEqual([3, 4, 3, 2]);
  });

  test('to undo what a later execution has changed since is refused, and says which', async () => {
    await bench.work();
    const locked = planOf((build) => {
      build.lock('ecs/c/web');
      scale(build, 'first', 2, 3);
    });
    const again = planOf((build) => {
      build.lock('ecs/c/web');
      scale(build, 'second', 3, 4);
    });
    const first = await bench.request(locked);
    await bench.until(first, 'succeeded');
    const second = await bench.request(again);
    await bench.until(second, 'succeeded');
    await expect(order(first, 'undo')).rejects.toThrow(`${second} (test/test) has changed`);
    await order(second, 'undo');
    await bench.until(second, 'undone');
    await order(first, 'undo');
    await bench.until(first, 'undone');
    expect(scaled).toEqual([3, 4, 3, 2]);
  });

  test('to undo past what cannot be undone is refused, and says what that is', async () => {
    await bench.work();
    const tidied = planOf((build) => {
      scale(build, 'first', 2, 3);
      build.settled();
      build.change('gone', {
        title: 'Delete the old one',
        call: { service: 'ecs', operation: 'UpdateService', input: { desiredCount: 9 } },
        before: null,
        after: null,
        undo: { impossible: 'AWS gives nothing back' },
      });
    });
    const id = await bench.request(tidied);
    await bench.until(id, 'succeeded');
    await expect(order(id, 'undo')).rejects.toThrow('"Delete the old one" is done, and AWS gives nothing back');
    expect((await bench.find(id)).status).toBe('succeeded');
  });

  test('that came too late is not taken for another one later', async () => {
    await bench.work();
    const id = await bench.request(twoSteps);
    await bench.until(id, 'succeeded');
    await moveExecution(bench.db, id, 'succeeded', { at: new Date() });
    await insertOrder(bench.db, { executionId: id, kind: 'cancel', actor: 'ben', reason: null, at: new Date() });
    refuse = new Set([2]);
    await order(id, 'undo');
    await bench.until(id, 'failed');
    await sleep(300);
    expect((await bench.find(id)).status).toBe('failed');
  });
});

test('BG22: what an unanswered question leads to is what was shown: cancelled, and what was made stands', async () => {
  bench.mischief.policy = { ...POLICY, fourEyes: false };
  await bench.work();
  const asking = planOf((build) => {
    scale(build, 'three', 2, 3);
    build.approve('shift', { title: 'Go on?', expires: '2s', onExpiry: 'cancel' });
    scale(build, 'four', 3, 4);
  });
  const id = await bench.request(asking);
  await bench.until(id, 'pending-approval');
  await vote(bench.desk, BEN, { executionId: id, decision: 'approve', reason: null });
  const { residue } = await bench.until(id, 'expired');
  expect(residue).toMatchObject([{ step: 'three' }]);
  expect(scaled).toEqual([3]);
});

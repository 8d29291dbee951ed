import { describe, expect, test } from 'vitest';
import type { Order } from '../../src/model/execution.ts';
import type { PlanBuilder } from '../../src/runbooks/define.ts';
import { awsError } from '../answers.ts';
import { createTerraformPort } from '../terraform-port.ts';
import { condition, planOf, sceneOf } from './scene.ts';

function createGroup(plan: PlanBuilder) {
  return plan.change('group', {
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

const ARN = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/green/1';
const GROUPS = { TargetGroups: [{ TargetGroupArn: ARN, TargetGroupName: 'green' }] };
const taggedBy = (execution: string) => ({
  TagDescriptions: [{ ResourceArn: ARN, Tags: [{ Key: 'opsbook:execution', Value: execution }] }],
});
const timeout = () => Object.assign(new Error('timed out'), { name: 'TimeoutError' });

describe('a call whose answer got lost', () => {
  test('EN07: is not repeated where what it made is there, with the tag of this execution', async () => {
    let made = false;
    const scene = sceneOf({
      'elbv2:CreateTargetGroup': () => {
        made = true;
        return timeout();
      },
      'elbv2:DescribeTargetGroups': () => (made ? GROUPS : awsError('TargetGroupNotFound')),
      'elbv2:DescribeTags': taggedBy('ex-1'),
    });
    expect((await scene.execute(planOf((plan) => void createGroup(plan)))).status).toBe('succeeded');
    expect(scene.changes()).toEqual(['elbv2:CreateTargetGroup']);
    expect(scene.memory.records.get('do group')?.response).toEqual(GROUPS);
  });

  test('is repeated where nothing was made', async () => {
    let calls = 0;
    const scene = sceneOf({
      'elbv2:CreateTargetGroup': () => ((calls += 1) === 1 ? timeout() : GROUPS),
      'elbv2:DescribeTargetGroups': () => awsError('TargetGroupNotFound'),
    });
    expect((await scene.execute(planOf((plan) => void createGroup(plan)))).status).toBe('succeeded');
    expect(scene.changes()).toEqual(['elbv2:CreateTargetGroup', 'elbv2:CreateTargetGroup']);
  });

  test('is repeated with the same token where AWS tells a repeat by one', async () => {
    const tokens: unknown[] = [];
    const scene = sceneOf({
      'ecs:CreateService': (input: { clientToken?: string }) => {
        tokens.push(input.clientToken);
        return tokens.length === 1 ? timeout() : { service: { serviceName: 'green' } };
      },
    });
    const plan = planOf((build) =>
      build.change('service', {
        title: 'Start green',
        call: { service: 'ecs', operation: 'CreateService', input: { serviceName: 'green' } },
        before: null,
        after: 'green',
        undo: { service: 'ecs', operation: 'DeleteService', input: { service: 'green', force: true } },
      }),
    );
    expect((await scene.execute(plan)).status).toBe('succeeded');
    expect(tokens[0]).toMatch(/^.{1,36}$/);
    expect(tokens[1]).toBe(tokens[0]);
  });
});

test('what carries the name already and is not ours is left alone, and said', async () => {
  const scene = sceneOf({
    'elbv2:CreateTargetGroup': () => awsError('DuplicateTargetGroupName'),
    'elbv2:DescribeTargetGroups': GROUPS,
    'elbv2:DescribeTags': taggedBy('somebody else'),
  });
  const outcome = await scene.execute(planOf((plan) => void createGroup(plan)));
  expect(outcome.status).toBe('undone');
  expect(outcome.reason).toContain('this execution did not make it');
  expect(scene.changes()).toEqual(['elbv2:CreateTargetGroup']);
});

test('a step that fails undoes what was done before it, newest first', async () => {
  const scene = sceneOf({
    'elbv2:CreateTargetGroup': GROUPS,
    'elbv2:DeleteTargetGroup': {},
    'elbv2:ModifyRule': (input: { Actions: string }) => (input.Actions === 'green' ? awsError('AccessDenied') : {}),
    'ecs:UpdateService': {},
  });
  const plan = planOf((build) => {
    createGroup(build);
    build.change('count', {
      title: 'Scale',
      call: { service: 'ecs', operation: 'UpdateService', input: { desiredCount: 5 } },
      before: 3,
      after: 5,
      undo: { service: 'ecs', operation: 'UpdateService', input: { desiredCount: 3 } },
    });
    build.change('rule', {
      title: 'Shift',
      call: { service: 'elbv2', operation: 'ModifyRule', input: { Actions: 'green' } },
      before: 'blue',
      after: 'green',
      undo: { service: 'elbv2', operation: 'ModifyRule', input: { Actions: 'blue' } },
    });
  });
  const outcome = await scene.execute(plan);
  expect(outcome).toMatchObject({ status: 'undone', residue: [] });
  // What was refused was not done: there is nothing of it to undo.
  expect(scene.changes()).toEqual([
    'elbv2:CreateTargetGroup',
    'ecs:UpdateService',
    'elbv2:ModifyRule',
    'ecs:UpdateService',
    'elbv2:DeleteTargetGroup',
  ]);
  expect(scene.asked.at(-1)?.input).toEqual({ TargetGroupArn: ARN });
});

test('what cannot be undone is listed with its name, why, and what to do', async () => {
  const scene = sceneOf({
    'elbv2:CreateTargetGroup': GROUPS,
    'elbv2:DeleteTargetGroup': () => awsError('AccessDenied', 'not allowed', 403),
    'ecs:DescribeServices': {},
  });
  const plan = planOf((build) => {
    createGroup(build);
    build.wait('never', {
      title: 'It never holds',
      until: condition('ecs', 'DescribeServices', { met: '`false`' }),
      every: '10s',
      within: '1m',
    });
  });
  const outcome = await scene.execute(plan);
  expect(outcome.status).toBe('failed');
  expect(outcome.residue).toEqual([
    expect.objectContaining({ step: 'group', resource: ARN, title: 'Create the group' }),
  ]);
  expect(outcome.residue[0]?.why).toContain('AccessDenied');
  expect(outcome.residue[0]?.todo).toContain('opsbook executions undo');
});

test('a step waits until its condition holds, and no longer', async () => {
  let looks = 0;
  const scene = sceneOf({ 'ecs:DescribeServices': () => ({ running: (looks += 1) }) });
  const plan = planOf((build) =>
    build.wait('running', {
      title: 'Three run',
      until: condition('ecs', 'DescribeServices', {
        met: 'a.running >= `3`',
        observed: "join(' ', [to_string(a.running), 'run'])",
      }),
      every: '10s',
      within: '10m',
    }),
  );
  const began = scene.clock.getTime();
  expect((await scene.execute(plan)).status).toBe('succeeded');
  expect(scene.clock.getTime() - began).toBe(20_000);
  expect(scene.memory.records.get('do running')?.observed).toBe('3 run');
});

test('BG01: a state that waiting does not mend ends the wait at once, with its reason', async () => {
  const scene = sceneOf({ 'elbv2:DescribeTargetHealth': { state: 'unused', reason: 'Target.NotInUse' } });
  const plan = planOf((build) =>
    build.wait('healthy', {
      title: 'Targets are healthy',
      until: condition('elbv2', 'DescribeTargetHealth', {
        met: "a.state == 'healthy'",
        failed: [{ when: "a.state == 'unused'", because: 'a.reason' }],
      }),
      every: '10s',
      within: '10m',
    }),
  );
  const outcome = await scene.execute(plan);
  expect(outcome).toMatchObject({ status: 'undone', reason: 'Targets are healthy: Target.NotInUse' });
  expect(scene.asked).toHaveLength(1);
});

describe('what a person is asked', () => {
  const watching = planOf((build) => {
    createGroup(build);
    build.watch('bake', {
      title: 'Watch',
      guards: [
        condition('cloudwatch', 'DescribeAlarms', {
          met: '`true`',
          failed: [{ when: "a.state == 'ALARM'", because: "'it rings'" }],
          unsure: [{ when: "a.state == 'INSUFFICIENT_DATA'", because: "'no data'" }],
        }),
      ],
      every: '30s',
      for: '5m',
    });
  });
  const answers = (states: string[]) => ({
    'elbv2:CreateTargetGroup': GROUPS,
    'elbv2:DeleteTargetGroup': {},
    'cloudwatch:DescribeAlarms': () => ({ state: (states.length > 1 ? states.shift() : states[0]) ?? 'OK' }),
  });

  test.each<[Order | 'nobody', string]>([
    ['resume', 'succeeded'],
    ['undo', 'undone'],
    ['cancel', 'cancelled'],
    ['nobody', 'waiting'],
  ])('BG20: without data it is neither good nor bad: %s leads to %s', async (order, status) => {
    const scene = sceneOf(answers(['OK', 'INSUFFICIENT_DATA']));
    const people = {
      order: () => Promise.resolve(undefined),
      awaitOrder: () => Promise.resolve(order === 'nobody' ? ('leave' as const) : order),
    };
    const outcome = await scene.execute(watching, { people });
    expect(outcome.status).toBe(status);
    // Set aside or left, what it made is still there, and named.
    expect(outcome.residue.map(({ step }) => step)).toEqual(['cancelled', 'waiting'].includes(status) ? ['group'] : []);
  });

  test('a guard that is breached needs no person: it is undone at once', async () => {
    const scene = sceneOf(answers(['OK', 'OK', 'ALARM']));
    const outcome = await scene.execute(watching);
    expect(outcome).toMatchObject({ status: 'undone', reason: 'Watch: it rings' });
    expect(scene.clock.getTime()).toBeLessThan(Date.parse('2026-11-23T08:02:00Z'));
  });
});

test('EN09: one that failed for its credentials goes on at that step when a person says so, with nothing made twice', async () => {
  let expired = true;
  const scene = sceneOf({
    'elbv2:CreateTargetGroup': GROUPS,
    'ecs:UpdateService': () => (expired ? awsError('ExpiredTokenException', 'expired', 403) : {}),
  });
  const plan = planOf((build) => {
    createGroup(build);
    build.change('count', {
      title: 'Scale',
      call: { service: 'ecs', operation: 'UpdateService', input: { desiredCount: 5 } },
      before: 3,
      after: 5,
      undo: { service: 'ecs', operation: 'UpdateService', input: { desiredCount: 3 } },
    });
  });
  const people = {
    order: () => Promise.resolve(undefined),
    awaitOrder: () => {
      expired = false;
      return Promise.resolve('resume' as const);
    },
  };
  expect((await scene.execute(plan, { people })).status).toBe('succeeded');
  expect(scene.changes().filter((name) => name === 'elbv2:CreateTargetGroup')).toHaveLength(1);
  expect(scene.memory.statuses.map(({ status }) => status)).toContain('failed');
});

test('EN14: a secret in an input or an answer is masked in the record', async () => {
  const Variables = [{ name: 'DB_PASSWORD', value: 'hunter22' }];
  const scene = sceneOf({
    'rds:ModifyDBInstance': { DBInstance: { Endpoint: 'x', MasterUserPassword: 'hunter22', Variables } },
  });
  const plan = planOf((build) =>
    build.change('password', {
      title: 'Change it',
      call: { service: 'rds', operation: 'ModifyDBInstance', input: { MasterUserPassword: 'hunter22' } },
      before: null,
      after: null,
      undo: { impossible: 'the old one is not known' },
    }),
  );
  expect((await scene.execute(plan)).status).toBe('succeeded');
  expect(JSON.stringify([...scene.memory.records])).not.toContain('hunter22');
  expect(JSON.stringify([...scene.memory.results])).not.toContain('hunter22');
});

test('BG12: when a delay began and cannot be read, nothing is taken away: it is an error', async () => {
  const scene = sceneOf({ 'ecs:UpdateService': {} });
  const plan = planOf((build) => {
    build.pause('keep', { title: 'Keep blue', for: '1h' });
    build.change('scale-down', {
      title: 'Scale blue to zero',
      call: { service: 'ecs', operation: 'UpdateService', input: { desiredCount: 0 } },
      before: 3,
      after: 0,
      undo: { impossible: 'none' },
    });
  });
  scene.memory.results.set('keep: begin', JSON.stringify('not an instant'));
  await expect(scene.execute(plan)).rejects.toThrow('cannot be read');
  expect(scene.changes()).toEqual([]);
});

test('a create that got no answer, is not to be seen yet and then refused as a duplicate, is ours', async () => {
  let calls = 0;
  let looks = 0;
  const scene = sceneOf({
    'elbv2:CreateTargetGroup': () => ((calls += 1) === 1 ? timeout() : awsError('DuplicateTargetGroupName')),
    'elbv2:DescribeTargetGroups': () => ((looks += 1) < 3 ? awsError('TargetGroupNotFound') : GROUPS),
    'elbv2:DescribeTags': taggedBy('ex-1'),
  });
  expect((await scene.execute(planOf((plan) => void createGroup(plan)))).status).toBe('succeeded');
  expect(scene.memory.records.get('do group')?.response).toEqual(GROUPS);
});

test('every step of an execution has a token of its own', async () => {
  const tokens = new Set<unknown>();
  const scene = sceneOf({
    'ecs:CreateService': (input: { clientToken?: string }) => {
      tokens.add(input.clientToken);
      return {};
    },
  });
  // As hashes of a few characters have it: "Aa" and "BB" are one to many of them.
  const keys = ['Aa', 'BB', 'AaAa', 'BBBB', 'AaBB', 'BBAa'];
  const plan = planOf((build) => {
    for (const key of keys) {
      build.change(key, {
        title: key,
        call: { service: 'ecs', operation: 'CreateService', input: { serviceName: key } },
        before: null,
        after: key,
        undo: { service: 'ecs', operation: 'DeleteService', input: { service: key, force: true } },
      });
    }
  });
  expect((await scene.execute(plan)).status).toBe('succeeded');
  expect(tokens.size).toBe(keys.length);
});

test('an answer without what a later step needs leads back, not to a halt half-way', async () => {
  const scene = sceneOf({ 'elbv2:CreateTargetGroup': GROUPS, 'elbv2:DeleteTargetGroup': {} });
  const plan = planOf((build) => {
    const made = createGroup(build);
    build.change('rule', {
      title: 'Shift',
      call: { service: 'elbv2', operation: 'ModifyRule', input: { RuleArn: made.answer('Nothing.Of.That') } },
      before: null,
      after: null,
      undo: { service: 'elbv2', operation: 'ModifyRule', input: {} },
    });
  });
  const outcome = await scene.execute(plan);
  expect(outcome).toMatchObject({ status: 'undone', residue: [] });
  expect(outcome.reason).toContain('Nothing.Of.That');
  expect(scene.changes()).toEqual(['elbv2:CreateTargetGroup', 'elbv2:DeleteTargetGroup']);
});

describe('a Terraform layer that must be new', () => {
  const layer = (action: 'undo' | 'ask') =>
    planOf((build) => {
      build.conduct({ onFailure: action });
      build.terraform('network', {
        title: 'Apply the network',
        action: 'apply',
        directory: 'network',
        mustBeNew: true,
        undo: { terraform: 'destroy', directory: 'network', variables: {} },
      });
    });
  const told = (order: Order, before: () => void) => ({
    order: () => Promise.resolve(undefined),
    awaitOrder: () => {
      before();
      return Promise.resolve(order);
    },
  });

  test('is applied again where it failed half-way and a person says so: what it left is its own', async () => {
    const terraform = createTerraformPort();
    terraform.failing.add('apply network');
    const scene = sceneOf({});
    const people = told('resume', () => terraform.failing.clear());
    expect((await scene.execute(layer('ask'), { terraform, people })).status).toBe('succeeded');
    expect(terraform.asked).toEqual(['apply network', 'apply network']);
  });

  test('is left alone where it holds something older, also when that is undone', async () => {
    const terraform = createTerraformPort();
    terraform.standing.set('network', {});
    const outcome = await sceneOf({}).execute(layer('undo'), { terraform });
    expect(outcome.reason).toContain('its state holds');
    expect(terraform.asked).toEqual([]);
  });
});

describe('a question that nobody answers', () => {
  const asking = (onExpiry: 'undo' | 'cancel') =>
    planOf((build) => {
      createGroup(build);
      build.approve('shift', { title: 'Go on?', expires: '1h', onExpiry });
    });

  test.each([
    ['undo', 'undone', []],
    ['cancel', 'expired', ['group']],
  ] as const)('BG22: leads to what was shown before: %s', async (onExpiry, status, left) => {
    const scene = sceneOf({ 'elbv2:CreateTargetGroup': GROUPS, 'elbv2:DeleteTargetGroup': {} });
    const approvals = { decision: () => Promise.resolve({ decision: 'pending', words: 'waits' } as const) };
    const outcome = await scene.execute(asking(onExpiry), { approvals });
    expect(outcome.status).toBe(status);
    expect(outcome.reason).toContain('nobody decided within 1h');
    expect(outcome.residue.map(({ step }) => step)).toEqual(left);
  });
});

test('DR03: what was to be taken away again and was not all, is no success', async () => {
  const scene = sceneOf({ 'ecs:UpdateService': {} });
  const plan = planOf((build) => {
    build.conduct({ afterwards: 'undo', undoGoesOn: true });
    build.change('count', {
      title: 'Scale',
      call: { service: 'ecs', operation: 'UpdateService', input: { desiredCount: 5 } },
      before: 3,
      after: 5,
      undo: { impossible: 'nobody knows how' },
    });
  });
  const outcome = await scene.execute(plan);
  expect(outcome).toMatchObject({ status: 'failed', residue: [{ step: 'count' }] });
});

describe('once what a plan is for is done', () => {
  const shifted = (build: PlanBuilder) => {
    createGroup(build);
    build.settled();
    build.change('blue-gone', {
      title: 'Delete blue',
      call: { service: 'ecs', operation: 'DeleteService', input: { service: 'blue' } },
      before: 'blue',
      after: null,
      undo: { impossible: 'AWS gives it back to nobody' },
    });
    build.change('blue-group-gone', {
      title: "Delete blue's group",
      call: { service: 'elbv2', operation: 'DeleteTargetGroup', input: { TargetGroupArn: 'blue' } },
      before: 'blue',
      after: null,
      undo: { impossible: 'AWS gives it back to nobody' },
    });
  };
  const answers = {
    'elbv2:CreateTargetGroup': GROUPS,
    'ecs:DeleteService': {},
    'elbv2:DeleteTargetGroup': () => awsError('AccessDenied', 'not allowed', 403),
  } as const;

  test('a failure while tidying up takes nothing back: a person is asked', async () => {
    const scene = sceneOf(answers);
    const outcome = await scene.execute(planOf(shifted));
    expect(outcome.status).toBe('failed');
    expect(outcome.reason).toContain("Delete blue's group");
    expect(scene.changes()).toEqual(['elbv2:CreateTargetGroup', 'ecs:DeleteService', 'elbv2:DeleteTargetGroup']);
  });

  test('undone on a word all the same, what serves now is left where it is, and named', async () => {
    const scene = sceneOf(answers);
    const people = { order: () => Promise.resolve(undefined), awaitOrder: () => Promise.resolve('undo' as const) };
    const outcome = await scene.execute(planOf(shifted), { people });
    expect(outcome.status).toBe('failed');
    expect(outcome.residue.map(({ step }) => step)).toEqual(['blue-gone', 'group']);
    expect(scene.changes()).not.toContain('ecs:UpdateService');
  });
});

test('a bad version does not keep its share while somebody makes up their mind', async () => {
  let looks = 0;
  const scene = sceneOf({
    'elbv2:CreateTargetGroup': GROUPS,
    'elbv2:DeleteTargetGroup': {},
    'cloudwatch:DescribeAlarms': () => ({ state: (looks += 1) > 2 ? 'ALARM' : 'OK' }),
  });
  const plan = planOf((build) => {
    createGroup(build);
    build.approve('more', {
      title: 'Send more?',
      guards: [
        condition('cloudwatch', 'DescribeAlarms', { failed: [{ when: "a.state == 'ALARM'", because: "'it rings'" }] }),
      ],
    });
  });
  const approvals = { decision: () => Promise.resolve({ decision: 'pending' as const, words: 'nobody has answered' }) };
  const outcome = await scene.execute(plan, { approvals });
  expect(outcome).toMatchObject({ status: 'undone', reason: expect.stringContaining('it rings') });
  expect(scene.clock.getTime()).toBeLessThan(Date.parse('2026-11-23T08:03:00Z'));
});

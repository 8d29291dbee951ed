import { expect, test } from 'vitest';
import { createDeploymentStage, type DeploymentStage, WEB, WEB_GROUP } from '../../../test/deployment.ts';
import { holds, textOf } from '../../model/expression.ts';
import type { Json } from '../../model/json.ts';
import { targetsHealthy } from '../conditions/elbv2.ts';
import { blueGreen } from './blue-green.ts';

const GROUP = { arn: 'arn:green', name: 'web-green' };
const ONE_TO_BLUE = [{ Type: 'forward', TargetGroupArn: WEB_GROUP }] as const;

test('BG01: a target group that no rule names fails the wait at once, with AWS’s reason, and never loops', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, WEB);
  // Somebody else's tool puts the rules back as it knows them, while green starts.
  stage.world.clock.after(35_000, () => restoreRules(stage));
  const began = stage.world.clock.now().getTime();
  const { status, reason } = await stage.execute(plan);
  expect(status).toBe('undone');
  expect(reason).toContain('no listener or rule forwards to web-service-green');
  expect(reason).toContain('Target.NotInUse');
  const failed = stage.events.find(({ step, phase }) => step === 'green-ready' && phase === 'failed');
  expect((failed?.at.getTime() ?? Infinity) - began).toBeLessThan(2 * 60_000);
  expect(stage.tasks('web-service-green')).toBe('INACTIVE');
});

test('BG02: a target in a zone that the load balancer does not stand in is told as that', () => {
  const answers = healthOf([
    ['10.0.0.1', 'healthy'],
    [
      '10.0.9.1',
      'unused',
      'Target.NotInUse',
      'Target is in an Availability Zone that is not enabled for the load balancer',
    ],
  ]);
  expect(verdict(answers, 2)).toEqual([
    'failed',
    'targets of web-green are in an Availability Zone that is not enabled for the load balancer (Target.NotInUse): 10.0.9.1 in us-east-1c',
  ]);
});

test('BG03: as many have to be healthy as are wanted; one healthy and one being checked are not ready', () => {
  const answers = healthOf([
    ['10.0.0.1', 'healthy'],
    ['10.0.0.2', 'initial', 'Elb.InitialHealthChecking'],
  ]);
  expect(verdict(answers, 2)).toEqual([
    'pending',
    '1 targets of web-green are healthy, 2 needed; 10.0.0.2 initial Elb.InitialHealthChecking',
  ]);
  expect(verdict(answers, 1)[0]).toBe('met');
});

test('BG04: a target that falls ill between the wait and the switch keeps the switch from happening', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, WEB);
  const began = stage.world.clock.now();
  const { status, reason } = await stage.execute(plan, {
    progress({ step, phase }) {
      if (step !== 'green-whole' || phase !== 'done') return;
      stage.behave('web-service:42', { healthyAfterMs: 'never' });
      stage.world.clock.advance(90_000);
    },
  });
  expect(status).toBe('undone');
  expect(reason).toMatch(/^Send 100 % .* has as many healthy targets as 100 % of the requests to web-service need: /);
  expect(stage.traffic(began).failed).toBe(0);
  expect(stage.traffic(began).byVersion).not.toHaveProperty([`${ARN}web-service:42`]);
});

test('BG15: a version that never gets healthy is taken away, and requests never left blue', async () => {
  const stage = createDeploymentStage();
  stage.behave('web-service:42', { healthyAfterMs: 'never' });
  const began = stage.world.clock.now();
  const plan = await stage.plan(blueGreen, WEB);
  const { status, reason, residue } = await stage.execute(plan);
  expect({ status, residue }).toEqual({ status: 'undone', residue: [] });
  expect(reason).toMatch(/^web-service-green runs 3 tasks, and the load balancer finds them healthy: /);
  expect(stage.shares()).toEqual(['web-service-blue 1', 'web-service-blue 1']);
  expect(stage.traffic(began).failed).toBe(0);
  expect(Object.keys(stage.traffic(began).byVersion)).not.toContain(`${ARN}web-service:42`);
});

test.each([
  ['CannotPullContainerError: pull image manifest has been retried 1 time(s): not found', /CannotPullContainerError/],
  ['RESOURCE:ENI', /was unable to place a task. Reason: RESOURCE:ENI/],
])(
  'BG25: tasks that never run (%s) end in a sentence with ECS’s own reason, and green is removed',
  async (stuckPending, quoted) => {
    const stage = createDeploymentStage();
    stage.behave('web-service:42', { stuckPending });
    const { status, reason, residue } = await stage.execute(await stage.plan(blueGreen, WEB));
    expect({ status, residue }).toEqual({ status: 'undone', residue: [] });
    expect(reason).toMatch(quoted);
    expect(stage.tasks('web-service-green')).toBe('INACTIVE');
    expect(stage.tasks('web-service')).toBe('3 of 3');
  },
);

const ARN = 'arn:aws:ecs:us-east-1:123456789012:task-definition/';

function restoreRules({ elsewhere, world }: DeploymentStage): void {
  const { rules } = world.region('123456789012', 'us-east-1').elbv2;
  const named = rules.filter(({ Actions = [] }) => JSON.stringify(Actions).includes('web-service-green'));
  for (const { RuleArn, ListenerArn, IsDefault } of named) {
    if (IsDefault) elsewhere('elbv2', 'ModifyListener', { ListenerArn, DefaultActions: ONE_TO_BLUE });
    else elsewhere('elbv2', 'ModifyRule', { RuleArn, Actions: ONE_TO_BLUE });
  }
}

type Health = readonly [id: string, state: string, reason?: string, description?: string];

function healthOf(targets: readonly Health[]): Json {
  const TargetHealthDescriptions = targets.map(([Id, State, Reason = null, Description = null]) => ({
    Target: { Id, Port: 8080, AvailabilityZone: 'us-east-1c' },
    TargetHealth: { State, Reason, Description },
  }));
  return { t: { TargetHealthDescriptions }, g: { TargetGroups: [{ LoadBalancerArns: ['arn:balancer'] }] } };
}

/** What the executor concludes from these answers, and what it says. */
function verdict(answers: Json, count: number): [string, string] {
  const condition = targetsHealthy(GROUP, count);
  const failed = condition.failed.find(({ when }) => holds(when, answers));
  if (failed) return ['failed', textOf(failed.because, answers)];
  return [holds(condition.met, answers) ? 'met' : 'pending', textOf(condition.observed, answers)];
}

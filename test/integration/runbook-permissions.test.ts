import { describe, expect, test } from 'vitest';
import type { OperationName } from '../../src/aws/service.ts';
import { undoPlan } from '../../src/engine/execute/run-plan.ts';
import { RUNBOOKS } from '../../src/runbooks/registry.ts';
import { createSandbox } from '../../src/sandbox/create.ts';
import { createStage } from '../runbook.ts';
import { type Scenario, SCENARIOS } from '../sweep/scenarios.ts';
import { VARIANTS } from '../sweep/variants.ts';

/**
 * What a runbook declares beside what is called here, and when it is: of things that the sandbox's account has not, or
 * that only happen when something goes wrong. Tests of the runbook itself show those.
 */
const ONLY_WHEN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'deployment/blue-green': {
    'application-autoscaling:DeleteScheduledAction': 'the service is scaled by the clock',
    'application-autoscaling:PutScheduledAction': 'the service is scaled by the clock',
    'ecs:DescribeServiceDeployments': 'ECS shifts the requests itself',
    'ecs:StopServiceDeployment': 'ECS shifts the requests itself',
    'ecs:DescribeTasks': 'tasks of the new version stop',
  },
  'deployment/rollback-service': {
    'ecs:DescribeServiceDeployments': 'a deployment is under way',
    'ecs:StopServiceDeployment': 'a deployment is under way',
    'elbv2:DescribeListeners': 'there are two colours',
    'elbv2:DescribeRules': 'there are two colours',
  },
  'incident/maintenance-mode': {
    'elbv2:ModifyRule': 'a listener serves users by its default rule alone',
    'elbv2:SetRulePriorities': 'another rule has the first place',
  },
  'monitoring/alarms': {
    'cloudwatch:TagResource': 'an alarm of somebody else is taken over',
    'cloudwatch:UntagResource': 'that is undone',
  },
  'recovery/dr-drill': {
    'rds:CopyDBSnapshot': 'the drill is in another region',
    'rds:DeleteDBSnapshot': 'the drill is in another region',
  },
  'recovery/fail-over': {
    'cloudwatch:DescribeAlarmHistory': 'alarms are watched',
    'cloudwatch:DescribeAlarms': 'alarms are watched',
    'rds:DescribeGlobalClusters': 'a global cluster moves',
    'rds:FailoverGlobalCluster': 'a global cluster moves, and data may be lost',
    'rds:SwitchoverGlobalCluster': 'a global cluster moves',
  },
  'recovery/restore-database': { 'rds:DescribeDBClusters': 'no instance has that name' },
  'scaling/database': { 'rds:DescribeDBClusters': 'no instance has that name' },
  'scaling/service': {
    'elbv2:DescribeListeners': 'there are two colours',
    'elbv2:DescribeRules': 'there are two colours',
    'elbv2:DescribeTargetGroups': 'there are two colours',
  },
  'scaling/service-autoscaling': {
    'elbv2:DescribeListeners': 'there are two colours',
    'elbv2:DescribeRules': 'there are two colours',
    'elbv2:DescribeTargetGroups': 'there are two colours',
  },
};

/** Everything that planning, executing and undoing called. */
async function calledBy({
  settings,
  prepare,
  runbook,
  parameters,
  ports,
}: Scenario): Promise<ReadonlySet<OperationName>> {
  const world = createSandbox();
  prepare?.(world);
  const stage = createStage({ world, ...(settings && { settings }) });
  const plan = await stage.plan(runbook, parameters);
  const own = ports?.() ?? {};
  await stage.execute(plan, own);
  stage.memory.results.clear();
  await undoPlan(plan, stage.ports(plan, own), 'to see what that calls');
  return new Set(stage.sent);
}

describe('what a runbook calls is what it declares, and so what its policy allows', () => {
  test.each(RUNBOOKS.map((runbook) => [runbook.id, runbook] as const))('%s', async (id, runbook) => {
    const own = [...SCENARIOS, ...VARIANTS].filter((scenario) => scenario.runbook === runbook);
    expect(own.length, `a scenario for ${id}`).toBeGreaterThan(0);
    const called = new Set<OperationName>();
    for (const scenario of own) for (const operation of await calledBy(scenario)) called.add(operation);
    expect([...called].filter((operation) => !runbook.calls.includes(operation))).toEqual([]);
    const uncalled = runbook.calls.filter((operation) => !called.has(operation));
    expect(uncalled.toSorted()).toEqual(Object.keys(ONLY_WHEN[id] ?? {}).toSorted());
  });
});

import { expect, test } from 'vitest';
import { certificateCurrent } from '../../src/checks/acm/certificate-current.ts';
import type { Check } from '../../src/checks/define.ts';
import { clusterActive } from '../../src/checks/ecs/cluster-active.ts';
import { deploymentSucceeded } from '../../src/checks/ecs/deployment-succeeded.ts';
import { growthSustainable } from '../../src/checks/ecs/growth-sustainable.ts';
import { rightsized } from '../../src/checks/ecs/rightsized.ts';
import { serviceHeadroom } from '../../src/checks/ecs/service-headroom.ts';
import { serviceSteady } from '../../src/checks/ecs/service-steady.ts';
import { serverErrorsQuiet } from '../../src/checks/elbv2/5xx-quiet.ts';
import { loadBalancerActive } from '../../src/checks/elbv2/load-balancer-active.ts';
import { loadBalancerUsed } from '../../src/checks/elbv2/load-balancer-used.ts';
import { targetHealthy } from '../../src/checks/elbv2/target-healthy.ts';
import { createSandbox } from '../../src/sandbox/create.ts';
import { inProcessTransport } from '../../src/sandbox/in-process.ts';
import { ecsService } from '../../src/sandbox/world/newcomer/ecs/service.ts';
import { ACCOUNT, judge, NOW, REGION, runOn } from '../answers.ts';

const WRONG: readonly (readonly [Check, readonly string[]])[] = [
  [clusterActive, ['analytics-cluster: high']],
  [serviceSteady, ['production-cluster/worker: high']],
  [deploymentSucceeded, ['production-cluster/web-service: high', 'production-cluster/worker: high']],
  [serviceHeadroom, ['production-cluster/api: medium']],
  [growthSustainable, ['production-cluster/api: medium', 'production-cluster/web-service: medium']],
  [rightsized, ['production-cluster/notifications: low']],
  [loadBalancerActive, ['partner-nlb: high']],
  [targetHealthy, ['old-campaign: critical', 'api: high']],
  [serverErrorsQuiet, ['production-alb: high']],
  [loadBalancerUsed, ['old-campaign-alb: medium']],
  [certificateCurrent, ['partners.example.com: high']],
];

test.each(WRONG.map(([check, wrong]) => [check.id, check, wrong] as const))(
  "%s finds what is wrong in the newcomer's account, and nothing else",
  async (_id, check, wrong) => {
    const called = new Set<string>();
    const onRead = (_owner: string, operation: string) => called.add(operation);
    const findings = await judge(check, inProcessTransport(createSandbox(), ACCOUNT), { onRead });
    const failing = findings.filter(({ status }) => status === 'fail');
    expect(failing.map(({ resource, severity }) => `${resource.id}: ${severity}`)).toEqual(wrong);
    expect(findings.filter(({ status }) => status === 'unknown')).toEqual([]);
    expect(findings.some(({ status }) => status === 'pass')).toBe(true);
    expect([...called].toSorted()).toEqual(check.calls.toSorted());
  },
);

test.each(WRONG.map(([check]) => [check.id, check] as const))(
  '%s finds nothing wrong in the disaster recovery region',
  async (_id, check) => {
    const findings = await judge(check, inProcessTransport(createSandbox(), ACCOUNT), { region: 'eu-west-1' });
    expect(findings.filter(({ status }) => status !== 'pass')).toEqual([]);
    expect(findings.length).toBeGreaterThan(0);
  },
);

test('the daily checks of 250 services and their target groups make no call for each service', async () => {
  const world = createSandbox();
  const { ecs } = world.region(ACCOUNT, REGION);
  const place = { accountId: ACCOUNT, region: REGION };
  for (let index = 0; index < 250; index += 1) {
    const plan = { cluster: 'production-cluster', name: `svc-${index}`, environment: 'production', revision: 1 };
    ecs.services.push(ecsService(place, { ...plan, desired: 1, deployedAt: new Date(NOW.getTime() - 9e8), now: NOW }));
  }
  const checks = [
    clusterActive,
    serviceSteady,
    deploymentSucceeded,
    loadBalancerActive,
    targetHealthy,
    certificateCurrent,
  ];
  const checklist = { id: 'daily', title: 'Daily', purpose: '', checks, sections: [] };
  const { aws } = await runOn(checklist, inProcessTransport(world, ACCOUNT));
  expect(aws.byOperation).toEqual({
    'acm:ListCertificates': 1,
    'ecs:DescribeClusters': 1,
    'ecs:DescribeServices': 27,
    'ecs:ListClusters': 1,
    'ecs:ListServiceDeployments': 1,
    'ecs:ListServices': 5,
    'elbv2:DescribeLoadBalancers': 1,
    'elbv2:DescribeTargetGroups': 1,
    'elbv2:DescribeTargetHealth': 6,
  });
});

import { expect, test } from 'vitest';
import { type Failing, mitigationsFor } from './mitigations.ts';

const INCIDENT = { title: 'checkout is slow', labels: {}, severity: 'P1' } as const;

function failing(check: string, id: string, reason: string, region = 'us-east-1'): Failing {
  return { account: '123456789012', region, check, reason, resource: { type: 'T', id, arn: `arn:${id}` } };
}

function offered(findings: readonly Failing[], incident: Parameters<typeof mitigationsFor>[1] = INCIDENT): string[] {
  return mitigationsFor(findings, incident).map(({ runbook, place, parameters }) =>
    [place, runbook, ...Object.values(parameters)].join(' '),
  );
}

test('a service of one name in two regions is two offers, each for its place', () => {
  const steady = (region: string) =>
    failing('ecs-service-steady', 'prod/web', 'prod/web: 1 of 3 tasks running', region);
  expect(offered([steady('us-east-1'), steady('eu-west-1')])).toEqual([
    '123456789012/us-east-1 deployment/rollback-service prod web',
    '123456789012/us-east-1 scaling/service prod web',
    '123456789012/eu-west-1 deployment/rollback-service prod web',
    '123456789012/eu-west-1 scaling/service prod web',
  ]);
});

test('what would change nothing, or what somebody did on purpose, is not offered', () => {
  expect(
    offered([
      failing('ecs-deployment-succeeded', 'prod/web', 'prod/web: a deployment ended ROLLBACK_SUCCESSFUL'),
      failing('rds-instance-available', 'staging', 'staging is stopped.'),
      failing('ec2-address-associated', '203.0.113.1', '203.0.113.1 is associated with nothing.'),
    ]),
  ).toEqual([]);
});

test('what has to do with what the incident names comes first', () => {
  const found = [
    failing('rds-instance-available', 'orders', 'orders is failed.'),
    failing('ecs-deployment-succeeded', 'prod/checkout', 'prod/checkout: the deployment FAILED'),
  ];
  expect(offered(found)[0]).toBe('123456789012/us-east-1 deployment/rollback-service prod checkout');
});

test('customers are sent to a maintenance page only for what is serious', () => {
  const errors = [failing('elbv2-5xx-quiet', 'alb', 'alb gave 405 server errors')];
  expect(offered(errors)).toEqual(['123456789012/us-east-1 incident/maintenance-mode alb on']);
  expect(offered(errors, { ...INCIDENT, severity: 'P2' })).toEqual([]);
});

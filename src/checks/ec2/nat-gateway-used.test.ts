import { expect, test } from 'vitest';
import { awsError, judge, lines, NOW } from '../../../test/answers.ts';
import { cannedMetrics, daily } from '../../../test/canned-metrics.ts';
import { DAY_MS } from '../daily-range.ts';
import { natGatewayUsed } from './nat-gateway-used.ts';

function gateway(NatGatewayId: string, ageMs = 100 * DAY_MS, State = 'available') {
  return { NatGatewayId, State, VpcId: 'vpc-1', CreateTime: new Date(NOW.getTime() - ageMs) };
}

function traffic(id: string, values: readonly number[]) {
  return { [`BytesOutToDestination ${id}`]: daily(NOW, values), [`BytesOutToSource ${id}`]: daily(NOW, values) };
}

const NOTHING = Array.from({ length: 31 }, () => 0);

test('names the gateway that has carried nothing in 7 days, with its price', async () => {
  const findings = await judge(natGatewayUsed, {
    'ec2:DescribeNatGateways': { NatGateways: [gateway('nat-1'), gateway('nat-2')] },
    'cloudwatch:GetMetricData': cannedMetrics({
      ...traffic('nat-1', [500, 0, 0, 0, 0, 0, 0, 0, 0]),
      ...traffic('nat-2', [0, 0, 0, 0, 0, 0, 0, 0, 7]),
    }),
  });
  expect(lines(findings)).toEqual([
    'nat-1: fail medium: nat-1 has carried nothing in the last 7 days.',
    'nat-2: pass: nat-2 carried 7 bytes out and 7 bytes back in the last 7 days.',
  ]);
  expect(findings[0]?.evidence).toMatchObject({ monthlyCostUsd: 32.85, bytesOutToDestination: 0 });
});

test('a gateway of which CloudWatch knows nothing, or not every day, is unknown', async () => {
  const findings = await judge(natGatewayUsed, {
    'ec2:DescribeNatGateways': { NatGateways: [gateway('nat-1'), gateway('nat-2')] },
    'cloudwatch:GetMetricData': cannedMetrics(traffic('nat-2', [0, 0, 0, 0, 0, 0, 0])),
  });
  expect(lines(findings)).toEqual([
    'nat-1: unknown: nat-1: CloudWatch has data of only 0 of the last 7 days.',
    'nat-2: unknown: nat-2: CloudWatch has data of only 6 of the last 7 days.',
  ]);
});

test('a gateway of 7 days or less cannot have been idle for 7 days; a second more, and it can', async () => {
  const findings = await judge(natGatewayUsed, {
    'ec2:DescribeNatGateways': { NatGateways: [gateway('nat-1', 7 * DAY_MS), gateway('nat-2', 7 * DAY_MS + 1000)] },
    'cloudwatch:GetMetricData': cannedMetrics({ ...traffic('nat-1', NOTHING), ...traffic('nat-2', NOTHING) }),
  });
  expect(lines(findings)).toEqual([
    'nat-2: fail medium: nat-2 has carried nothing in the last 7 days.',
    'nat-1: pass: nat-1 has carried nothing yet, but was created only 7 days ago.',
  ]);
});

test('a gateway that is being deleted is not billed for', async () => {
  const findings = await judge(natGatewayUsed, {
    'ec2:DescribeNatGateways': { NatGateways: [gateway('nat-1', DAY_MS, 'deleting')] },
  });
  expect(lines(findings)).toEqual(['nat-1: pass: nat-1 is deleting.']);
});

test('without metrics nothing is said of any gateway', async () => {
  const findings = await judge(natGatewayUsed, {
    'ec2:DescribeNatGateways': { NatGateways: [gateway('nat-1')] },
    'cloudwatch:GetMetricData': () => awsError('AccessDenied', 'no', 403),
  });
  expect(lines(findings)).toEqual(['nat-1: unknown: AccessDenied: cloudwatch:GetMetricData is not allowed.']);
});

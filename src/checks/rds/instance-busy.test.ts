import { expect, test } from 'vitest';
import { judge, lines } from '../../../test/answers.ts';
import { dailyMetrics, days } from '../../../test/daily-metrics.ts';
import { instanceBusy } from './instance-busy.ts';

interface Database {
  readonly id: string;
  readonly cpu: readonly (number | null)[];
  readonly connections: number;
  readonly more?: object;
}

function databases(...list: readonly Database[]) {
  return {
    'rds:DescribeDBInstances': {
      DBInstances: list.map(({ id, more }) => ({
        DBInstanceIdentifier: id,
        Engine: 'postgres',
        DBInstanceClass: 'db.r5.2xlarge',
        DBInstanceStatus: 'available',
        ...more,
      })),
    },
    'cloudwatch:GetMetricData': dailyMetrics(({ dimensions, name }) => {
      const found = list.find(({ id }) => id === dimensions['DBInstanceIdentifier']);
      return name === 'CPUUtilization' ? found?.cpu : found && days(found.cpu.length, found.connections);
    }),
  } as const;
}

test('E8.4 idle is a mean over all days and not the first datapoint, and costs what the price list says', async () => {
  const findings = await judge(
    instanceBusy,
    databases(
      { id: 'idle', cpu: [...days(14, 3), 90], connections: 1 },
      { id: 'busy', cpu: [5, ...days(14, 75)], connections: 1 },
      { id: 'light', cpu: days(15, 3), connections: 60 },
    ),
  );
  expect(lines(findings)).toEqual([
    'idle: fail medium: idle is hardly used: 3 % CPU on average and 1 connection at most in 14 days.',
    'busy: pass: busy is used: 70 % CPU on average and 1 connection at most in 14 days.',
    'light: pass: light is used: 3 % CPU on average and 60 connections at most in 14 days.',
  ]);
  expect(findings[0]?.evidence).toMatchObject({ monthlyCostUsd: 730, priceRegion: 'us-east-1', cpuMeanPercent: 3 });
});

test('exactly 20 % and 11 connections are use', async () => {
  const findings = await judge(
    instanceBusy,
    databases(
      { id: 'cpu', cpu: days(15, 20), connections: 0 },
      { id: 'connections', cpu: days(15, 1), connections: 11 },
      { id: 'below', cpu: days(15, 19.9), connections: 10 },
    ),
  );
  expect(findings.map(({ resource, status }) => `${resource.id} ${status}`)).toEqual([
    'below fail',
    'connections pass',
    'cpu pass',
  ]);
});

test('too few days are unknown; a stopped database is not billed for what it does not do', async () => {
  const findings = await judge(
    instanceBusy,
    databases(
      { id: 'new', cpu: days(7, 1), connections: 0 },
      { id: 'silent', cpu: [], connections: 0 },
      { id: 'asleep', cpu: [], connections: 0, more: { DBInstanceStatus: 'stopped' } },
    ),
  );
  expect(lines(findings)).toEqual([
    'new: unknown: CloudWatch has 6 of the last 14 days of new: too few to say whether it is used.',
    'silent: unknown: CloudWatch has 0 of the last 14 days of silent: too few to say whether it is used.',
    'asleep: pass: asleep is stopped: only its storage is billed.',
  ]);
});

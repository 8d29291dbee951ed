import { expect, test } from 'vitest';
import { judge, lines } from '../../../test/answers.ts';
import { dailyMetrics, days } from '../../../test/daily-metrics.ts';
import { growthSustainable } from './growth-sustainable.ts';

const GIB = 2 ** 30;

interface Database {
  readonly id: string;
  readonly freeGib?: readonly number[];
  readonly connections?: readonly number[];
  readonly cpu?: readonly number[];
}

function databases(...list: readonly Database[]) {
  return {
    'rds:DescribeDBInstances': {
      DBInstances: list.map(({ id }) => ({
        DBInstanceIdentifier: id,
        Engine: 'postgres',
        DBInstanceClass: 'db.m5.large',
        DBInstanceStatus: 'available',
        AllocatedStorage: 100,
      })),
    },
    'rds:DescribeDBClusters': {},
    'cloudwatch:GetMetricData': dailyMetrics(({ dimensions, name }) => {
      const found = list.find(({ id }) => id === dimensions['DBInstanceIdentifier']);
      if (!found) return undefined;
      const { freeGib = days(31, 60), connections = days(31, 100), cpu = days(31, 30) } = found;
      if (name === 'FreeStorageSpace') return freeGib.map((gib) => gib * GIB);
      return name === 'DatabaseConnections' ? connections : cpu;
    }),
  } as const;
}

test('E7.5 tells from the numbers what runs out first, and when', async () => {
  const findings = await judge(
    growthSustainable,
    databases(
      { id: 'disk', freeGib: days(31, 80, -1) },
      // The limit is 901, and there are 300 connections at yesterday's noon.
      { id: 'pool', connections: days(31, 10, 10) },
      { id: 'cpu', cpu: days(31, 30, 0.5) },
      { id: 'both', freeGib: days(31, 80, -1), cpu: days(31, 30, 1) },
      { id: 'slow', freeGib: days(31, 90, -0.25) },
      { id: 'steady' },
    ),
  );
  expect(lines(findings)).toEqual([
    'both: fail medium: both reaches 80 % CPU in about 20 days (20.2 to 20.2), and runs out of storage in about 50 days (50.2 to 50.2).',
    'cpu: fail medium: cpu reaches 80 % CPU in about 70 days (70.2 to 70.2).',
    'disk: fail medium: disk runs out of storage in about 50 days (50.2 to 50.2).',
    'pool: fail medium: pool runs out of connections in about 59 days (59.3 to 59.3).',
    'slow: pass: slow runs out of storage in about 330 days (330.2 to 330.2).',
    'steady: pass: steady does not grow towards any of its limits.',
  ]);
  expect(findings.find(({ resource }) => resource.id === 'disk')?.evidence).toMatchObject({
    storage: { low: 50.2, mid: 50.2, high: 50.2, certain: true },
  });
});

test('noise without a direction is no growth', async () => {
  const cpu = days(31, 70).map((value, day) => value + ((day * 7) % 9) - 4);
  const findings = await judge(growthSustainable, databases({ id: 'noisy', cpu }));
  expect(findings.map(({ status }) => status)).toEqual(['pass']);
});

test('E7.5 a load beyond its limit that still grows has reached it, and one that falls back to it grows nowhere', async () => {
  const findings = await judge(
    growthSustainable,
    databases({ id: 'beyond', cpu: days(31, 82, 0.4) }, { id: 'falling', cpu: days(31, 97, -0.4) }),
  );
  expect(lines(findings)).toEqual([
    'beyond: fail medium: beyond reaches 80 % CPU now.',
    'falling: pass: falling does not grow towards any of its limits.',
  ]);
});

test('too few days are unknown and say of what, but what is known to run out is told all the same', async () => {
  const findings = await judge(
    growthSustainable,
    databases({ id: 'young', cpu: days(10, 30) }, { id: 'young-and-full', cpu: [], freeGib: days(31, 40, -1) }),
  );
  expect(lines(findings)).toEqual([
    'young-and-full: fail medium: young-and-full runs out of storage in about 10 days (10.2 to 10.2).',
    'young: unknown: CloudWatch has too few days of young for a trend of its CPU.',
  ]);
});

test("Aurora's storage is a matter of the cluster", async () => {
  const findings = await judge(growthSustainable, {
    'rds:DescribeDBInstances': {
      DBInstances: [{ DBInstanceIdentifier: 'o-1', Engine: 'aurora-postgresql', DBInstanceClass: 'db.r6g.large' }],
    },
    'rds:DescribeDBClusters': {
      DBClusters: [
        { DBClusterIdentifier: 'o', Engine: 'aurora-postgresql', EngineVersion: '16.9', Status: 'available' },
      ],
    },
    'cloudwatch:GetMetricData': dailyMetrics(({ name }) =>
      name === 'VolumeBytesUsed' ? days(31, 200 * 1024 * GIB, 1024 * GIB) : days(31, 10),
    ),
  });
  expect(lines(findings)).toEqual([
    'o: fail medium: o runs out of storage in about 26 days (26.2 to 26.2).',
    'o-1: pass: o-1 does not grow towards any of its limits.',
  ]);
});

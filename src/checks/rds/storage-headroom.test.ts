import { expect, test } from 'vitest';
import { answering, judge, lines } from '../../../test/answers.ts';
import { dailyMetrics, days } from '../../../test/daily-metrics.ts';
import { storageHeadroom } from './storage-headroom.ts';

const GIB = 2 ** 30;
const TIB = 2 ** 40;

interface Database {
  readonly id: string;
  /** GiB a day, oldest first, today's last; null is a day without data. */
  readonly free: readonly (number | null)[];
  readonly allocated?: number;
  readonly more?: object;
}

function databases(...list: readonly Database[]) {
  return {
    'rds:DescribeDBInstances': {
      DBInstances: list.map(({ id, allocated = 100, more }) => ({
        DBInstanceIdentifier: id,
        Engine: 'postgres',
        DBInstanceStatus: 'available',
        AllocatedStorage: allocated,
        ...more,
      })),
    },
    'rds:DescribeDBClusters': {},
    'cloudwatch:GetMetricData': dailyMetrics(({ dimensions, name, statistic }) => {
      const database = list.find(({ id }) => id === dimensions['DBInstanceIdentifier']);
      expect([name, statistic]).toEqual(['FreeStorageSpace', 'Minimum']);
      return database?.free.map((gib) => (gib === null ? null : gib * GIB));
    }),
  } as const;
}

test('E3.1 judges what is used and not what is configured: by what is free, and by when nothing will be', async () => {
  const findings = await judge(
    storageHeadroom,
    databases(
      { id: 'nearly-full', free: days(30, 15) },
      // 1 GiB a day: 12 days from the last whole day's noon on, which is less than a day ago.
      { id: 'filling', free: days(30, 41, -1), allocated: 50 },
      { id: 'slow', free: days(30, 89, -1) },
      { id: 'steady', free: days(30, 60) },
    ),
  );
  expect(lines(findings)).toEqual([
    'filling: fail high: filling has 12 GiB of 50 GiB (24 %) left, full in about 12 days at 1 GiB a day.',
    'nearly-full: fail high: nearly-full has 15 GiB of 100 GiB (15 %) left.',
    'slow: pass: slow has 60 GiB of 100 GiB (60 %) left, full in about 60 days at 1 GiB a day.',
    'steady: pass: steady has 60 GiB of 100 GiB (60 %) left.',
  ]);
  expect(findings[0]?.evidence).toMatchObject({
    usedBytes: 38 * GIB,
    ceilingBytes: 50 * GIB,
    growthBytesPerDay: GIB,
    trendDays: 14,
    day: '2026-11-23T00:00:00.000Z',
  });
});

test('exactly a fifth free is enough', async () => {
  const findings = await judge(
    storageHeadroom,
    databases({ id: 'a', free: days(20, 20) }, { id: 'b', free: days(20, 19.99) }),
  );
  expect(findings.map(({ resource, status }) => `${resource.id} ${status}`)).toEqual(['b fail', 'a pass']);
});

test('storage autoscaling counts as headroom up to its ceiling, and no further', async () => {
  const findings = await judge(
    storageHeadroom,
    databases(
      { id: 'growing', free: days(30, 38, -1), more: { MaxAllocatedStorage: 500 } },
      { id: 'at-ceiling', free: days(30, 38, -1), more: { MaxAllocatedStorage: 100 } },
    ),
  );
  expect(lines(findings)).toEqual([
    'at-ceiling: fail high: at-ceiling has 9 GiB of 100 GiB (9 %) left, full in about 9.2 days at 1 GiB a day.',
    'growing: pass: growing has 409 GiB of 500 GiB (81.8 %) left.',
  ]);
});

test('what came before storage was added says nothing of how fast the rest fills', async () => {
  const before = days(8, 20, -1);
  const after = days(9, 112, -2);
  const findings = await judge(
    storageHeadroom,
    databases({ id: 'enlarged', free: [...before, ...after], allocated: 200 }),
  );
  expect(lines(findings)).toEqual([
    'enlarged: pass: enlarged has 96 GiB of 200 GiB (48 %) left, full in about 48 days at 2 GiB a day.',
  ]);
});

test('one wild day is no trend, and noise is none either', async () => {
  const wild = days(30, 60).map((gib, day) => (day === 26 ? 1 : gib));
  const noise = days(30, 30).map((gib, day) => gib + ((day * 7) % 5));
  const findings = await judge(storageHeadroom, databases({ id: 'wild', free: wild }, { id: 'noisy', free: noise }));
  expect(findings.map(({ status }) => status)).toEqual(['pass', 'pass']);
});

test('no recent datapoint is unknown, never fine', async () => {
  const findings = await judge(
    storageHeadroom,
    databases({ id: 'silent', free: [] }, { id: 'stale', free: [60, 60, 60, null, null] }),
  );
  expect(lines(findings)).toEqual([
    'silent: unknown: CloudWatch has no recent datapoint of how much storage silent uses.',
    'stale: unknown: CloudWatch has no recent datapoint of how much storage stale uses.',
  ]);
});

test('a stopped database is judged by the last that was seen of it', async () => {
  const free = [...days(20, 60), null, null, null];
  const findings = await judge(
    storageHeadroom,
    databases({ id: 'asleep', free, more: { DBInstanceStatus: 'stopped' } }),
  );
  expect(lines(findings)).toEqual(['asleep: pass: asleep has 60 GiB of 100 GiB (60 %) left.']);
});

test("Aurora is judged by its cluster's volume against Aurora's own limit, in the same request as the others", async () => {
  const transport = answering({
    'rds:DescribeDBInstances': {
      DBInstances: [
        {
          DBInstanceIdentifier: 'orders-1',
          Engine: 'aurora-postgresql',
          DBClusterIdentifier: 'orders',
          AllocatedStorage: 1,
        },
        { DBInstanceIdentifier: 'main', Engine: 'mysql', AllocatedStorage: 100, DBInstanceStatus: 'available' },
      ],
    },
    'rds:DescribeDBClusters': {
      DBClusters: [
        { DBClusterIdentifier: 'orders', Engine: 'aurora-postgresql', EngineVersion: '15.4', Status: 'available' },
        { DBClusterIdentifier: 'docs', Engine: 'docdb', EngineVersion: '5.0.0', Status: 'available' },
      ],
    },
    'cloudwatch:GetMetricData': dailyMetrics(({ name, dimensions, namespace }) => {
      if (dimensions['DBInstanceIdentifier'] === 'main') return days(30, 50 * GIB);
      if (dimensions['DBClusterIdentifier'] === 'docs')
        return namespace === 'AWS/DocDB' ? days(30, 3 * TIB) : undefined;
      return name === 'VolumeBytesUsed' ? days(30, 110 * TIB) : undefined;
    }),
  });
  expect(lines(await judge(storageHeadroom, transport))).toEqual([
    'orders: fail high: orders has 18 TiB of 128 TiB (14.1 %) left.',
    'docs: pass: docs has 125 TiB of 128 TiB (97.7 %) left.',
    'main: pass: main has 50 GiB of 100 GiB (50 %) left.',
  ]);
  expect(transport.asked.filter(({ operation }) => operation === 'GetMetricData')).toHaveLength(1);
});

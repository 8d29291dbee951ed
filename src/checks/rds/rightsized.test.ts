import { expect, test } from 'vitest';
import { judge, lines } from '../../../test/answers.ts';
import { dailyMetrics, days } from '../../../test/daily-metrics.ts';
import { rightsized } from './rightsized.ts';

const GIB = 2 ** 30;

interface Database {
  readonly id: string;
  readonly mean: number;
  readonly peak: number;
  /** Of the 64 GiB of a db.r5.2xlarge. */
  readonly freeGib: number;
  readonly days?: number;
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
    'cloudwatch:GetMetricData': dailyMetrics(({ dimensions, name, statistic }) => {
      const found = list.find(({ id }) => id === dimensions['DBInstanceIdentifier']);
      if (!found) return undefined;
      const count = found.days ?? 31;
      if (name === 'FreeableMemory') return days(count, found.freeGib * GIB);
      return days(count, statistic === 'Average' ? found.mean : found.peak);
    }),
  } as const;
}

test('too small is medium, twice too large is low and says what the other half costs', async () => {
  const findings = await judge(
    rightsized,
    databases(
      { id: 'hot', mean: 85, peak: 100, freeGib: 20 },
      { id: 'starved', mean: 30, peak: 60, freeGib: 3 },
      { id: 'huge', mean: 5, peak: 30, freeGib: 40 },
      { id: 'full-memory', mean: 5, peak: 30, freeGib: 30 },
      { id: 'peaky', mean: 5, peak: 70, freeGib: 50 },
    ),
  );
  expect(lines(findings)).toEqual([
    'hot: fail medium: hot is too small: 85 % CPU on average, 100 % at most, 31.3 % of memory free at least in 30 days.',
    'starved: fail medium: starved is too small: 30 % CPU on average, 60 % at most, 4.7 % of memory free at least in 30 days.',
    'huge: fail low: huge is too large: 5 % CPU on average, 30 % at most, 62.5 % of memory free at least in 30 days.',
    'full-memory: pass: full-memory fits: 5 % CPU on average, 30 % at most, 46.9 % of memory free at least in 30 days.',
    'peaky: pass: peaky fits: 5 % CPU on average, 70 % at most, 78.1 % of memory free at least in 30 days.',
  ]);
  expect(findings.find(({ resource }) => resource.id === 'huge')?.evidence).toMatchObject({ monthlyCostUsd: 365 });
});

test('too few days and an unknown class are unknown; serverless and stopped databases have no size to fit', async () => {
  const load = { mean: 1, peak: 1, freeGib: 60 };
  const findings = await judge(
    rightsized,
    databases(
      { id: 'young', ...load, days: 10 },
      { id: 'odd', ...load, more: { DBInstanceClass: 'db.q9.large' } },
      { id: 'serverless', ...load, more: { DBInstanceClass: 'db.serverless' } },
      { id: 'asleep', ...load, more: { DBInstanceStatus: 'stopped' } },
    ),
  );
  expect(lines(findings)).toEqual([
    'odd: unknown: CloudWatch has too little of odd to say whether its size is right (0 days).',
    'young: unknown: CloudWatch has too little of young to say whether its size is right (9 days).',
    'asleep: pass: asleep is stopped: it has no size to fit.',
    'serverless: pass: serverless is serverless: AWS sizes it.',
  ]);
});

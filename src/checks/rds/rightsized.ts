import { z } from 'zod';
import { type DBInstance, dbInstance, describeDBInstances } from '../../aws/rds.ts';
import { fail, pass, type Resource, unknown, type Verdict } from '../../model/finding.ts';
import { largest, mean, rounded, smallest } from '../../model/statistics.ts';
import { wholeDays } from '../daily-range.ts';
import { defineCheck, judgeEach } from '../define.ts';
import { databasePrice } from '../prices.ts';
import { conditionOf } from './database-status.ts';
import { instanceClassMemoryBytes } from '../../model/instance-class-memory.ts';
import { type DailySeries, databaseDaily } from './metrics.ts';

const settings = z.object({
  days: z.number().int().min(1).max(30).default(30),
  leastDays: z.number().int().min(1).max(30).default(14),
  /** Above this on average, or below `leastFreeMemoryPercent` at any time, a class is too small. */
  highCpuPercent: z.number().min(0).max(100).default(80),
  leastFreeMemoryPercent: z.number().min(0).max(100).default(5),
  /** What a class may be used at its peak and still be twice too large. */
  lowPeakCpuPercent: z.number().min(0).max(100).default(40),
});

export const rightsized = defineCheck({
  id: 'rds-rightsized',
  title: 'Database instance has the right size',
  severity: 'low',
  why: 'Half the class costs half as much; a class that is too small is slow for everybody who uses it.',
  remediation:
    'Change the instance class by one size, in a maintenance window (a Multi-AZ database fails over once), and look at ' +
    'the same numbers again after two weeks.',
  runbook: 'scaling/database',
  calls: ['rds:DescribeDBInstances', 'cloudwatch:GetMetricData'],
  settings,
  async *evaluate({ aws, now, settings: limits }) {
    yield* judgeEach(
      await describeDBInstances(aws, {}),
      (instance) => dbInstance(aws, instance),
      async (instance) => {
        const resource = dbInstance(aws, instance);
        const { DBInstanceStatus: status, DBInstanceClass: size } = instance;
        if (conditionOf(status) === 'stopped')
          return pass(resource, `${resource.id} is ${status}: it has no size to fit.`);
        if (size === 'db.serverless') return pass(resource, `${resource.id} is serverless: AWS sizes it.`);
        const [average, peak, memory] = await Promise.all([
          databaseDaily(aws, now, instance, ['CPUUtilization', 'Average']),
          databaseDaily(aws, now, instance, ['CPUUtilization', 'Maximum']),
          databaseDaily(aws, now, instance, ['FreeableMemory', 'Minimum']),
        ]);
        const load = loadOf(
          [average, peak, memory].map((series) => wholeDays(series, now, limits.days)),
          instance,
        );
        return judge(resource, load, limits, savingOf(aws.region, instance));
      },
    );
  },
});

interface Load {
  readonly days: number;
  readonly cpuMeanPercent: number;
  readonly cpuPeakPercent: number;
  readonly memoryBytes: number;
  readonly leastFreeMemoryBytes: number;
}

/** Undefined where the class or the numbers are not known. */
function loadOf(series: readonly DailySeries[], { DBInstanceClass: size }: DBInstance): Load | undefined {
  const [average = [], peak = [], memory = []] = series.map((days) => days.map(({ value }) => value));
  const cpuMeanPercent = mean(average);
  const cpuPeakPercent = largest(peak);
  const leastFreeMemoryBytes = smallest(memory);
  const memoryBytes = instanceClassMemoryBytes(size);
  if (cpuMeanPercent === undefined || cpuPeakPercent === undefined) return undefined;
  if (leastFreeMemoryBytes === undefined || memoryBytes === undefined) return undefined;
  const days = Math.min(average.length, peak.length, memory.length);
  return { days, cpuMeanPercent, cpuPeakPercent, memoryBytes, leastFreeMemoryBytes };
}

function judge(
  resource: Resource,
  load: Load | undefined,
  limits: z.infer<typeof settings>,
  saving: ReturnType<typeof savingOf>,
): Verdict {
  const { id } = resource;
  if (!load || load.days < limits.leastDays) {
    const reason = `CloudWatch has too little of ${id} to say whether its size is right (${load?.days ?? 0} days).`;
    return unknown(resource, reason, { days: load?.days ?? 0 });
  }
  const freePercent = (100 * load.leastFreeMemoryBytes) / load.memoryBytes;
  const evidence = {
    days: load.days,
    cpuMeanPercent: rounded(load.cpuMeanPercent),
    cpuPeakPercent: rounded(load.cpuPeakPercent),
    leastFreeMemoryPercent: rounded(freePercent),
    memoryBytes: load.memoryBytes,
  };
  const numbers =
    `${rounded(load.cpuMeanPercent)} % CPU on average, ${rounded(load.cpuPeakPercent)} % at most, ` +
    `${rounded(freePercent)} % of memory free at least in ${load.days} days`;
  if (load.cpuMeanPercent > limits.highCpuPercent || freePercent < limits.leastFreeMemoryPercent) {
    return fail(resource, `${id} is too small: ${numbers}.`, evidence, { severity: 'medium' });
  }
  // Half the class must still hold what is used, with as much to spare as is asked of any class.
  const fitsHalf = freePercent >= 50 + limits.leastFreeMemoryPercent;
  return load.cpuPeakPercent < limits.lowPeakCpuPercent && fitsHalf
    ? fail(resource, `${id} is too large: ${numbers}.`, { ...evidence, ...saving })
    : pass(resource, `${id} fits: ${numbers}.`, evidence);
}

/** The list price of half the class is what the other half costs too much. */
function savingOf(region: string, instance: DBInstance) {
  const price = databasePrice({
    region,
    engine: instance.Engine ?? '',
    instanceClass: instance.DBInstanceClass ?? '',
    multiAz: instance.MultiAZ ?? false,
  });
  const { monthlyCostUsd: cost } = price;
  return { ...price, monthlyCostUsd: cost === null ? null : rounded(cost / 2, 2) };
}

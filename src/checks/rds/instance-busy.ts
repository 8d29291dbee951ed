import { z } from 'zod';
import { type DBInstance, dbInstance, describeDBInstances } from '../../aws/rds.ts';
import { fail, pass, unknown, type Verdict } from '../../model/finding.ts';
import { largest, mean, rounded } from '../../model/statistics.ts';
import { counted } from '../age.ts';
import { wholeDays } from '../daily-range.ts';
import { defineCheck, judgeEach } from '../define.ts';
import { databasePrice } from '../prices.ts';
import { conditionOf } from './database-status.ts';
import { databaseDaily, type DailySeries } from './metrics.ts';

const settings = z.object({
  days: z.number().int().min(1).max(30).default(14),
  /** Of `days`, how many must have data. */
  leastDays: z.number().int().min(1).max(30).default(7),
  cpuPercent: z.number().min(0).max(100).default(20),
  connections: z.number().min(0).default(10),
});

export const instanceBusy = defineCheck({
  id: 'rds-instance-busy',
  title: 'Database instance is used',
  severity: 'medium',
  why: 'An idle database costs as much as a busy one.',
  remediation:
    'Ask who needs it. Take a final snapshot and delete it, stop it while it is not needed, or take a smaller class. A ' +
    'reader that is idle because it is kept to fail over to: suppress the finding with that reason.',
  runbook: 'scaling/database',
  calls: ['rds:DescribeDBInstances', 'cloudwatch:GetMetricData'],
  settings,
  async *evaluate({ aws, now, settings: limits }) {
    yield* judgeEach(
      await describeDBInstances(aws, {}),
      (instance) => dbInstance(aws, instance),
      async (instance) => {
        const resource = dbInstance(aws, instance);
        if (conditionOf(instance.DBInstanceStatus) === 'stopped') {
          return pass(resource, `${resource.id} is ${instance.DBInstanceStatus}: only its storage is billed.`);
        }
        const [cpu, connections] = await Promise.all([
          databaseDaily(aws, now, instance, ['CPUUtilization', 'Average']),
          databaseDaily(aws, now, instance, ['DatabaseConnections', 'Maximum']),
        ]);
        const price = priceOf(aws.region, instance);
        const days = { cpu: wholeDays(cpu, now, limits.days), connections: wholeDays(connections, now, limits.days) };
        return judge(resource, days, limits, price);
      },
    );
  },
});

interface Days {
  readonly cpu: DailySeries;
  readonly connections: DailySeries;
}

function judge(
  resource: Verdict['resource'],
  { cpu, connections }: Days,
  limits: z.infer<typeof settings>,
  price: ReturnType<typeof priceOf>,
): Verdict {
  const { id } = resource;
  const cpuMean = mean(cpu.map(({ value }) => value));
  const peak = largest(connections.map(({ value }) => value));
  const days = cpu.length;
  if (cpuMean === undefined || days < limits.leastDays) {
    const reason = `CloudWatch has ${days} of the last ${limits.days} days of ${id}: too few to say whether it is used.`;
    return unknown(resource, reason, { days });
  }
  const evidence = {
    days,
    cpuMeanPercent: rounded(cpuMean),
    peakConnections: peak === undefined ? null : Math.round(peak),
  };
  const connected =
    peak === undefined ? 'no word of its connections' : `${counted(Math.round(peak), 'connection')} at most`;
  const used = `${rounded(cpuMean)} % CPU on average and ${connected} in ${days} days`;
  // The mean is what says that it idles; connections, where they are published, can only acquit it.
  const idle = cpuMean < limits.cpuPercent && (peak === undefined || peak <= limits.connections);
  return idle
    ? fail(resource, `${id} is hardly used: ${used}.`, { ...evidence, ...price })
    : pass(resource, `${id} is used: ${used}.`, evidence);
}

function priceOf(region: string, instance: DBInstance) {
  return databasePrice({
    region,
    engine: instance.Engine ?? '',
    instanceClass: instance.DBInstanceClass ?? '',
    multiAz: instance.MultiAZ ?? false,
  });
}

import { z } from 'zod';
import { clusterServices } from '../../aws/ecs.ts';
import { fail, pass, type Resource, unknown, type Verdict } from '../../model/finding.ts';
import { mean, percentile, rounded } from '../../model/statistics.ts';
import { wholeDays } from '../daily-range.ts';
import { defineCheck } from '../define.ts';
import { judgeServicesInUse } from './judge-services.ts';
import { serviceHistory, type ServiceHistory, valuesOf } from './metrics.ts';

const settings = z.object({
  idleCpuPercent: z.number().min(0).max(100).default(20),
  idlePeakPercent: z.number().min(0).max(100).default(45),
  busyCpuPercent: z.number().min(0).max(100).default(80),
  fullMemoryPercent: z.number().min(0).max(100).default(95),
  minimumDays: z.number().int().min(1).max(30).default(14),
});

export const rightsized = defineCheck({
  id: 'ecs-rightsized',
  title: 'Tasks of the ECS service have the size they need',
  severity: 'low',
  why: 'A task twice as large as it needs to be costs twice as much; one that is too small is slow, or killed.',
  remediation:
    'Register a revision of the task definition with the CPU and memory that the service really uses, and deploy it.',
  calls: [
    'ecs:ListClusters',
    'ecs:DescribeClusters',
    'ecs:ListServices',
    'ecs:DescribeServices',
    'cloudwatch:GetMetricData',
  ],
  settings,
  async *evaluate({ aws, now, settings: limits }) {
    const clusters = await clusterServices(aws);
    yield* judgeServicesInUse(aws, clusters, async (service, resource) =>
      judge(resource, await serviceHistory(aws, service, now), now, limits),
    );
  },
});

function judge(resource: Resource, history: ServiceHistory, now: Date, limits: z.infer<typeof settings>): Verdict {
  const cpuMeans = wholeDays(history.cpu.average, now);
  const memoryPeaks = wholeDays(history.memory.maximum, now);
  const days = Math.min(cpuMeans.length, memoryPeaks.length);
  const cpuMean = mean(valuesOf(cpuMeans));
  // One start of a task fills its CPU for a minute: a few such days do not make a peak.
  const cpuPeak = percentile(valuesOf(wholeDays(history.cpu.maximum, now)), 95);
  const memoryPeak = percentile(valuesOf(memoryPeaks), 95);
  if (days < limits.minimumDays || cpuMean === undefined || cpuPeak === undefined || memoryPeak === undefined) {
    const reason = `${resource.id} has ${days} of the last 30 days of CPU and memory data; ${limits.minimumDays} are needed.`;
    return unknown(resource, reason, { days });
  }
  const [averaged, peaked, filled] = [rounded(cpuMean), rounded(cpuPeak), rounded(memoryPeak)];
  const evidence = { days, cpuMeanPercent: averaged, cpuPeakPercent: peaked, memoryPeakPercent: filled };
  const use = `CPU averaged ${averaged} % with peaks of ${peaked} %, memory peaked at ${filled} % over ${days} days`;
  if (memoryPeak >= limits.fullMemoryPercent) {
    return fail(resource, `${resource.id}: ${use}: its tasks need more memory.`, evidence, { severity: 'medium' });
  }
  if (cpuMean > limits.busyCpuPercent) {
    return fail(resource, `${resource.id}: ${use}: its tasks need more CPU.`, evidence, { severity: 'medium' });
  }
  const idle = cpuMean < limits.idleCpuPercent && cpuPeak < limits.idlePeakPercent;
  if (idle && memoryPeak < limits.idlePeakPercent) {
    return fail(resource, `${resource.id}: ${use}: half the CPU and memory would do.`, evidence);
  }
  return pass(resource, `${resource.id}: ${use}.`, evidence);
}

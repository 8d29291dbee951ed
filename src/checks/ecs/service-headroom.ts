import { z } from 'zod';
import { ecsScalableTargets, type ScalableTarget } from '../../aws/application-autoscaling.ts';
import { clusterServices, type Service } from '../../aws/ecs.ts';
import { fail, pass, type Resource, unknown, type Verdict } from '../../model/finding.ts';
import { percentile, rounded } from '../../model/statistics.ts';
import { counted } from '../age.ts';
import { defineCheck } from '../define.ts';
import { judgeServicesInUse } from './judge-services.ts';
import { serviceUtilization, type Utilization, valuesOf } from './metrics.ts';

export const serviceHeadroom = defineCheck({
  id: 'ecs-service-headroom',
  title: 'ECS service has room to grow today',
  severity: 'medium',
  why: 'A service at its largest size, or short of CPU or memory, has no answer to the next rise in traffic.',
  remediation: 'Raise the maximum of the scalable target, or give the tasks more CPU or memory.',
  runbook: 'scaling/service-autoscaling',
  calls: [
    'ecs:ListClusters',
    'ecs:DescribeClusters',
    'ecs:ListServices',
    'ecs:DescribeServices',
    'application-autoscaling:DescribeScalableTargets',
    'cloudwatch:GetMetricData',
  ],
  settings: z.object({ utilizationPercent: z.number().min(1).max(100).default(80) }),
  async *evaluate({ aws, now, settings: { utilizationPercent } }) {
    const [clusters, targets] = await Promise.all([clusterServices(aws), ecsScalableTargets(aws)]);
    yield* judgeServicesInUse(aws, clusters, async (service, resource) => {
      const utilization = await serviceUtilization(aws, service, now);
      return judge(resource, service, { target: targets.get(resource.id), utilization, utilizationPercent });
    });
  },
});

interface Room {
  readonly target: ScalableTarget | undefined;
  readonly utilization: Utilization;
  readonly utilizationPercent: number;
}

function judge(resource: Resource, service: Service, { target, utilization, utilizationPercent }: Room): Verdict {
  const running = service.runningCount ?? 0;
  const maximum = target?.MaxCapacity;
  const cpu = percentile(valuesOf(utilization.cpu), 95);
  const memory = percentile(valuesOf(utilization.memory), 95);
  const evidence = {
    running,
    minimum: target?.MinCapacity ?? null,
    maximum: maximum ?? null,
    cpuP95Percent: cpu === undefined ? null : rounded(cpu),
    memoryP95Percent: memory === undefined ? null : rounded(memory),
    datapoints: utilization.cpu.length,
  };
  const problems = [
    maximum !== undefined && running >= maximum ? `runs ${counted(running, 'task')}, its maximum` : undefined,
    tooHigh('CPU', cpu, utilizationPercent),
    tooHigh('memory', memory, utilizationPercent),
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) return fail(resource, `${resource.id} ${problems.join(' and ')}.`, evidence);
  if (cpu === undefined || memory === undefined) {
    const lacking = cpu === undefined ? (memory === undefined ? 'neither CPU nor memory' : 'no CPU') : 'no memory';
    return unknown(resource, `${resource.id} has ${lacking} datapoints in the last 24 h.`, evidence);
  }
  const tasks =
    maximum === undefined ? `${counted(running, 'task')}, not scaled` : `${running} of at most ${maximum} tasks`;
  return pass(
    resource,
    `${resource.id}: ${tasks}; p95 of CPU ${rounded(cpu)} % and of memory ${rounded(memory)} % over 24 h.`,
    evidence,
  );
}

function tooHigh(what: string, value: number | undefined, limit: number): string | undefined {
  if (value === undefined || value <= limit) return undefined;
  return `has a p95 of ${what} of ${rounded(value)} % over 24 h, above ${limit} %`;
}

import { z } from 'zod';
import { ecsScalableTargets } from '../../aws/application-autoscaling.ts';
import { clusterServices } from '../../aws/ecs.ts';
import { fail, pass, type Resource, unknown, type Verdict } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';
import { evidenceOf, type Limit, limitsOf, outlook, say } from './growth-outlook.ts';
import { judgeServicesInUse } from './judge-services.ts';
import { serviceHistory } from './metrics.ts';

export const growthSustainable = defineCheck({
  id: 'ecs-growth-sustainable',
  title: 'ECS service does not grow into its limits',
  severity: 'medium',
  why: 'Traffic that grows by a little every day reaches a limit on a day that can be foretold, and planned for.',
  remediation:
    'Raise the maximum of the scalable target and check the quotas behind it (Fargate vCPUs, subnet addresses, database ' +
    'connections), or give the tasks more CPU or memory.',
  runbook: 'scaling/service-autoscaling',
  calls: [
    'ecs:ListClusters',
    'ecs:DescribeClusters',
    'ecs:ListServices',
    'ecs:DescribeServices',
    'application-autoscaling:DescribeScalableTargets',
    'cloudwatch:GetMetricData',
  ],
  settings: z.object({
    horizonDays: z.number().positive().default(60),
    utilizationPercent: z.number().min(1).max(100).default(80),
    minimumDays: z.number().int().min(3).max(30).default(14),
  }),
  async *evaluate({ aws, now, settings }) {
    const [clusters, targets] = await Promise.all([clusterServices(aws), ecsScalableTargets(aws)]);
    yield* judgeServicesInUse(aws, clusters, async (service, resource) => {
      const history = await serviceHistory(aws, service, now);
      const maximum = targets.get(resource.id)?.MaxCapacity;
      return judge(resource, limitsOf(history, maximum, settings.utilizationPercent), now, settings);
    });
  },
});

interface Horizon {
  readonly horizonDays: number;
  readonly minimumDays: number;
}

function judge(
  resource: Resource,
  limits: readonly Limit[],
  now: Date,
  { horizonDays, minimumDays }: Horizon,
): Verdict {
  const outlooks = limits.map((limit) => outlook(limit, now, minimumDays));
  const evidence = { horizonDays, limits: outlooks.map(evidenceOf) };
  const reached = outlooks
    .filter(({ until }) => until?.mid !== undefined && until.mid < horizonDays)
    .toSorted((a, b) => (a.until?.mid ?? 0) - (b.until?.mid ?? 0));
  if (reached.length > 0) return fail(resource, `${resource.id}: ${reached.map(say).join('; ')}.`, evidence);
  const unread = outlooks.filter(({ trend }) => !trend);
  if (unread.length > 0) {
    const lacking = unread.map(({ what, days }) => `${what} ${days}`).join(', ');
    const advice = unread.some(({ what }) => what === 'running tasks') ? ' (tasks need Container Insights)' : '';
    const reason = `${resource.id} has too few days of data, ${minimumDays} are needed: ${lacking}${advice}.`;
    return unknown(resource, reason, evidence);
  }
  const calm = outlooks.map(({ what, unit, now: value, limit }) => `${what} ${value}${unit} of ${limit}${unit}`);
  return pass(resource, `${resource.id} grows into no limit within ${horizonDays} days: ${calm.join(', ')}.`, evidence);
}

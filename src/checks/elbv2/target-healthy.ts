import { describeTargetGroups, describeTargetHealth, targetGroup, type TargetGroup } from '../../aws/elbv2.ts';
import type { Aws } from '../../aws/execution.ts';
import { fail, pass, type Resource, unknown, type Verdict } from '../../model/finding.ts';
import { defineCheck, faultEvidence, judgeEach } from '../define.ts';
import { emptyOnPurpose } from './empty-target-group.ts';
import { countTargets, evidenceOf, inAnotherZone, nameTargets, type Targets } from './targets.ts';

export const targetHealthy = defineCheck({
  id: 'elbv2-target-healthy',
  title: 'Target groups in use have healthy targets',
  severity: 'high',
  why: 'A load balancer without a healthy target answers customers with 503, or sends them to what is broken.',
  remediation:
    'Ask an unhealthy target on its health check port and path from inside the VPC: is it listening, does its security ' +
    'group admit the load balancer, does it answer in time and with the expected code?',
  calls: [
    'elbv2:DescribeTargetGroups',
    'elbv2:DescribeTargetHealth',
    'ecs:ListClusters',
    'ecs:DescribeClusters',
    'ecs:ListServices',
    'ecs:DescribeServices',
  ],
  async *evaluate({ aws }) {
    yield* judgeEach(
      await describeTargetGroups(aws, {}),
      (group) => targetGroup(aws, group),
      (group) => judge(aws, group),
    );
  },
});

async function judge(aws: Aws, group: TargetGroup): Promise<Verdict> {
  const resource = targetGroup(aws, group);
  if ((group.LoadBalancerArns ?? []).length === 0) {
    return pass(resource, `${resource.id} is not in use: no load balancer forwards to it.`, { inUse: false });
  }
  if (group.TargetType === 'lambda' && group.HealthCheckEnabled !== true) {
    return pass(resource, `${resource.id} is a Lambda function whose health is not checked.`, { inUse: true });
  }
  const targets = countTargets(await describeTargetHealth(aws, { TargetGroupArn: group.TargetGroupArn }));
  if (targets.healthy.length === 0) return judgeWithoutHealthy(aws, resource, group, targets);
  const total = targets.all.length;
  const healthy = `${resource.id}: ${targets.healthy.length} of ${total} targets healthy`;
  if (targets.bad.length > 0) {
    const reason = `${healthy}; ${nameTargets(targets.bad)}${zoneHint(targets)}.`;
    return fail(resource, reason, evidenceOf(targets));
  }
  const others = targets.passing.length > 0 ? `; ${nameTargets(targets.passing)}` : '';
  return pass(resource, `${healthy}${others}.`, evidenceOf(targets));
}

async function judgeWithoutHealthy(
  aws: Aws,
  resource: Resource,
  group: TargetGroup,
  targets: Targets,
): Promise<Verdict> {
  const registered = targets.bad.length + targets.starting.length;
  const purpose = registered === 0 ? await emptyOnPurpose(aws, group) : undefined;
  if (purpose && 'why' in purpose) {
    return pass(resource, `${resource.id} is empty on purpose: ${purpose.why}.`, evidenceOf(targets));
  }
  if (purpose) {
    const reason = `${resource.id} is in use and has no target; whether it should have one is not known: ${purpose.fault.message}`;
    return unknown(resource, reason, { ...evidenceOf(targets), ...faultEvidence(purpose.fault) });
  }
  const what = targets.all.length === 0 ? 'it has no registered target' : nameTargets(targets.all);
  const reason = `${resource.id} is in use and has no healthy target: ${what}${zoneHint(targets)}.`;
  return fail(resource, reason, evidenceOf(targets), { severity: 'critical' });
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
function zoneHint({ bad }: Targets): string {
  return bad.some(inAnotherZone)
    ? '; an unused target of an attached group is in an Availability Zone that its load balancer is not enabled for'
    : '';
}

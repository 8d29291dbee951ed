import { autoScalingGroup, type AutoScalingGroup, describeAutoScalingGroups } from '../../aws/autoscaling.ts';
import { fail, pass, type Verdict } from '../../model/finding.ts';
import { counted } from '../age.ts';
import { type CheckContext, defineCheck } from '../define.ts';

export const groupHeadroom = defineCheck({
  id: 'autoscaling-group-headroom',
  title: 'Auto Scaling group has headroom',
  severity: 'medium',
  why: 'A group at its maximum cannot grow with the next peak, and one with fewer healthy instances than desired is failing to.',
  remediation:
    'Raise MaxSize if the load is meant to grow; where instances are missing, look at the scaling activities of the group ' +
    'for launches that failed.',
  runbook: 'scaling/group',
  calls: ['autoscaling:DescribeAutoScalingGroups'],
  async *evaluate({ aws }) {
    for (const group of await describeAutoScalingGroups(aws, {})) yield judge(group, aws);
  },
});

function judge(group: AutoScalingGroup, aws: CheckContext<unknown>['aws']): Verdict {
  const resource = autoScalingGroup(aws, group);
  const { AutoScalingGroupName: name, MinSize: min = 0, MaxSize: max = 0, DesiredCapacity: desired = 0 } = group;
  const serving = (group.Instances ?? []).filter(({ LifecycleState }) => LifecycleState === 'InService');
  const inService = capacityOf(serving);
  const healthy = capacityOf(serving.filter(({ HealthStatus }) => HealthStatus === 'Healthy'));
  const suspended = (group.SuspendedProcesses ?? []).flatMap(({ ProcessName }) => ProcessName ?? []);
  const evidence = {
    minSize: min,
    maxSize: max,
    desiredCapacity: desired,
    inService,
    healthy,
    suspendedProcesses: suspended,
  };
  if (group.Status) return pass(resource, `${name} is being deleted (${group.Status}).`, evidence);
  if (healthy < desired) {
    const why = suspended.includes('Launch') ? '; its Launch process is suspended' : '';
    return fail(resource, `${name} has ${healthy} healthy of ${desired} desired${why}.`, evidence);
  }
  if (max === 0) return pass(resource, `${name} is scaled to zero.`, evidence);
  if (inService >= max) {
    // A group of fixed size was made so; it is told, but it is no peak that comes too close.
    return min === max
      ? fail(resource, `${name} has a fixed size of ${max} and cannot grow.`, evidence, { severity: 'low' })
      : fail(resource, `${name} is at its maximum of ${counted(max, 'instance')}.`, evidence);
  }
  return pass(resource, `${name} has ${inService} of at most ${max} in service.`, evidence);
}

/** With weights, sizes are counted in units of capacity instead of instances. */
function capacityOf(instances: NonNullable<AutoScalingGroup['Instances']>): number {
  return instances.reduce((sum, { WeightedCapacity }) => sum + Number(WeightedCapacity ?? 1), 0);
}

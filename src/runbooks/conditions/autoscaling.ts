import { describeAutoScalingGroups } from '../../aws/changes/autoscaling.ts';
import type { Condition } from '../../model/plan.ts';

/** How much of a group is to serve, and the most that one instance of it may count for: more than 1 only with weights. */
export interface GroupCapacity {
  readonly desired: number;
  readonly heaviest: number;
  /** Whether its policies may want more than that by now. */
  readonly mayGrow?: boolean;
}

/**
 * As much of a group as is wanted is InService and healthy, and nothing more comes or goes.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html
 */
export function groupServes(group: string, { desired, heaviest, mayGrow = false }: GroupCapacity): Condition {
  const own = 'g.AutoScalingGroups[0]';
  const serving = `sum(${own}.Instances[?LifecycleState=='InService' && HealthStatus=='Healthy'].to_number(WeightedCapacity || '1'))`;
  const moving = `length(${own}.Instances[?starts_with(LifecycleState, 'Pending') || starts_with(LifecycleState, 'Terminating')])`;
  return {
    says: `${group} has ${desired}${mayGrow ? ' or more' : ''} in service, and none comes or goes`,
    reads: [{ as: 'g', call: describeAutoScalingGroups({ AutoScalingGroupNames: [group] }), absent: [] }],
    met: [
      `${own}.DesiredCapacity ${mayGrow ? '>=' : '=='} \`${desired}\``,
      `${serving} >= ${own}.DesiredCapacity`,
      // With weights, AWS may have more than is wanted, by less than one instance.
      `${serving} < ${own}.DesiredCapacity + \`${heaviest}\``,
      `${moving} == \`0\``,
    ].join(' && '),
    failed: [
      { when: 'length(g.AutoScalingGroups) == `0`', because: `'${group} is not there any more'` },
      { when: `${own}.Status != \`null\``, because: `join('', ['${group} is being deleted: ', ${own}.Status])` },
    ],
    unsure: [],
    observed: `join('', [to_string(${serving}), ' of ', to_string(${own}.DesiredCapacity), ' in service, ', to_string(${moving}), ' coming or going'])`,
  };
}

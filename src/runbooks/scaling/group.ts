import { z } from 'zod';
import { type AutoScalingGroup, describeAutoScalingGroups } from '../../aws/autoscaling.ts';
import { setDesiredCapacity, updateAutoScalingGroup } from '../../aws/changes/autoscaling.ts';
import type { Aws } from '../../aws/execution.ts';
import { Refused } from '../../model/errors.ts';
import { groupServes } from '../conditions/autoscaling.ts';
import { defineRunbook, type PlanBuilder } from '../define.ts';
import { wholeNumber } from '../typed-number.ts';

export const scaleGroup = defineRunbook({
  id: 'scaling/group',
  title: 'Scale an EC2 Auto Scaling group',
  purpose:
    'Sets how much capacity a group has, and waits until it is in service. AWS refuses what lies outside its bounds: that is found out before anything is changed, and the bounds are raised where one asks for it.',
  parameters: z.object({
    group: z.string().min(1).describe('The Auto Scaling group.'),
    desiredCapacity: wholeNumber().describe('How much capacity it should have: instances, unless they have weights.'),
    raiseBounds: z.enum(['yes', 'no']).default('no').describe('Whether its minimum and maximum may go along.'),
  }),
  calls: [
    'autoscaling:DescribeAutoScalingGroups',
    'autoscaling:SetDesiredCapacity',
    'autoscaling:UpdateAutoScalingGroup',
  ],

  async plan({ aws, plan }, { group: name, desiredCapacity: desired, raiseBounds }) {
    const group = await lookAtGroup(aws, name);
    const { DesiredCapacity: before = 0, MinSize: min = 0, MaxSize: max = 0 } = group;
    plan.fact('Capacity now', { DesiredCapacity: before, MinSize: min, MaxSize: max, ...servingNow(group) });
    if (before === desired) return plan.warn(`${name} wants ${desired} already: nothing is to be done`);
    refuseWhatIsSuspended(group, desired);

    const isWithin = desired >= min && desired <= max;
    plan.refuseIf(
      !isWithin && raiseBounds === 'no',
      `${name} has between ${min} and ${max}, so AWS would refuse ${desired}: stay within, or say --set raiseBounds=yes`,
    );
    plan.lock(`autoscaling/${name}`);
    if (!isWithin) moveBounds(plan, group, desired);
    if (desired < before) plan.warn(`${before - desired} of ${name} are terminated, with what is on their disks`);
    warnOfProtection(plan, group, desired);

    const heaviest = heaviestOf(group);
    plan.change('capacity', {
      title: `Set ${name} from ${before} to ${desired}`,
      // The cooldown keeps scaling policies from acting too soon after each other; a person means it.
      call: setDesiredCapacity({ AutoScalingGroupName: name, DesiredCapacity: desired, HonorCooldown: false }),
      before: { DesiredCapacity: before },
      after: { DesiredCapacity: desired },
      undo: {
        ...setDesiredCapacity({ AutoScalingGroupName: name, DesiredCapacity: before, HonorCooldown: false }),
        until: groupServes(name, { desired: before, heaviest }),
        within: '20m',
      },
      impact: desired < before ? 'disruptive' : 'none',
    });
    plan.wait('in-service', {
      title: `${name} has ${desired} in service`,
      // More load meanwhile is no reason to take them back.
      until: groupServes(name, { desired, heaviest, mayGrow: desired > before }),
      every: '15s',
      within: '20m',
      takes: '3m',
    });
  },
});

async function lookAtGroup(aws: Aws, name: string): Promise<AutoScalingGroup> {
  const [group] = await describeAutoScalingGroups(aws, { AutoScalingGroupNames: [name] });
  if (!group) throw new Refused(`there is no Auto Scaling group ${name} in ${aws.account}/${aws.region}`);
  if (group.Status !== undefined) throw new Refused(`${name} is being deleted: ${group.Status}`);
  return group;
}

/** A suspended process would leave the wanted capacity a wish. https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-suspend-resume-processes.html */
function refuseWhatIsSuspended(group: AutoScalingGroup, desired: number): void {
  const { AutoScalingGroupName: name = '', SuspendedProcesses: suspended = [], DesiredCapacity: before = 0 } = group;
  const process = desired > before ? 'Launch' : 'Terminate';
  const found = suspended.find(({ ProcessName }) => ProcessName === process);
  if (!found) return;
  throw new Refused(
    `${process} of ${name} is suspended (${found.SuspensionReason ?? 'no reason given'}): resume it first`,
  );
}

function moveBounds(plan: PlanBuilder, group: AutoScalingGroup, desired: number): void {
  const { AutoScalingGroupName = '', MinSize: min = 0, MaxSize: max = 0 } = group;
  const before = { MinSize: min, MaxSize: max };
  const after = { MinSize: Math.min(min, desired), MaxSize: Math.max(max, desired) };
  plan.change('bounds', {
    title: `Set the bounds of ${AutoScalingGroupName} from ${min}–${max} to ${after.MinSize}–${after.MaxSize}`,
    call: updateAutoScalingGroup({ AutoScalingGroupName, ...after }),
    before,
    after,
    undo: updateAutoScalingGroup({ AutoScalingGroupName, ...before }),
  });
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-instance-protection.html */
function warnOfProtection(plan: PlanBuilder, group: AutoScalingGroup, desired: number): void {
  const held = (group.Instances ?? []).filter(({ ProtectedFromScaleIn }) => ProtectedFromScaleIn).length;
  if (held > desired) {
    plan.warn(`${held} instances are protected from scale-in: AWS will not go below them, and the wait will run out`);
  }
}

function servingNow({ Instances: instances = [] }: AutoScalingGroup) {
  const serving = instances.filter(({ LifecycleState }) => LifecycleState === 'InService').length;
  return { instances: instances.length, inService: serving };
}

/** The largest weight that an instance of the group may have. */
function heaviestOf({ MixedInstancesPolicy: policy, Instances: instances = [] }: AutoScalingGroup): number {
  const overrides = policy?.LaunchTemplate?.Overrides ?? [];
  const weights = [...overrides, ...instances].map(({ WeightedCapacity }) => Number(WeightedCapacity ?? 1));
  return Math.max(1, ...weights);
}

import { describeRules } from '../../aws/changes/elbv2.ts';
import type { Condition, NamedRead } from '../../model/plan.ts';
import { groupReads, type GroupRef, HEALTHY, healthReads, seen, unused } from './elbv2.ts';

/** What two target groups get by each of some rules. */
export interface Weights {
  readonly from: GroupRef & { readonly weight: number };
  readonly to: GroupRef & { readonly weight: number };
  readonly ruleArns: readonly string[];
}

/** Every rule gives both what it should, as AWS itself tells it, and the new group has so many healthy targets. */
export function rulesGive(weights: Weights, healthy: number): Condition {
  const { from, to, ruleArns } = weights;
  const right = `length(${rulesWith(weights)})`;
  return {
    says: `${counted(ruleArns)} ${to.name} ${to.weight} and ${from.name} ${from.weight}, and ${to.name} has ${healthy} healthy targets or more`,
    reads: [rules(weights), ...groupReads(from, 'f'), ...healthReads(to)],
    met: `${right} == \`${ruleArns.length}\` && ${HEALTHY} >= \`${healthy}\``,
    failed: unused(to),
    unsure: [],
    observed: `join('', [to_string(${right}), ' of ${ruleArns.length} rules show it; ', ${seen(to, String(healthy))}])`,
  };
}

/**
 * Every rule gives both what it should. After a while, it says that nobody has deployed or gone back since; right after a
 * change, that AWS has taken it everywhere.
 */
export function rulesStand(weights: Weights): Condition {
  const right = `length(${rulesWith(weights)})`;
  const { from, to, ruleArns } = weights;
  const wanted = `${to.name} ${to.weight} and ${from.name} ${from.weight}`;
  return {
    says: `${counted(ruleArns)} ${wanted}`,
    reads: [rules(weights), ...groupReads(from, 'f'), ...groupReads(to, 'g')],
    met: `f != null && g != null && ${right} == \`${ruleArns.length}\``,
    failed: [],
    unsure: [],
    observed: `join('', [to_string(${right}), ' of ${ruleArns.length} rules give ${wanted}'])`,
  };
}

/** No rule names a target group any more, and AWS knows it everywhere: only then can it be deleted. */
export function groupFree(group: GroupRef, ruleArns: readonly string[]): Condition {
  const named =
    'not_null(r.Rules, `[]`)[?Actions[?ForwardConfig.TargetGroups[?TargetGroupArn==$.g.TargetGroups[0].TargetGroupArn]]]';
  return {
    says: `no rule names ${group.name}`,
    reads: [rules({ ruleArns }), ...groupReads(group, 'g')],
    met: `g == null || length(${named}) == \`0\` && length(not_null(g.TargetGroups[0].LoadBalancerArns, \`[]\`)) == \`0\``,
    failed: [],
    unsure: [],
    observed: `join('', [to_string(length(${named})), ' rules name ${group.name}'])`,
  };
}

function counted({ length }: readonly string[]): string {
  if (length === 1) return 'the rule gives';
  return length === 2 ? 'both rules give' : `all ${length} rules give`;
}

/** A path of the rules that show both weights: both groups are named by what was read, since an ARN may come late. */
function rulesWith({ from, to }: Weights): string {
  const gives = (as: string, weight: number) =>
    `ForwardConfig.TargetGroups[?TargetGroupArn==$.${as}.TargetGroups[0].TargetGroupArn && Weight==\`${weight}\`]`;
  return `not_null(r.Rules, \`[]\`)[?Actions[?${gives('f', from.weight)} && ${gives('g', to.weight)}]]`;
}

function rules({ ruleArns }: Pick<Weights, 'ruleArns'>): NamedRead {
  return {
    as: 'r',
    call: describeRules({ RuleArns: [...ruleArns] }),
    absent: ['RuleNotFound', 'RuleNotFoundException'],
  };
}

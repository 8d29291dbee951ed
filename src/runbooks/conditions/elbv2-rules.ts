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
    says: `${ruleArns.length} rules give ${to.name} ${to.weight} and ${from.name} ${from.weight}, and ${healthy} targets of ${to.name} are healthy`,
    reads: [rules(weights), ...groupReads(from, 'f'), ...healthReads(to)],
    met: `${right} == \`${ruleArns.length}\` && ${HEALTHY} >= \`${healthy}\``,
    failed: unused(to),
    unsure: [],
    observed: `join('', [to_string(${right}), ' of ${ruleArns.length} rules show it; ', ${seen(to, String(healthy))}])`,
  };
}

/** Every rule still gives both what this execution gave them: nobody has deployed or gone back since. */
export function stillGive(weights: Weights): Condition {
  const right = `length(${rulesWith(weights)})`;
  const { from, to, ruleArns } = weights;
  return {
    says: `${from.name} gets no requests any more, and ${to.name} gets all`,
    reads: [rules(weights), ...groupReads(from, 'f'), ...groupReads(to, 'g')],
    met: `f != null && g != null && ${right} == \`${ruleArns.length}\``,
    failed: [],
    unsure: [],
    observed: `join('', ['${to.name} gets all by ', to_string(length(not_null(${rulesWith(weights)}, \`[]\`))), ' of ${ruleArns.length} rules: somebody has shifted requests since'])`,
  };
}

/** A path of the rules that show both weights: both groups are named by what was read, since an ARN may come late. */
function rulesWith({ from, to }: Weights): string {
  const gives = (as: string, weight: number) =>
    `ForwardConfig.TargetGroups[?TargetGroupArn==$.${as}.TargetGroups[0].TargetGroupArn && Weight==\`${weight}\`]`;
  return `not_null(r.Rules, \`[]\`)[?Actions[?${gives('f', from.weight)} && ${gives('g', to.weight)}]]`;
}

function rules({ ruleArns }: Weights): NamedRead {
  return {
    as: 'r',
    call: describeRules({ RuleArns: [...ruleArns] }),
    absent: ['RuleNotFound', 'RuleNotFoundException'],
  };
}

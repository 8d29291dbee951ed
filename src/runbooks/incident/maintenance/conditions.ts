import { describeRules } from '../../../aws/changes/elbv2.ts';
import type { Condition, NamedRead } from '../../../model/plan.ts';
import type { Page } from './page.ts';

/** The first rule of each listener answers with 503 and the page. */
export function answersItself(balancer: string, listeners: readonly { readonly arn: string }[], page: Page): Condition {
  const first = listeners.map((_, index) => `(r${index}.Rules[0].Actions[0].FixedResponseConfig)`);
  return {
    says: `every listener of ${balancer} answers with the page`,
    reads: listeners.map(({ arn }, index) => rulesOf(arn, index)),
    met: first
      .map((config) => `${config}.StatusCode == '503' && ${config}.MessageBody == ${literal(page.MessageBody)}`)
      .join(' && '),
    failed: [],
    unsure: [],
    observed: `join('', [to_string(length([${first.join(', ')}][?StatusCode == '503'])), ' of ${listeners.length} listeners answer'])`,
  };
}

/** The rules are gone. */
export function answersNoMore(
  balancer: string,
  gone: readonly { readonly arn: string; readonly rule: string }[],
): Condition {
  const left = gone.map(({ rule }, index) => `length(r${index}.Rules[?RuleArn == '${rule}'])`);
  return {
    says: `no listener of ${balancer} answers with the page`,
    reads: gone.map(({ arn }, index) => rulesOf(arn, index)),
    met: left.map((count) => `${count} == \`0\``).join(' && '),
    failed: [],
    unsure: [],
    observed: `join('', [to_string(sum([${left.join(', ')}])), ' of ${gone.length} listeners still answer with the page'])`,
  };
}

function rulesOf(ListenerArn: string, index: number): NamedRead {
  return { as: `r${index}`, call: describeRules({ ListenerArn }), absent: [] };
}

/** Any text as a JMESPath literal: JSON between backticks. */
function literal(text: string): string {
  return `\`${JSON.stringify(text).replaceAll('`', '\\`')}\``;
}

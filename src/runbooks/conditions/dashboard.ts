import { getDashboard } from '../../aws/changes/cloudwatch.ts';
import type { Condition } from '../../model/plan.ts';
import type { StepHandle } from '../define.ts';

const ABSENT = ['ResourceNotFound', 'DashboardNotFoundError', 'ResourceNotFoundException'];

/**
 * A dashboard stands with all its titles, and CloudWatch had nothing to say against it: it takes what it finds wrong, and
 * answers with messages. A condition sees what AWS answers to its own reads only, so the second one asks for a name that
 * nobody has where there were messages.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
 */
export function dashboardStands(name: string, titles: readonly string[], put: StepHandle): Condition {
  const unlessFaulty = put.answer(
    `length(DashboardValidationMessages || \`[]\`) == \`0\` && '${name}' || '${name}-with-validation-messages'`,
  );
  const has = titles.map((title) => `contains(d.DashboardBody, ${literal(JSON.stringify(title).slice(1, -1))})`);
  return {
    says: `the dashboard ${name} stands`,
    reads: [
      { as: 'd', call: getDashboard({ DashboardName: name }), absent: ABSENT },
      { as: 'faultless', call: getDashboard({ DashboardName: unlessFaulty }), absent: ABSENT },
    ],
    met: ['d != `null`', 'faultless != `null`', ...has].join(' && '),
    failed: [
      {
        when: 'd != `null` && faultless == `null`',
        because: `'CloudWatch took it and finds fault with it: the messages are in the answer to the step before'`,
      },
    ],
    unsure: [],
    observed: "d != `null` && 'it stands' || 'it is not there yet'",
  };
}

function literal(text: string): string {
  return `\`${JSON.stringify(text).replaceAll('`', '\\`')}\``;
}

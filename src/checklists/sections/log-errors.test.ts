import { expect, test } from 'vitest';
import { type Answers, awsError, runOn } from '../../../test/answers.ts';
import { logReview } from '../daily/log-review.ts';

async function noteOn(answers: Answers) {
  const { sections } = await runOn(logReview, { 'elbv2:DescribeLoadBalancers': {}, ...answers });
  return sections.find(({ id }) => id === 'log-errors')?.note;
}

test('E2.1 an account whose logs nobody searched is not one without errors', async () => {
  expect(await noteOn({ 'logs:DescribeLogGroups': {} })).toBe(
    'No log group was searched: none has a name that is looked for. Name those of your applications in the ' +
      'configuration (checks, logs-errors-quiet, logGroups).',
  );
});

test('a log group that could not be searched is said', async () => {
  const answers = {
    'logs:DescribeLogGroups': { logGroups: [{ logGroupName: '/aws/application/a' }] },
    'logs:FilterLogEvents': () => awsError('AccessDeniedException'),
  };
  expect(await noteOn(answers)).toBe('Not every log group could be searched to the end.');
  expect(await noteOn({ ...answers, 'logs:FilterLogEvents': {} })).toBeNull();
});

import { expect, test } from 'vitest';
import { ACCOUNT, answering, REGION, testTiming } from '../../test/answers.ts';
import { instanceRecommendations } from './compute-optimizer.ts';
import { createExecution } from './execution.ts';

test.each([
  ['Active', 1, 2],
  ['Inactive', undefined, 1],
])('an account whose enrolment is %s is asked no more than it can answer', async (status, found, requests) => {
  const transport = answering({
    'compute-optimizer:GetEnrollmentStatus': { status },
    'compute-optimizer:GetEC2InstanceRecommendations': { instanceRecommendations: [{ instanceName: 'a' }] },
  });
  const aws = createExecution(testTiming()).open({ id: ACCOUNT, partition: 'aws', transport }, REGION);
  expect((await instanceRecommendations(aws))?.length).toBe(found);
  expect(transport.asked).toHaveLength(requests);
});

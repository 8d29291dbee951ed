import { expect, test } from 'vitest';
import { ACCOUNT, answering, type Answers, NOW, REGION, testTiming } from '../../test/answers.ts';
import { credentialReport } from './credential-report.ts';
import { createExecution } from './execution.ts';
import { reportOf } from '../../test/credential-report.ts';

function openOn(answers: Answers) {
  const transport = answering(answers);
  const timing = testTiming();
  const execution = createExecution(timing);
  const account = { id: ACCOUNT, partition: 'aws', transport };
  return { open: () => execution.open(account, REGION), transport, timing };
}

function states(...given: readonly string[]): () => object {
  let at = 0;
  return () => ({ State: given[Math.min(at++, given.length - 1)] });
}

test('waits until IAM has made the report, and all who want it share the one', async () => {
  const { open, transport } = openOn({
    'iam:GenerateCredentialReport': states('STARTED', 'INPROGRESS', 'COMPLETE'),
    'iam:GetCredentialReport': reportOf(NOW, { name: 'alice' }),
  });
  const [one, other] = await Promise.all([credentialReport(open()), credentialReport(open())]);
  expect(one.map(({ name }) => name)).toEqual(['alice']);
  expect(other).toEqual(one);
  expect(transport.asked.map(({ operation }) => operation)).toEqual([
    'GenerateCredentialReport',
    'GenerateCredentialReport',
    'GenerateCredentialReport',
    'GetCredentialReport',
  ]);
});

test('a report that there is already takes two calls', async () => {
  const { open, transport } = openOn({
    'iam:GenerateCredentialReport': { State: 'COMPLETE' },
    'iam:GetCredentialReport': reportOf(NOW),
  });
  await credentialReport(open());
  expect(transport.asked).toHaveLength(2);
});

test('gives up after a minute, and says so', async () => {
  const { open, transport, timing } = openOn({ 'iam:GenerateCredentialReport': { State: 'INPROGRESS' } });
  await expect(credentialReport(open())).rejects.toMatchObject({
    facts: { kind: 'deadline', awsCode: 'ReportInProgress' },
  });
  expect(timing.now()).toBeLessThanOrEqual(60_000);
  expect(transport.asked).toHaveLength(12);
});

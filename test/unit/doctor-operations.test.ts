import { expect, test } from 'vitest';
import { ACCOUNT, answering, type Answers, awsError, REGION, testTiming } from '../answers.ts';
import { createExecution } from '../../src/aws/execution.ts';
import { AwsFault } from '../../src/aws/fault.ts';
import type { OperationName } from '../../src/aws/service.ts';
import { defineCheck } from '../../src/checks/define.ts';
import { defineChecklist } from '../../src/checklists/define.ts';
import { examineChecklists } from '../../src/main/doctor/checklists.ts';
import { examineTarget } from '../../src/main/doctor/operations.ts';

test('tries every operation once, with the smallest page', async () => {
  const { health, asked } = await look({ 'ec2:DescribeVpcs': { Vpcs: [] } }, ['ec2:DescribeVpcs', 'ec2:DescribeVpcs']);
  expect(health.operations).toEqual([
    { operation: 'ec2:DescribeVpcs', access: 'allowed', detail: null, missingAction: null },
  ]);
  expect(asked).toEqual([{ MaxResults: 5 }]);
});

test('names the IAM action that is missing, which is not always called like the operation', async () => {
  const { health } = await look({ 's3:ListBuckets': awsError('AccessDenied', 'Access Denied', 403) }, [
    's3:ListBuckets',
  ]);
  expect(health.operations).toMatchObject([{ access: 'denied', missingAction: 's3:ListAllMyBuckets' }]);
});

test.each([
  ['health:DescribeEvents', awsError('SubscriptionRequiredException'), 'not-subscribed'],
  ['ec2:DescribeVpcs', awsError('OptInRequired', 'You are not subscribed to this region'), 'not-enabled'],
  ['ec2:DescribeVpcs', awsError('InternalError', 'oops', 500), 'failed'],
  ['lambda:ListFunctions', awsError('UnknownOperationException'), 'not-implemented'],
  ['ecs:ListServices', awsError('ClusterNotFoundException', 'Cluster not found.'), 'allowed'],
  ['iam:GetCredentialReport', awsError('ReportNotPresent', 'No report', 410), 'allowed'],
  ['iam:ListAccessKeys', awsError('ValidationError', 'Must specify userName'), 'inconclusive'],
] as const)('tells what %s answered apart', async (operation, answer, access) => {
  const { health } = await look({ [operation]: answer }, [operation]);
  expect(health.operations).toMatchObject([{ operation, access }]);
});

test('does not try what needs a resource, starts something or costs a cent', async () => {
  const { health, asked } = await look({}, [
    's3:GetBucketAcl',
    'iam:GenerateCredentialReport',
    'ce:GetReservationPurchaseRecommendation',
  ]);
  expect(health.operations.map(({ access }) => access)).toEqual(['not-tried', 'not-tried', 'not-tried']);
  expect(health.operations.at(-1)).toMatchObject({ operation: 's3:GetBucketAcl', detail: 'it must be told Bucket' });
  expect(asked).toEqual([]);
});

test('an account that does not answer is said so, and all its checks are affected', async () => {
  const fault = new AwsFault('The credentials have expired.', {
    kind: 'credentials-expired',
    operation: 'sts:GetCallerIdentity',
    region: REGION,
    awsCode: 'ExpiredToken',
  });
  const report = { account: ACCOUNT, region: REGION };
  const checklists = [checklistOf(['ec2:DescribeVpcs'])];
  const health = await examineTarget(
    { report, account: fault, first: true },
    checklists,
    createExecution(testTiming()),
  );
  expect(health).toEqual({ ...report, problem: 'The credentials have expired.', operations: [] });
  expect(examineChecklists(checklists, [health])).toEqual([
    { id: 'daily/test', parts: 1, affected: ['ec2-test-good'] },
  ]);
});

test('says which checks of a checklist could not judge', async () => {
  const denied = awsError('UnauthorizedOperation', 'no', 403);
  const { health, checklists } = await look({ 'ec2:DescribeVpcs': denied }, ['ec2:DescribeVpcs']);
  expect(examineChecklists(checklists, [health])).toEqual([
    { id: 'daily/test', parts: 1, affected: ['ec2-test-good'] },
  ]);
  const { health: well } = await look({ 'ec2:DescribeVpcs': {} }, ['ec2:DescribeVpcs']);
  expect(examineChecklists(checklists, [well])).toEqual([{ id: 'daily/test', parts: 1, affected: [] }]);
});

test('what is asked once for an account is tried in its first region only', async () => {
  const checklists = [checklistOf(['iam:GetAccountSummary'], 'account')];
  const transport = answering({ 'iam:GetAccountSummary': {} });
  const account = { id: ACCOUNT, partition: 'aws', transport };
  const target = { report: { account: ACCOUNT, region: 'eu-west-1' }, account };
  const second = await examineTarget({ ...target, first: false }, checklists, createExecution(testTiming()));
  const first = await examineTarget({ ...target, first: true }, checklists, createExecution(testTiming()));
  expect([second.operations.length, first.operations.length]).toEqual([0, 1]);
});

async function look(answers: Answers, calls: readonly OperationName[]) {
  const transport = answering(answers);
  const checklists = [checklistOf(calls)];
  const account = { id: ACCOUNT, partition: 'aws', transport };
  const target = { report: { account: ACCOUNT, region: REGION }, account, first: true };
  const health = await examineTarget(target, checklists, createExecution(testTiming()));
  return { health, checklists, asked: transport.asked.map(({ input }) => input) };
}

function checklistOf(calls: readonly OperationName[], scope: 'account' | 'region' = 'region') {
  const check = defineCheck({
    id: 'ec2-test-good',
    title: 'Test',
    severity: 'low',
    why: '',
    remediation: '',
    scope,
    calls,
    async *evaluate() {},
  });
  return defineChecklist({ id: 'daily/test', title: 'Test', purpose: '', checks: [check], sections: [] });
}

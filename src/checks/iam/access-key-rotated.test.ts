import { expect, test } from 'vitest';
import { answering, awsError, judge, lines, NOW } from '../../../test/answers.ts';
import { type CannedUser, daysBefore, reportOf } from '../../../test/credential-report.ts';
import { accessKeyRotated } from './access-key-rotated.ts';

const SECOND_DAYS = 1 / 86_400;

function listed(id: string, ageDays: number, Status = 'Active') {
  return { AccessKeyId: id, Status, CreateDate: new Date(daysBefore(NOW, ageDays)) };
}

function account(users: CannedUser[], keys: Readonly<Record<string, readonly object[] | Error>> = {}) {
  return answering({
    'iam:GenerateCredentialReport': { State: 'COMPLETE' },
    'iam:GetCredentialReport': reportOf(NOW, ...users),
    'iam:ListAccessKeys': ({ UserName }: { UserName: string }) => {
      const known = keys[UserName];
      return known instanceof Error ? known : { AccessKeyMetadata: known ?? [], IsTruncated: false };
    },
  });
}

test('E5.6 names old keys by their id, active ones high and inactive ones low, and asks for ids of their users alone', async () => {
  const transport = account(
    [
      { name: '<root_account>', keys: [{ ageDays: 900 }] },
      { name: 'alice', keys: [{ ageDays: 10 }] },
      { name: 'bob', keys: [{ ageDays: 200 }] },
      { name: 'carol', keys: [{ ageDays: 400 }, { ageDays: 5 }] },
      { name: 'dave', keys: [{ ageDays: 120, inactive: true }] },
      { name: 'frank', keys: [{ ageDays: 89 }] },
    ],
    {
      bob: [listed('AKIABOB', 200)],
      carol: [listed('AKIACAROLNEW', 5), listed('AKIACAROLOLD', 400)],
      dave: [listed('AKIADAVE', 120, 'Inactive')],
    },
  );
  expect(lines(await judge(accessKeyRotated, transport))).toEqual([
    "AKIABOB: fail high: bob's active key is 200 days old, made on 2026-05-07.",
    "AKIACAROLOLD: fail high: carol's active key is 400 days old, made on 2025-10-19.",
    "AKIADAVE: fail low: dave's inactive key is 120 days old, made on 2026-07-26.",
    "alice (access key 1): pass: alice's active key is 10 days old.",
    "carol (access key 2): pass: carol's active key is 5 days old.",
    "frank (access key 1): pass: frank's active key is 89 days old.",
  ]);
  expect(transport.asked.map(({ operation }) => operation).filter((name) => name === 'ListAccessKeys')).toHaveLength(3);
});

test('G9 a key of exactly 90 days passes; one second more, and it is old', async () => {
  const users = [
    { name: 'exact', keys: [{ ageDays: 90 }] },
    { name: 'over', keys: [{ ageDays: 90 + SECOND_DAYS }] },
    { name: 'under', keys: [{ ageDays: 90 - SECOND_DAYS }] },
  ];
  const findings = await judge(accessKeyRotated, account(users, { over: [listed('AKIAOVER', 90 + SECOND_DAYS)] }));
  expect(findings.map(({ resource, status }) => [resource.id, status])).toEqual([
    ['AKIAOVER', 'fail'],
    ['exact (access key 1)', 'pass'],
    ['under (access key 1)', 'pass'],
  ]);
});

test('a key keeps its finding when it grows old, though only then its id is known', async () => {
  const users = [{ name: 'bob', keys: [{ ageDays: 90 }] }];
  const [young] = await judge(accessKeyRotated, account(users));
  const later = new Date(NOW.getTime() + 1000);
  const [old] = await judge(accessKeyRotated, account(users, { bob: [listed('AKIABOB', 90)] }), { now: later });
  expect([young?.resource.id, old?.resource.id]).toEqual(['bob (access key 1)', 'AKIABOB']);
  expect(old?.id).toBe(young?.id);
});

test('two keys of one user are two findings, even when they were made in the same second', async () => {
  const findings = await judge(accessKeyRotated, account([{ name: 'bob', keys: [{ ageDays: 1 }, { ageDays: 1 }] }]));
  expect(new Set(findings.map(({ id }) => id)).size).toBe(2);
});

test('does not guess an id where more than one key fits, or none may be listed', async () => {
  const users = [
    { name: 'twins', keys: [{ ageDays: 100 }, { ageDays: 100 }] },
    { name: 'hidden', keys: [{ ageDays: 100 }] },
  ];
  const keys = { twins: [listed('AKIA1', 100), listed('AKIA2', 100)], hidden: awsError('AccessDenied', 'no', 403) };
  const findings = await judge(accessKeyRotated, account(users, keys));
  expect(findings.map(({ resource, status }) => `${resource.id}: ${status}`)).toEqual([
    'hidden (access key 1): fail',
    'twins (access key 1): fail',
    'twins (access key 2): fail',
  ]);
});

test('the threshold is the configuration to change', async () => {
  const overrides = { 'iam-access-key-rotated': { enabled: true, settings: { oldestAgeDays: 5 } } };
  const users = [{ name: 'alice', keys: [{ ageDays: 6 }] }];
  const findings = await judge(accessKeyRotated, account(users), { overrides });
  expect(findings.map(({ status }) => status)).toEqual(['fail']);
});

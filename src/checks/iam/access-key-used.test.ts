import { expect, test } from 'vitest';
import { answering, judge, lines, NOW } from '../../../test/answers.ts';
import { type CannedUser, reportOf } from '../../../test/credential-report.ts';
import { accessKeyUsed } from './access-key-used.ts';

const SECOND_DAYS = 1 / 86_400;

async function judged(...users: CannedUser[]): Promise<string[]> {
  const transport = answering({
    'iam:GenerateCredentialReport': { State: 'COMPLETE' },
    'iam:GetCredentialReport': reportOf(NOW, ...users),
    'iam:ListAccessKeys': ({ UserName }: { UserName: string }) => ({
      AccessKeyMetadata: [{ AccessKeyId: `AKIA-${UserName}`, Status: 'Active' }],
    }),
  });
  return lines(await judge(accessKeyUsed, transport));
}

test('E5.6 fails active keys that are not used, and counts a key that never was from its making', async () => {
  const users = [
    { name: 'busy', keys: [{ ageDays: 300, usedDaysAgo: 2 }] },
    { name: 'fresh', keys: [{ ageDays: 10 }] },
    { name: 'idle', keys: [{ ageDays: 300, usedDaysAgo: 130 }] },
    { name: 'never', keys: [{ ageDays: 310 }] },
    { name: 'off', keys: [{ ageDays: 900, usedDaysAgo: 800, inactive: true }] },
  ];
  expect(await judged(...users)).toEqual([
    "AKIA-idle: fail medium: idle's key was last used 130 days ago.",
    "AKIA-never: fail medium: never's key was made 310 days ago and never used.",
    "busy (access key 1): pass: busy's key was last used 2 days ago.",
    "fresh (access key 1): pass: fresh's key was made 10 days ago and never used.",
    "off (access key 1): pass: off's key is inactive.",
  ]);
});

test('G9 a key used exactly 90 days ago passes; a second longer ago, it is unused', async () => {
  const days = [90 - SECOND_DAYS, 90, 90 + SECOND_DAYS];
  const found = await judged(
    ...days.map((usedDaysAgo, index) => ({ name: `key-${index}`, keys: [{ ageDays: 300, usedDaysAgo }] })),
  );
  expect(found.map((line) => line.split(': ').slice(0, 2))).toEqual([
    ['AKIA-key-2', 'fail medium'],
    ['key-0 (access key 1)', 'pass'],
    ['key-1 (access key 1)', 'pass'],
  ]);
});

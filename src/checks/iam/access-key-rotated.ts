import { z } from 'zod';
import { CREDENTIAL_REPORT_CALLS } from '../../aws/credential-report.ts';
import type { ReportedKey, ReportedUser } from '../../aws/credential-report-rows.ts';
import type { Aws } from '../../aws/execution.ts';
import { accessKey, identifiedAccessKey } from '../../aws/iam.ts';
import { fail, pass, unknown, type Verdict } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';
import { judgeUserKeys } from './judge-keys.ts';

const DAY_MS = 86_400_000;

export const accessKeyRotated = defineCheck({
  id: 'iam-access-key-rotated',
  title: 'Access key has been rotated',
  severity: 'high',
  why: 'The longer a key is about, the more places it has leaked to: laptops, build logs, old repositories.',
  remediation:
    'Make a second key, move everything to it, deactivate the old one, and delete it when nothing has failed.',
  scope: 'account',
  calls: [...CREDENTIAL_REPORT_CALLS, 'iam:ListAccessKeys'],
  settings: z.object({ oldestAgeDays: z.number().positive().default(90) }),
  async *evaluate({ aws, now, settings }) {
    yield* judgeUserKeys(aws, (user, key) => judge(aws, user, key, { now, ...settings }));
  },
});

async function judge(
  aws: Aws,
  user: ReportedUser,
  key: ReportedKey,
  { now, oldestAgeDays }: { readonly now: Date; readonly oldestAgeDays: number },
): Promise<Verdict> {
  const { active, rotatedAt } = key;
  const evidence = { user: user.name, active, rotatedAt: rotatedAt?.toISOString() ?? null };
  const state = active ? 'active' : 'inactive';
  if (rotatedAt === undefined) {
    return unknown(
      accessKey(user, key),
      `The credential report has no date for ${user.name}'s ${state} key.`,
      evidence,
    );
  }
  const ageMs = now.getTime() - rotatedAt.getTime();
  const ageDays = Math.floor(ageMs / DAY_MS);
  const fact = `${user.name}'s ${state} key is ${ageDays} days old`;
  if (ageMs <= oldestAgeDays * DAY_MS) return pass(accessKey(user, key), `${fact}.`, { ...evidence, ageDays });
  return fail(
    await identifiedAccessKey(aws, user, key),
    `${fact}, made on ${rotatedAt.toISOString().slice(0, 10)}.`,
    { ...evidence, ageDays },
    active ? {} : { severity: 'low', remediation: 'Delete the key: it has been inactive and nobody misses it.' },
  );
}

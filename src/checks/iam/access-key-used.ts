import { z } from 'zod';
import { CREDENTIAL_REPORT_CALLS } from '../../aws/credential-report.ts';
import type { ReportedKey, ReportedUser } from '../../aws/credential-report-rows.ts';
import type { Aws } from '../../aws/execution.ts';
import { accessKey, identifiedAccessKey } from '../../aws/iam.ts';
import { fail, pass, unknown, type Verdict } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';
import { judgeUserKeys } from './judge-keys.ts';

const DAY_MS = 86_400_000;

export const accessKeyUsed = defineCheck({
  id: 'iam-access-key-used',
  title: 'Active access key is in use',
  severity: 'medium',
  why: 'A key that nobody uses is of use to nobody but whoever finds it.',
  remediation: 'Deactivate the key; delete it when nothing has failed for some weeks.',
  scope: 'account',
  calls: [...CREDENTIAL_REPORT_CALLS, 'iam:ListAccessKeys'],
  settings: z.object({ unusedDays: z.number().positive().default(90) }),
  async *evaluate({ aws, now, settings }) {
    yield* judgeUserKeys(aws, (user, key) => judge(aws, user, key, { now, ...settings }));
  },
});

async function judge(
  aws: Aws,
  user: ReportedUser,
  key: ReportedKey,
  { now, unusedDays }: { readonly now: Date; readonly unusedDays: number },
): Promise<Verdict> {
  const { active, rotatedAt, lastUsedAt, lastUsedService, lastUsedRegion } = key;
  const evidence = {
    user: user.name,
    active,
    createdAt: rotatedAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    lastUsedService: lastUsedService ?? null,
    lastUsedRegion: lastUsedRegion ?? null,
  };
  if (!active) return pass(accessKey(user, key), `${user.name}'s key is inactive.`, evidence);
  // A key that was never used counts from when it was made.
  const since = lastUsedAt ?? rotatedAt;
  if (since === undefined) {
    return unknown(accessKey(user, key), `The credential report has no date for ${user.name}'s active key.`, evidence);
  }
  const idleMs = now.getTime() - since.getTime();
  const idleDays = Math.floor(idleMs / DAY_MS);
  const fact = lastUsedAt
    ? `${user.name}'s key was last used ${idleDays} days ago`
    : `${user.name}'s key was made ${idleDays} days ago and never used`;
  return idleMs <= unusedDays * DAY_MS
    ? pass(accessKey(user, key), `${fact}.`, { ...evidence, idleDays })
    : fail(await identifiedAccessKey(aws, user, key), `${fact}.`, { ...evidence, idleDays });
}

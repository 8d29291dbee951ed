import { credentialReport } from '../../aws/credential-report.ts';
import type { ReportedKey, ReportedUser } from '../../aws/credential-report-rows.ts';
import type { Aws } from '../../aws/execution.ts';
import { accessKey } from '../../aws/iam.ts';
import type { Verdict } from '../../model/finding.ts';
import { judgeEach } from '../define.ts';

/** Judges every access key of every user at once. Root's are to be deleted, and have a check of their own. */
export async function* judgeUserKeys(
  aws: Aws,
  judge: (user: ReportedUser, key: ReportedKey) => Promise<Verdict>,
): AsyncGenerator<Verdict> {
  const users = (await credentialReport(aws)).filter((user) => !user.root);
  yield* judgeEach(
    users.flatMap((user) => user.keys.map((key) => ({ user, key }))),
    ({ user, key }) => accessKey(user, key),
    ({ user, key }) => judge(user, key),
  );
}

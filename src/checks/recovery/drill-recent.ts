import { z } from 'zod';
import { wholeAccount } from '../../aws/account.ts';
import { fail, pass } from '../../model/finding.ts';
import { ageInWords, isOlderThan } from '../age.ts';
import { defineCheck } from '../define.ts';

export const drillRecent = defineCheck({
  id: 'recovery-drill-recent',
  title: 'A disaster recovery drill has succeeded lately',
  severity: 'high',
  why: 'A backup that has never been restored is a hope. A drill measures how long it takes and how much is lost.',
  remediation: 'Run a drill: it restores into the recovery region, probes what it restored and deletes it again.',
  runbook: 'recovery/dr-drill',
  scope: 'account',
  calls: [],
  settings: z.object({ ageDays: z.number().positive().default(90) }),
  async *evaluate({ aws, now, settings: { ageDays }, outside }) {
    // By the instant: the configuration may write it in any zone. What is still to come has not succeeded.
    const drills = (await outside.drills())
      .filter(({ succeededAt }) => Date.parse(succeededAt) <= now.getTime())
      .toSorted((a, b) => Date.parse(b.succeededAt) - Date.parse(a.succeededAt));
    const [newest] = drills;
    const resource = wholeAccount(aws);
    const evidence = { drills: drills.map(({ drill, succeededAt }) => ({ drill, succeededAt })) };
    if (!newest) {
      yield fail(resource, 'No recovery drill has succeeded yet.', evidence);
      return;
    }
    const succeeded = new Date(newest.succeededAt);
    const reason = `The drill ${newest.drill} succeeded ${ageInWords(succeeded, now)} ago.`;
    yield isOlderThan(succeeded, ageDays, now) ? fail(resource, reason, evidence) : pass(resource, reason, evidence);
  },
});

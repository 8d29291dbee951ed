import { describeContinuousBackups, listTables, table } from '../../aws/dynamodb.ts';
import { orAbsent } from '../../aws/read.ts';
import { fail, pass, unknown } from '../../model/finding.ts';
import { defineCheck, judgeEach } from '../define.ts';

export const tableRecoverable = defineCheck({
  id: 'dynamodb-table-recoverable',
  title: 'DynamoDB table can be restored to any point in time',
  severity: 'high',
  why: 'Without point-in-time recovery, what a bad deployment deletes from a table is gone.',
  remediation:
    'Turn point-in-time recovery on (aws dynamodb update-continuous-backups); a restore makes a new table, which a ' +
    'drill should have tried.',
  calls: ['dynamodb:ListTables', 'dynamodb:DescribeContinuousBackups'],
  async *evaluate({ aws }) {
    yield* judgeEach(
      await listTables(aws, {}),
      (name) => table(aws, name),
      async (name) => {
        const resource = table(aws, name);
        const backups = await orAbsent(describeContinuousBackups(aws, name), 'TableNotFoundException');
        // Deleted since it was listed.
        if (!backups) return undefined;
        const recovery = backups.PointInTimeRecoveryDescription;
        const status = recovery?.PointInTimeRecoveryStatus;
        const evidence = {
          pointInTimeRecovery: status ?? null,
          recoveryPeriodDays: recovery?.RecoveryPeriodInDays ?? null,
          earliestRestorableTime: recovery?.EarliestRestorableDateTime?.toISOString() ?? null,
          latestRestorableTime: recovery?.LatestRestorableDateTime?.toISOString() ?? null,
        };
        if (status === 'ENABLED') return pass(resource, `${name} has point-in-time recovery.`, evidence);
        return status === 'DISABLED'
          ? fail(resource, `${name} has no point-in-time recovery.`, evidence)
          : unknown(resource, `AWS does not say whether ${name} has point-in-time recovery.`, evidence);
      },
    );
  },
});

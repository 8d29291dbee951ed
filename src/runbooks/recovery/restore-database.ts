import { z } from 'zod';
import { describeDBInstances } from '../../aws/rds.ts';
import { Refused, UsageError } from '../../model/errors.ts';
import { parseInstant } from '../../model/instant.ts';
import { defineRunbook } from '../define.ts';
import { databaseName, findInstance, lookAtDatabase } from '../look/database.ts';
import { cutOver as planCutOver } from './cut-over.ts';
import { nameWithExecution } from './new-name.ts';
import { pointOf } from './restore-point.ts';
import { restoreSteps } from './restore-steps.ts';

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.Constraints */
const LONGEST_ID = 63;
const identifier = z
  .string()
  .max(LONGEST_ID)
  .regex(/^[a-z](-?[a-z0-9])*$/, 'small letters, digits and single hyphens, a letter first');

export const restoreDatabase = defineRunbook({
  id: 'recovery/restore-database',
  title: 'Restore a database',
  purpose:
    'Makes a new DB instance from a snapshot or a point in time, with every setting of the database that it is restored from, compares the two, and puts it in its place where that is asked for. The old one is kept.',
  parameters: z.object({
    database: databaseName.describe('The DB instance whose data and settings are restored.'),
    snapshot: z.string().min(1).optional().describe('The snapshot. Default: the newest that is available.'),
    pointInTime: z
      .string()
      .refine((text) => parseInstant(text) !== undefined, 'an instant with its zone: 2026-11-23T08:00:00Z')
      .optional()
      .describe('Instead of a snapshot: the data as they were at this instant.'),
    as: identifier.optional().describe('The identifier of the new instance. Default: <database>-restored-….'),
    cutOver: z
      .enum(['no', 'yes'])
      .default('no')
      .describe('Whether it takes the place of the database, by renaming both, after an approval.'),
  }),
  calls: [
    'rds:DescribeDBInstances',
    'rds:DescribeDBClusters',
    'rds:DescribeDBSnapshots',
    'rds:DescribeDBInstanceAutomatedBackups',
    'rds:RestoreDBInstanceFromDBSnapshot',
    'rds:RestoreDBInstanceToPointInTime',
    'rds:ModifyDBInstance',
    'rds:DeleteDBInstance',
  ],

  async plan({ aws, plan }, { database: id, snapshot, pointInTime, as, cutOver }) {
    if (snapshot !== undefined && pointInTime !== undefined)
      throw new UsageError('recovery/restore-database takes snapshot or pointInTime, not both');
    const database = await lookAtDatabase(aws, id);
    if (database.kind === 'cluster') {
      throw new Refused(
        `${id} is a cluster: restoring a cluster and its members is not in this runbook; nothing was planned`,
      );
    }
    const { instance: source } = database;
    plan.refuseIf(as === id, `${id} cannot be restored onto itself: as=… names a new instance`);
    if (as !== undefined && (await findInstance(aws, as)))
      throw new Refused(`there is a database ${as} already: choose another identifier, or let one be made`);

    const point = await pointOf(aws, source, { snapshot, pointInTime });
    const target = as ?? nameWithExecution(`${id}-restored`, LONGEST_ID);
    plan.lock(`rds/${id}`);
    if (as !== undefined) plan.lock(`rds/${as}`);
    const restored = restoreSteps(plan, { source, point, target });
    if (cutOver === 'yes') {
      // Who bears which name is seen by the ids that stay.
      const all = await describeDBInstances(aws, {});
      planCutOver(plan, { source, restored, target, lostSince: point.dataOf, readers: replicasOf(all, id) });
    }
  },
});

/** Instances of this region that replicate from it: they go on to replicate from the old one. */
function replicasOf(all: Awaited<ReturnType<typeof describeDBInstances>>, id: string): string[] {
  return all.flatMap(({ DBInstanceIdentifier: own, ReadReplicaSourceDBInstanceIdentifier: from }) =>
    from === id && own !== undefined ? [own] : [],
  );
}

import type { Aws } from '../../aws/execution.ts';
import { copyDBSnapshot, deleteDBSnapshot } from '../../aws/changes/rds.ts';
import { type DBSnapshot, describeDBSnapshots } from '../../aws/rds.ts';
import { Refused } from '../../model/errors.ts';
import type { Reference } from '../../model/plan.ts';
import { snapshotAvailable, snapshotDeletable } from '../conditions/rds-snapshots.ts';
import type { PlanBuilder } from '../define.ts';
import { newestAvailable, whyNone } from '../look/snapshots.ts';
import type { ReadyDrill } from './drill-guard.ts';
import { nameWithExecution } from './new-name.ts';

/** What a drill restores, and under which identifier it is in the drill's region. */
export interface DrillSnapshot {
  readonly snapshot: DBSnapshot;
  readonly id: string | Reference;
}

/**
 * The newest snapshot that is available where the drill is held; where there is none, a copy of the newest at home.
 * @throws Refused where there is none at all
 */
export async function snapshotForDrill(aws: Aws, plan: PlanBuilder, drill: ReadyDrill): Promise<DrillSnapshot> {
  const { database, region = aws.region } = drill;
  const there = await describeDBSnapshots(aws.inRegion(region), { DBInstanceIdentifier: database });
  const newest = newestAvailable(there);
  if (newest) return { snapshot: newest, id: newest.DBSnapshotIdentifier ?? '' };
  const home = region === aws.region ? there : await describeDBSnapshots(aws, { DBInstanceIdentifier: database });
  const source = newestAvailable(home);
  if (!source) {
    throw new Refused(`there is no snapshot of ${database} to restore: ${whyNone(home)}; nothing was planned`);
  }
  return { snapshot: source, id: copySnapshot(aws, plan, { drill, source, region }) };
}

interface Copying {
  readonly drill: ReadyDrill;
  readonly source: DBSnapshot;
  readonly region: string;
}

function copySnapshot(aws: Aws, plan: PlanBuilder, { drill, source, region }: Copying): Reference {
  const { database, kmsKey, name } = drill;
  if (source.Encrypted === true && kmsKey === undefined) {
    throw new Refused(
      `the snapshot of ${database} is encrypted: to copy it to ${region}, the drill ${name} needs a kmsKey of that region`,
    );
  }
  plan.warn(
    `There is no snapshot of ${database} in ${region}: one is copied from ${aws.region}, which a disaster there would not allow.`,
  );
  const id = nameWithExecution(`drill-${database}`, 255);
  plan.change('copy', {
    title: `Copy the newest snapshot of ${database} to ${region}`,
    call: copyDBSnapshot(
      {
        SourceDBSnapshotIdentifier: source.DBSnapshotArn,
        TargetDBSnapshotIdentifier: id,
        Tags: [{ Key: 'opsbook:drill', Value: name }],
        ...(kmsKey !== undefined && { KmsKeyId: kmsKey }),
      },
      region,
    ),
    before: null,
    after: { snapshot: id },
    undo: {
      ...deleteDBSnapshot({ DBSnapshotIdentifier: id }, region),
      first: snapshotDeletable('instance', id, region),
      within: '6h',
    },
  });
  plan.wait('copied', {
    title: 'The copy is available',
    until: snapshotAvailable('instance', id, region),
    every: '30s',
    within: '6h',
    takes: `${Math.ceil(10 + (source.AllocatedStorage ?? 0) / 30)}m`,
  });
  return id;
}

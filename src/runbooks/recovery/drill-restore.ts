import { deleteDBInstance, modifyDBInstance, restoreDBInstanceFromDBSnapshot } from '../../aws/changes/rds.ts';
import type { Json } from '../../model/json.ts';
import type { Reference } from '../../model/plan.ts';
import type { NameOrOutput } from '../../model/recovery-settings.ts';
import { instanceAvailable, instanceDeletable, nameFree, subnetGroupOutside } from '../conditions/rds-instances.ts';
import type { PlanBuilder, StepHandle } from '../define.ts';
import type { ReadyDrill } from './drill-guard.ts';
import type { DrillSnapshot } from './drill-snapshot.ts';
import { outputPath } from './drill-text.ts';
import { nameWithExecution } from './new-name.ts';

export interface DrillRestore {
  readonly drill: ReadyDrill;
  readonly snapshot: DrillSnapshot;
  readonly region: string;
  readonly network: StepHandle | undefined;
  readonly instanceClass: string;
  readonly parameterGroup: string | undefined;
  /** VPCs that it must not come to be in. */
  readonly forbiddenVpcs: readonly string[];
}

const LONGEST_ID = 63;
const GONE = ['DBInstanceNotFound', 'DBInstanceNotFoundFault'];

/** Restores into the drill's network, and gives the step whose answer has the address. */
export function restoreForDrill(plan: PlanBuilder, restore: DrillRestore): StepHandle {
  const { drill, snapshot, region, network } = restore;
  const { database, environment = '', name } = drill;
  const id = nameWithExecution(`drill-${database}`, LONGEST_ID);
  const group = referTo(drill.subnetGroup, network);
  plan.change('restore', {
    title: `Restore ${database} into the drill’s network`,
    call: restoreDBInstanceFromDBSnapshot(
      {
        DBInstanceIdentifier: id,
        DBSnapshotIdentifier: snapshot.id,
        DBInstanceClass: restore.instanceClass,
        DBSubnetGroupName: group,
        ...(drill.securityGroups.length > 0 && {
          VpcSecurityGroupIds: drill.securityGroups.map((one) => referTo(one, network)),
        }),
        DBParameterGroupName: restore.parameterGroup,
        MultiAZ: false,
        PubliclyAccessible: false,
        DeletionProtection: false,
        CopyTagsToSnapshot: false,
        // What is gone in some hours needs no backups, which would stay.
        BackupRetentionPeriod: 0,
        // Without tags of its own it would have the source's, and be taken for production.
        Tags: [
          { Key: 'Environment', Value: environment },
          { Key: 'opsbook:drill', Value: name },
        ],
      },
      region,
    ),
    before: null,
    after: { instance: id, region },
    require: [nameFree(id, region), subnetGroupOutside(group, restore.forbiddenVpcs, region)],
    undo: {
      ...deleteDBInstance({ DBInstanceIdentifier: id, SkipFinalSnapshot: true, DeleteAutomatedBackups: true }, region),
      first: instanceDeletable(id, region),
      until: nameFree(id, region),
      within: '2h',
      gone: GONE,
    },
  });
  plan.wait('available', {
    title: 'The restored database is available',
    until: instanceAvailable(id, region),
    every: '30s',
    within: drill.within,
    takes: `${Math.ceil(12 + (snapshot.snapshot.AllocatedStorage ?? 0) / 50)}m`,
  });
  const unprotected = modifyDBInstance(
    { DBInstanceIdentifier: id, DeletionProtection: false, ApplyImmediately: true },
    region,
  );
  return plan.change('address', {
    title: 'Make sure that it can be deleted again, and learn its address',
    call: unprotected,
    before: null,
    after: { DeletionProtection: false },
    undo: { ...unprotected, first: instanceDeletable(id, region), within: '1h', gone: GONE },
  });
}

/** The name itself, or what the network layer gave. */
function referTo(name: NameOrOutput, network: StepHandle | undefined): string | Reference {
  if (typeof name === 'string') return name;
  if (network) return network.answer(outputPath(name.output));
  throw new Error(`the output ${name.output} is of no layer`);
}

/** For what is printed of it. */
export function namedBy(name: NameOrOutput): Json {
  return typeof name === 'string' ? name : `the output ${name.output} of the network layer`;
}

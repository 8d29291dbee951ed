import {
  deleteDBInstance,
  modifyDBInstance,
  restoreDBInstanceFromDBSnapshot,
  restoreDBInstanceToPointInTime,
} from '../../aws/changes/rds.ts';
import type { DBInstance } from '../../aws/rds.ts';
import { DATA_OF } from '../../model/drill.ts';
import { plainJson } from '../../model/plan-hash.ts';
import type { PlannedCall, Reference } from '../../model/plan.ts';
import { instanceAvailable, instanceDeletable, instanceHas, nameFree } from '../conditions/rds-instances.ts';
import type { PlanBuilder, StepHandle } from '../define.ts';
import { comparedSettings } from './compared-settings.ts';
import { ownTags } from './own-tags.ts';
import type { RestorePoint } from './restore-point.ts';
import { modifiedAfterwards } from './settings-afterwards.ts';
import { isOfSameMajor, restoredAs } from './source-settings.ts';

interface Restore {
  readonly source: DBInstance;
  readonly point: RestorePoint;
  readonly target: string | Reference;
}

/** A new instance with the data of the point and the settings of the source, compared with it in the end. */
export function restoreSteps(plan: PlanBuilder, { source, point, target }: Restore): StepHandle {
  const { DBInstanceIdentifier: id = '' } = source;
  state(plan, source, point);
  const restored = plan.change('restore', {
    title: `Restore ${id} as a new instance`,
    call: restoreCall({ source, point, target }),
    before: null,
    after: { instance: plainJson(target), dataOf: point.dataOf.toISOString() },
    undo: {
      ...deleteDBInstance({ DBInstanceIdentifier: target, SkipFinalSnapshot: true, DeleteAutomatedBackups: true }),
      first: instanceDeletable(target),
      until: nameFree(target),
      within: '2h',
      gone: ['DBInstanceNotFound', 'DBInstanceNotFoundFault'],
    },
  });
  plan.wait('available', {
    title: 'The new instance is available',
    until: instanceAvailable(target),
    every: '30s',
    within: '12h',
    takes: `${Math.ceil(15 + (source.AllocatedStorage ?? 0) / 50)}m`,
  });
  const settings = modifiedAfterwards(source);
  plan.change('settings', {
    title: 'Give it the settings that a restore does not take',
    call: modifyDBInstance({ DBInstanceIdentifier: target, ApplyImmediately: true, ...settings }),
    before: null,
    after: plainJson(settings),
    // What is protected cannot be deleted, which undoing the restore comes to.
    undo: {
      ...modifyDBInstance({ DBInstanceIdentifier: target, ApplyImmediately: true, DeletionProtection: false }),
      first: instanceDeletable(target),
      within: '2h',
      gone: ['DBInstanceNotFound', 'DBInstanceNotFoundFault'],
    },
  });
  plan.wait('as-source', {
    title: `The new instance has every setting of ${id}`,
    until: instanceHas(target, comparedSettings(source, point.origin)),
    every: '30s',
    within: '2h',
    takes: '5m',
  });
  return restored;
}

function restoreCall({ source, point, target }: Restore): PlannedCall {
  const settings = { ...restoredAs(source, point.origin), Tags: ownTags(source.TagList) };
  if (point.snapshot) {
    return restoreDBInstanceFromDBSnapshot({
      DBInstanceIdentifier: target,
      DBSnapshotIdentifier: point.snapshot.DBSnapshotIdentifier,
      ...settings,
    });
  }
  return restoreDBInstanceToPointInTime({
    SourceDBInstanceIdentifier: source.DBInstanceIdentifier,
    TargetDBInstanceIdentifier: target,
    RestoreTime: { $instant: point.dataOf.toISOString() },
    ...settings,
  });
}

/** What whoever approves has to know: what is lost, and what does not come along. */
function state(plan: PlanBuilder, source: DBInstance, { snapshot, dataOf, origin }: RestorePoint): void {
  const { DBInstanceIdentifier: id = '', MonitoringRoleArn: role, AssociatedRoles: roles = [] } = source;
  const since = dataOf.toISOString();
  plan.fact(DATA_OF, since);
  if (snapshot) plan.fact('Snapshot', { id: snapshot.DBSnapshotIdentifier ?? '', type: snapshot.SnapshotType ?? '' });
  plan.warn(`Everything that was written to ${id} after ${since} is not in the restored database.`);
  plan.warn(
    'Blocks are read from S3 when they are first needed: the new instance is slow until it has read its data once.',
  );
  if (snapshot && snapshot.DbiResourceId !== source.DbiResourceId) {
    plan.warn(`The snapshot is of an earlier instance called ${id}, and not of the one that is there now.`);
  }
  if (snapshot && (snapshot.Encrypted ?? false) !== (source.StorageEncrypted ?? false)) {
    plan.warn(
      `The snapshot is ${snapshot.Encrypted === true ? '' : 'not '}encrypted, unlike ${id}: so will be what is restored.`,
    );
  }
  if (!isOfSameMajor(source, origin)) {
    plan.warn(
      `${id} runs ${source.EngineVersion ?? ''}, the data are of ${origin.engineVersion}: its parameter and option group do not fit, AWS's default ones are used.`,
    );
  }
  if (source.MasterUserSecret) {
    plan.warn(
      `The master password of ${id} is kept by Secrets Manager; the new instance has the password of the snapshot, and no secret.`,
    );
  }
  if ((source.MonitoringInterval ?? 0) > 0 && role !== undefined) {
    plan.warn(`Handing over the monitoring role ${role} needs iam:PassRole for it.`);
  }
  if (roles.length > 0) {
    plan.warn(`The IAM roles of ${id} do not come along: ${roles.map(({ RoleArn }) => RoleArn ?? '').join(', ')}.`);
  }
}

import { modifyDBInstance } from '../../aws/changes/rds.ts';
import type { DBInstance } from '../../aws/rds.ts';
import { plainJson } from '../../model/plan-hash.ts';
import type { Reference } from '../../model/plan.ts';
import { instanceLeaves, instanceNamed, instanceSettled, nameFree } from '../conditions/rds-instances.ts';
import type { PlanBuilder, StepHandle } from '../define.ts';
import { nameWithExecution } from './new-name.ts';

interface CutOver {
  readonly source: DBInstance;
  /** The step that makes the new instance. */
  readonly restored: StepHandle;
  readonly target: string | Reference;
  readonly lostSince: Date;
  /** Read replicas in this region. */
  readonly readers: readonly string[];
}

interface Rename {
  readonly title: string;
  /** The id that stays its own. */
  readonly resource: string | Reference;
  readonly from: string | Reference;
  readonly to: string | Reference;
}

const LONGEST_ID = 63;

/**
 * The new instance takes the name, and with it the address, of the old one, which is kept under another. AWS does not know
 * a swap: between the two renames nothing bears the name.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RenameInstance.html
 */
export function cutOver(plan: PlanBuilder, { source, restored, target, lostSince, readers }: CutOver): void {
  const { DBInstanceIdentifier: id = '', DbiResourceId: resource = '', PendingModifiedValues: pending = {} } = source;
  const replaced = nameWithExecution(`${id}-replaced`, LONGEST_ID);
  const all = [...readers, ...(source.ReadReplicaDBInstanceIdentifiers ?? []).filter((one) => one.startsWith('arn:'))];
  plan.warn(`${id} cannot be reached for some minutes while the names change: clients have to connect anew.`);
  plan.warn(
    `The old instance is kept and billed as ${id}-replaced-…; connections that stay open go on to write into it.`,
  );
  if (all.length > 0) plan.warn(`Read replicas go on to replicate from the old instance: ${all.join(', ')}.`);
  if (Object.keys(pending).length > 0) {
    plan.warn(`Renaming also applies what is pending at ${id}: ${Object.keys(pending).toSorted().join(', ')}.`);
  }
  plan.approve('cut-over', {
    title: `Put the restored instance in the place of ${id}: what was written after ${lostSince.toISOString()} is gone from it`,
  });
  rename(plan, 'old-name', {
    title: `Rename the old instance, so that the name ${id} is free`,
    resource,
    from: id,
    to: replaced,
  });
  rename(plan, 'new-name', {
    title: `Give the new instance the name ${id}`,
    resource: restored.answer('DBInstance.DbiResourceId'),
    from: target,
    to: id,
  });
}

/** A rename is no change of state that may be repeated: after it, the old name is not found, or somebody else's. */
function rename(plan: PlanBuilder, key: string, { title, resource, from, to }: Rename): void {
  plan.change(key, {
    title,
    call: modifyDBInstance({ DBInstanceIdentifier: from, NewDBInstanceIdentifier: to, ApplyImmediately: true }),
    before: { name: plainJson(from) },
    after: { name: plainJson(to) },
    impact: 'disruptive',
    require: [instanceSettled(resource), nameFree(to)],
    already: instanceLeaves(resource, from),
    undo: {
      ...modifyDBInstance({ DBInstanceIdentifier: to, NewDBInstanceIdentifier: from, ApplyImmediately: true }),
      first: instanceSettled(resource),
      until: instanceNamed(resource, from),
      within: '1h',
      gone: ['DBInstanceNotFound', 'DBInstanceNotFoundFault'],
    },
  });
  plan.wait(`${key}-in-force`, {
    title: 'The name is in force',
    until: instanceNamed(resource, to),
    every: '15s',
    within: '1h',
    takes: '4m',
  });
}

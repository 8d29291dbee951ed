import { z } from 'zod';
import { modifyDBInstance } from '../../aws/changes/rds.ts';
import type { Aws } from '../../aws/execution.ts';
import type { DBInstance } from '../../aws/rds.ts';
import { Refused } from '../../model/errors.ts';
import { classTaken, classWaits, runsOnClass } from '../conditions/rds-class.ts';
import { databaseWorkable } from '../conditions/rds-instances.ts';
import { defineRunbook, type PlanBuilder } from '../define.ts';
import { databaseName, findInstance, refuseUnlessWorkable } from '../look/database.ts';
import { requireOrderable } from './database/orderable.ts';
import { lookAtPending, outageOf } from './database/side-effects.ts';

export const scaleDatabase = defineRunbook({
  id: 'scaling/database',
  title: 'Give a database another instance class',
  purpose:
    'Changes the class of an RDS instance, now or in its maintenance window. Either way it is restarted or fails over once. Applied now, AWS applies everything else that is pending too: that is shown, and refused unless one says that it may come along.',
  parameters: z.object({
    database: databaseName.describe('The DB instance.'),
    instanceClass: z
      .string()
      .regex(/^db\.[a-z0-9-]+(\.[a-z0-9-]+)?$/, 'a class such as db.r6g.xlarge')
      .describe('The class it should have.'),
    when: z
      .enum(['now', 'maintenance-window'])
      .default('now')
      .describe('Whether AWS begins at once, or waits for its maintenance window.'),
    alsoApplyPending: z
      .enum(['yes', 'no'])
      .default('no')
      .describe('Whether what else is pending may be applied along with it.'),
  }),
  calls: [
    'rds:DescribeDBClusters',
    'rds:DescribeDBInstances',
    'rds:DescribeOrderableDBInstanceOptions',
    'rds:ModifyDBInstance',
  ],

  async plan({ aws, plan }, { database: id, instanceClass, when, alsoApplyPending }) {
    const instance = await lookAtInstance(aws, id);
    const { DBInstanceClass: before = '', PendingModifiedValues: pending = {} } = instance;
    plan.fact('The database', factsOf(instance));
    if (isSo(instance, instanceClass, when)) return plan.warn(wordsForNothing(instance, instanceClass));
    plan.refuseIf(
      before === instanceClass,
      `${id} has ${before}, and a change to ${pending.DBInstanceClass} is pending: undo that one, or let it come`,
    );
    refuseUnlessWorkable({ id, status: instance.DBInstanceStatus ?? 'in no state' });
    await requireOrderable(aws, plan, instance, instanceClass);
    const others = lookAtPending(plan, instance, when);
    plan.refuseIf(
      when === 'now' && others.length > 0 && alsoApplyPending === 'no',
      `applied now, ${others.join(', ')} of ${id} would be changed too, which is pending: take it back, use when=maintenance-window, or say --set alsoApplyPending=yes`,
    );
    plan.lock(`rds/${id}`);
    plan.warn(outageOf(instance, when));
    change(plan, instance, { instanceClass, when });
  },
});

async function lookAtInstance(aws: Aws, id: string): Promise<DBInstance> {
  const instance = await findInstance(aws, id);
  if (!instance)
    throw new Refused(`there is no DB instance ${id} in ${aws.account}/${aws.region}: nothing was planned`);
  const { DBClusterIdentifier: cluster, Engine: engine = '' } = instance;
  if (cluster === undefined || engine.startsWith('aurora')) return instance;
  throw new Refused(
    `${id} belongs to the Multi-AZ cluster ${cluster}, whose members have one class: it is changed there`,
  );
}

function factsOf(instance: DBInstance) {
  const { DBInstanceClass, Engine, EngineVersion, MultiAZ, StorageType, PreferredMaintenanceWindow } = instance;
  return {
    DBInstanceClass: DBInstanceClass ?? null,
    Engine: `${Engine} ${EngineVersion}`,
    MultiAZ: MultiAZ ?? false,
    StorageType: StorageType ?? null,
    PreferredMaintenanceWindow: PreferredMaintenanceWindow ?? null,
  };
}

function isSo(instance: DBInstance, instanceClass: string, when: 'now' | 'maintenance-window'): boolean {
  const { DBInstanceClass, PendingModifiedValues: { DBInstanceClass: pending } = {} } = instance;
  return pending === undefined ? DBInstanceClass === instanceClass : pending === instanceClass && when !== 'now';
}

function wordsForNothing({ DBInstanceIdentifier: id, ...instance }: DBInstance, instanceClass: string): string {
  const has = instance.DBInstanceClass === instanceClass;
  return has
    ? `${id} runs on ${instanceClass} already: nothing is to be done`
    : `${id} gets ${instanceClass} in its next maintenance window already: nothing is to be done`;
}

interface Wanted {
  readonly instanceClass: string;
  readonly when: 'now' | 'maintenance-window';
}

function change(plan: PlanBuilder, instance: DBInstance, { instanceClass, when }: Wanted): void {
  const { DBInstanceIdentifier: id = '', DBInstanceClass: before = '', PreferredMaintenanceWindow: window } = instance;
  const modify = (DBInstanceClass: string) =>
    modifyDBInstance({ DBInstanceIdentifier: id, DBInstanceClass, ApplyImmediately: when === 'now' });
  const isNow = when === 'now';
  plan.change('class', {
    title: isNow
      ? `Change ${id} from ${before} to ${instanceClass} now`
      : `Change ${id} from ${before} to ${instanceClass} in its maintenance window, ${window} UTC`,
    call: modify(instanceClass),
    before: { DBInstanceClass: before },
    after: { DBInstanceClass: instanceClass },
    undo: isNow
      ? { ...modify(before), first: databaseWorkable('instance', id), until: runsOnClass(id, before), within: '1h' }
      : modify(before),
    impact: 'disruptive',
    require: [databaseWorkable('instance', id)],
    already: classTaken(id, instanceClass),
  });
  if (isNow) {
    plan.wait('runs', {
      title: `${id} runs on ${instanceClass}`,
      until: runsOnClass(id, instanceClass),
      every: '30s',
      within: '1h',
      takes: '12m',
    });
    return;
  }
  plan.wait('waits', {
    title: `${instanceClass} waits for the maintenance window`,
    until: classWaits(id, instanceClass),
    every: '10s',
    within: '10m',
    takes: '10s',
  });
}

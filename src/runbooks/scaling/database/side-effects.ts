import type { DBInstance } from '../../../aws/rds.ts';
import { plainJson } from '../../../model/plan-hash.ts';
import type { PlanBuilder } from '../../define.ts';

/**
 * What else changes along with the class: what others asked for and what waits for a restart. Gives the names of what is
 * pending.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.ApplyImmediately.html
 */
export function lookAtPending(plan: PlanBuilder, instance: DBInstance, when: 'now' | 'maintenance-window'): string[] {
  const { DBInstanceClass: _class, ...pending } = instance.PendingModifiedValues ?? {};
  const others = Object.entries(pending).filter(([, value]) => value !== undefined);
  if (others.length > 0) {
    plan.fact('Pending already', plainJson(Object.fromEntries(others)));
    const moment = when === 'now' ? 'now' : 'in the same window';
    plan.warn(
      `${namesOf(others).join(', ')} of ${instance.DBInstanceIdentifier}, pending already, is applied ${moment} too`,
    );
  }
  const waiting = (instance.DBParameterGroups ?? []).filter(
    ({ ParameterApplyStatus }) => ParameterApplyStatus === 'pending-reboot',
  );
  for (const { DBParameterGroupName: group } of waiting) {
    plan.warn(`Parameters of ${group} wait for a restart: they take effect with this one`);
  }
  return namesOf(others);
}

function namesOf(pending: readonly (readonly [string, unknown])[]): string[] {
  return pending.map(([name]) => name).toSorted();
}

/**
 * What users will notice.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html#USER_ModifyInstance.Settings
 */
export function outageOf(instance: DBInstance, when: 'now' | 'maintenance-window'): string {
  const { DBInstanceIdentifier: id, MultiAZ, DBClusterIdentifier: cluster } = instance;
  const window = instance.PreferredMaintenanceWindow ?? 'whenever it is';
  const moment = when === 'now' ? '' : ` That is in its next maintenance window, ${window} UTC, not now.`;
  if (cluster !== undefined) {
    return `${id} is restarted: where it is the writer of ${cluster}, writes fail for some minutes, or until a reader takes over.${moment}`;
  }
  if (MultiAZ) {
    return `The standby is changed first and then takes over: connections break and are refused for one to two minutes, once.${moment}`;
  }
  return `Single-AZ: the database is down while it moves to the new class, usually 5 to 15 minutes.${moment}`;
}

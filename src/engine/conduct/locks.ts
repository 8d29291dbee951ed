import type { Plan } from '../../model/plan.ts';
import type { ExecutionRow } from '../../store/executions.ts';
import { acquireLocks, type LockRow } from '../../store/locks.ts';
import type { Conducting } from './database-ports.ts';

/**
 * What an execution of this plan locks: the same name in another account, or region, is another thing. What lies
 * elsewhere than the plan's target says where: `eu-west-1:ecs/dr/web`, `global:rds/orders`.
 */
export function resourcesOf(
  { account, region }: Pick<ExecutionRow, 'account' | 'region'>,
  { locks }: Pick<Plan, 'locks'>,
): string[] {
  return locks.map((lock) => {
    const { place = region, name = lock } = ELSEWHERE.exec(lock)?.groups ?? {};
    return `${account}/${place}/${name}`;
  });
}

const ELSEWHERE = /^(?<place>global|[a-z]{2,}(?:-[a-z]+)+-\d+):(?<name>.+)$/;

/** Takes the plan's locks, or those that are missing; who holds them instead, in words, or null. */
export async function takeLocks({ workplace, site, execution, plan }: Conducting): Promise<string | null> {
  const acquired = await acquireLocks(workplace.db, {
    executionId: execution.id,
    holder: `${execution.requestedBy} (${execution.runbook})`,
    resources: resourcesOf(execution, plan),
    at: await site.now(),
  });
  return acquired.state === 'acquired' ? null : holdersIn(acquired.by);
}

export function holdersIn(locks: readonly LockRow[]): string {
  const holders = locks.map(
    ({ resource, holder, executionId, acquiredAt }) =>
      `${resource} is held by ${holder} since ${acquiredAt.toISOString()} (opsbook executions show ${executionId})`,
  );
  return holders.join('; ');
}

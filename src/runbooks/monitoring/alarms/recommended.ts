import type { Aws } from '../../../aws/execution.ts';
import type { AlarmDefinition } from '../../../model/monitoring.ts';
import { databaseAlarms } from './recommended/databases.ts';
import { functionAlarms } from './recommended/functions.ts';
import { loadBalancerAlarms } from './recommended/load-balancers.ts';
import { serviceAlarms } from './recommended/services.ts';

/** What should be watched of what is in the account and region, by name. */
export async function recommendedAlarms(aws: Aws): Promise<AlarmDefinition[]> {
  const all = await Promise.all([
    databaseAlarms(aws),
    functionAlarms(aws),
    loadBalancerAlarms(aws),
    serviceAlarms(aws),
  ]);
  return all.flat().toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

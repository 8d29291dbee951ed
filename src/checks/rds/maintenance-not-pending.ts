import { z } from 'zod';
import {
  dbCluster,
  dbInstance,
  describeDBClusters,
  describeDBInstances,
  describePendingMaintenanceActions,
  type PendingMaintenanceAction,
} from '../../aws/rds.ts';
import { fail, pass, type Resource, type Verdict } from '../../model/finding.ts';
import { dayOf } from '../age.ts';
import { DAY_MS } from '../daily-range.ts';
import { defineCheck } from '../define.ts';

const settings = z.object({ soonDays: z.number().min(0).default(14) });

export const maintenanceNotPending = defineCheck({
  id: 'rds-maintenance-not-pending',
  title: 'Database has no pending maintenance',
  severity: 'low',
  why: 'Maintenance restarts the database. What is not scheduled by you is one day scheduled by AWS.',
  remediation:
    'Apply it in a window of your own (aws rds apply-pending-maintenance-action --opt-in-type next-maintenance), on the ' +
    'staging database first.',
  calls: ['rds:DescribeDBInstances', 'rds:DescribeDBClusters', 'rds:DescribePendingMaintenanceActions'],
  settings,
  async *evaluate({ aws, now, settings: { soonDays } }) {
    const [instances, clusters, pending] = await Promise.all([
      describeDBInstances(aws, {}),
      describeDBClusters(aws, {}),
      describePendingMaintenanceActions(aws, {}),
    ]);
    const actions = new Map(
      pending.map(({ ResourceIdentifier: arn, PendingMaintenanceActionDetails: details }) => [arn, details ?? []]),
    );
    const soon = new Date(now.getTime() + soonDays * DAY_MS);
    const resources = [
      ...instances.map((instance) => dbInstance(aws, instance)),
      ...clusters.map((cluster) => dbCluster(aws, cluster)),
    ];
    for (const resource of resources) yield judge(resource, actions.get(resource.arn) ?? [], soon);
  },
});

function judge(resource: Resource, actions: readonly PendingMaintenanceAction[], soon: Date): Verdict {
  const { id } = resource;
  if (actions.length === 0) return pass(resource, `${id} has no pending maintenance.`);
  const evidence = {
    actions: actions.map((action) => ({
      action: action.Action ?? null,
      description: action.Description ?? null,
      optInStatus: action.OptInStatus ?? null,
      autoAppliedAfterDate: action.AutoAppliedAfterDate?.toISOString() ?? null,
      forcedApplyDate: action.ForcedApplyDate?.toISOString() ?? null,
      currentApplyDate: action.CurrentApplyDate?.toISOString() ?? null,
    })),
  };
  const due = actions.flatMap((action) => appliedOn(action) ?? []).toSorted((a, b) => a.getTime() - b.getTime())[0];
  const names = actions.map(({ Action: name = 'maintenance' }) => name).join(', ');
  const when = due ? `, applied from ${dayOf(due)} on` : ', not scheduled';
  return fail(resource, `${id} has ${names} pending${when}.`, evidence, {
    severity: due && due <= soon ? 'medium' : 'low',
  });
}

/** The first of the dates that AWS gives: `CurrentApplyDate` already takes the others and any opt-in into account. */
function appliedOn(action: PendingMaintenanceAction): Date | undefined {
  return action.CurrentApplyDate ?? action.AutoAppliedAfterDate ?? action.ForcedApplyDate;
}

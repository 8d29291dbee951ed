import { z } from 'zod';
import type { Aws } from '../../aws/execution.ts';
import { Refused, UsageError } from '../../model/errors.ts';
import type { Condition } from '../../model/plan.ts';
import { type FailOverSettings, NO_RECOVERY } from '../../model/recovery-settings.ts';
import type { RunbookSettings } from '../../model/runbook-settings.ts';
import { alarmsQuiet, hasNotRung } from '../conditions/alarms.ts';
import { serviceSteady } from '../conditions/ecs.ts';
import { inRegion } from '../conditions/in-region.ts';
import { defineRunbook, type PlanBuilder } from '../define.ts';
import { lookAtAlarms } from '../look/alarms.ts';
import { lookAtRecords } from '../look/weighted-records.ts';
import { memberIn, moveWriter, promoteReplica } from './fail-over-data.ts';
import { shiftTraffic } from './fail-over-records.ts';
import { scaleAbroad } from './fail-over-services.ts';

const yesOrNo = z.enum(['no', 'yes']).default('no');

export const failOver = defineRunbook({
  id: 'recovery/fail-over',
  title: 'Fail over to another region',
  purpose:
    'Lets another region take over by configuration: scales its services up, promotes its database, and shifts traffic by weighted DNS records in shares, watching after each. Planned only where the way back can be planned too, which back=yes does.',
  parameters: z.object({
    to: z
      .string()
      .min(1)
      .describe('A fail-over of the configuration (recovery.failOvers); `back`: the way back of the only one.'),
    back: yesOrNo.describe('The way back.'),
    dataLoss: yesOrNo.describe(
      'Of a global cluster: whether the writer is given up as it is, because it cannot be reached.',
    ),
  }),
  calls: [
    'ecs:DescribeServices',
    'ecs:UpdateService',
    'application-autoscaling:DescribeScalableTargets',
    'application-autoscaling:RegisterScalableTarget',
    'rds:DescribeDBInstances',
    'rds:PromoteReadReplica',
    'rds:DescribeGlobalClusters',
    'rds:SwitchoverGlobalCluster',
    'rds:FailoverGlobalCluster',
    'route53:ListResourceRecordSets',
    'route53:ChangeResourceRecordSets',
    'route53:GetChange',
    'cloudwatch:DescribeAlarmHistory',
    'cloudwatch:DescribeAlarms',
  ],

  async plan({ aws, plan, settings }, { to, back, dataLoss }) {
    const { name, isBack, move } = chosen(to, back === 'yes', settings);
    plan.refuseIf(
      move.region === aws.region,
      `the fail-over ${name} leads to ${aws.region}, which it is to lead away from`,
    );
    plan.lock(`fail-over/${name}`, 'global');
    // Two fail-overs may move one record, from whichever region they are ordered.
    for (const { zone, name: record } of move.records) plan.lock(`route53/${zone}/${record}`, 'global');
    // In an emergency nothing is taken back by itself: where the traffic is to be, a person says.
    plan.conduct({ onFailure: 'ask' });
    if (isBack) await planBack(aws, plan, { name, move });
    else await planThere(aws, plan, { name, move, dataLoss: dataLoss === 'yes' });
  },
});

interface Move {
  readonly name: string;
  readonly move: FailOverSettings;
}

/** Reads what takes over, and global services: the region that is left may not answer. */
async function planThere(aws: Aws, plan: PlanBuilder, { name, move, dataLoss }: Move & { dataLoss: boolean }) {
  const there = aws.inRegion(move.region);
  const pairs = await lookAtRecords(aws, move.records);
  plan.fact('The way back', wayBack(name, move, aws.region));
  for (const service of move.services) {
    await scaleAbroad(there, plan, service, (now) => Math.max(now, service.desiredCount));
  }
  if (move.replica !== undefined) await promoteReplica(there, plan, move.replica);
  const { globalCluster: global } = move;
  if (global) await moveWriter(there, plan, { id: global.id, to: global.cluster, dataLoss });
  if (pairs.length === 0) return;
  warnOfCaches(plan);
  const guards = [...(await guardsOf(there, move.alarms)), ...servicesRun(move)];
  plan.approve('traffic', { title: `Send the traffic to ${move.region}` });
  const { shares, watch } = move;
  shiftTraffic(plan, { pairs, shares, towards: 'secondary', place: move.region, watch, guards });
}

async function planBack(aws: Aws, plan: PlanBuilder, { name, move }: Move): Promise<void> {
  const there = aws.inRegion(move.region);
  const pairs = await lookAtRecords(aws, move.records);
  plan.fact('The way there', `opsbook run recovery/fail-over --set to=${name}`);
  const { globalCluster: global, replica } = move;
  if (replica !== undefined) {
    plan.warn(
      `${replica} in ${move.region} was promoted: nothing brings its rows to ${aws.region} but a new replica there.`,
    );
    plan.approve('data', {
      title: `The database in ${aws.region} has every row of ${replica}, and nothing writes to ${replica} any more`,
    });
  }
  if (global) {
    const home = await memberIn(aws, global.id, aws.region);
    await moveWriter(aws, plan, { id: global.id, to: home, dataLoss: false });
  }
  if (pairs.length > 0) {
    warnOfCaches(plan);
    const guards = await guardsOf(aws, move.homeAlarms);
    plan.approve('traffic', { title: `Send the traffic back to ${aws.region}` });
    const { shares, watch } = move;
    shiftTraffic(plan, { pairs, shares, towards: 'primary', place: aws.region, watch, guards });
  }
  for (const service of move.services) {
    const { standbyCount } = service;
    if (standbyCount === undefined)
      plan.warn(`${service.service} in ${move.region} stays as it is: it has no standbyCount.`);
    else await scaleAbroad(there, plan, service, () => standbyCount);
  }
}

/** @throws Refused where it is not there, or has nothing to move */
function chosen(to: string, back: boolean, { recovery = NO_RECOVERY }: RunbookSettings) {
  const { failOvers } = recovery;
  const names = Object.keys(failOvers);
  const named = failOvers[to];
  const [only] = names;
  if (!named && to === 'back' && only !== undefined) {
    if (names.length > 1) throw new UsageError(`--set to=back: from which? to=${names.join(' or ')}, with back=yes`);
    return { name: only, isBack: true, move: readyMove(only, failOvers[only]) };
  }
  if (named) return { name: to, isBack: back, move: readyMove(to, named) };
  throw new Refused(
    `there is no fail-over ${to} in the configuration (recovery.failOvers): ${names.join(', ') || 'there is none'}`,
  );
}

function readyMove(name: string, move: FailOverSettings | undefined): FailOverSettings {
  if (
    move &&
    (move.services.length > 0 || move.records.length > 0 || move.replica !== undefined || move.globalCluster)
  ) {
    return move;
  }
  throw new Refused(
    `the fail-over ${name} of the configuration moves nothing: it has no services, records or database`,
  );
}

/** What leads back, in its order, for whoever approves the way there. */
function wayBack(name: string, { records, services, replica, globalCluster, region }: FailOverSettings, home: string) {
  const steps = [
    ...(replica === undefined
      ? []
      : [
          `by hand: a new replica of ${replica} in ${home}, promoted when it has caught up (the promotion cannot be undone)`,
        ]),
    ...(globalCluster ? [`the writer of ${globalCluster.id} switches back to ${home}`] : []),
    ...records.map((record) => `${record.name} ${record.type}: the weight goes back to "${record.primary}", in shares`),
    ...services.map(({ service, standbyCount }) =>
      standbyCount === undefined
        ? `${service} in ${region} is left as it is`
        : `${service} in ${region} is scaled to ${standbyCount}`,
    ),
  ];
  return [`opsbook run recovery/fail-over --set to=${name} --set back=yes`, ...steps];
}

async function guardsOf(where: Aws, names: readonly string[]): Promise<Condition[]> {
  if (names.length === 0) return [];
  const { quiet, ringing } = await lookAtAlarms(where, { names, dimensions: [], leaving: [] });
  if (ringing.length > 0)
    throw new Refused(`in ${where.region} ${ringing.join(', ')} rings already: nothing was planned`);
  return [alarmsQuiet(quiet), ...quiet.map((alarm) => hasNotRung(alarm))].map((guard) => inRegion(guard, where.region));
}

/** Breached where a service is gone, or its rollout failed. */
function servicesRun({ services, region }: FailOverSettings): Condition[] {
  return services.map((service) => inRegion(serviceSteady(service, service.desiredCount), region));
}

function warnOfCaches(plan: PlanBuilder): void {
  plan.warn('Resolvers and clients keep an answer for its time to live, some for longer: traffic follows slowly.');
}

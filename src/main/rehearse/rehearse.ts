import { createExecution } from '../../aws/execution.ts';
import { type OperationName, operationName } from '../../aws/service.ts';
import { serviceOf } from '../../engine/execute/service-of.ts';
import { formatDuration } from '../../model/duration.ts';
import { changesOf, type Plan, type PlannedCall } from '../../model/plan.ts';
import type { Rehearsal } from '../../model/rehearsal.ts';
import { adoptWorld, type Adoption } from '../../sandbox/adopt/adopt.ts';
import { leftovers } from '../../sandbox/adopt/inventory.ts';
import type { Place } from '../plan.ts';
import { comparePlans } from './compare-plans.ts';
import { lookAround } from './look-around.ts';
import { lookAtConditions } from './look-at-conditions.ts';
import { permissionsOf } from './permissions.ts';
import type { Recorder } from './record-answers.ts';
import { leftBy, rehearseTroubles } from './rehearse-troubles.ts';
import { endingOf, type Performance, runOnce, type Script } from './run-once.ts';
import { timelineOf } from './timeline.ts';
import { type RehearsedVersion, versionsOf } from './versions.ts';

export interface Rehearsing {
  readonly plan: Plan;
  /** The account that the plan was made for, looked at through the recorder. */
  readonly place: Place;
  readonly recorder: Recorder;
  /** Makes the plan again, at another place. */
  readonly planAgain: (place: Place) => Promise<Plan>;
  readonly version?: RehearsedVersion;
}

/**
 * Loads what the plan looked at into a sandbox and executes the plan there, on a clock that moves when the plan waits:
 * once as it should go, once more for every way in which a step can fail. The account is only looked at.
 */
export async function rehearse(rehearsing: Rehearsing): Promise<Rehearsal> {
  const { plan, place, recorder } = rehearsing;
  const planned = recorder.recordings.map(({ service, operation }) => nameOf(service, operation));
  const now = place.clock();
  const adoption = (): Adoption => ({
    recordings: recorder.recordings,
    accountId: place.account.id,
    region: plan.target.region,
    calls: callsOf(plan),
    now,
  });
  const unread = await lookMore(rehearsing, adoption);
  const faithful = await comparePlans(rehearsing, adoption());
  const { world, assumed } = adoptWorld(adoption());
  const versions = versionsOf(world, plan, rehearsing.version);
  const script: Script = {
    plan,
    adoption: adoption(),
    partition: place.account.partition,
    versions: versions.behaviours,
  };
  const good = await runOnce(script);
  const troubles = rehearsing.version === undefined ? await rehearseTroubles(script, good) : [];
  const lost = rehearsing.version === undefined ? await runOnce(script, { losesAnswers: true }) : undefined;
  const all = [good, ...troubles.map(({ performance }) => performance), ...(lost ? [lost] : [])];
  return {
    faithful,
    ended: endingOf(good),
    left: leftBy(good),
    timeline: timelineOf(plan, good),
    requests: good.requests,
    failures: troubles.map(({ failure }) => failure),
    lostAnswers: lost ? { ...endingOf(lost), same: leftovers(good.inventory, lost.inventory).length === 0 } : null,
    permissions: permissionsOf(plan, [...planned, ...all.flatMap(({ called }) => [...called])]),
    assumed: [...assumed, ...unread.map((what) => `${what}: it is taken to be in order.`), ...versions.assumed],
    notRehearsed: notRehearsed(rehearsing, all),
  };
}

/** What hangs together with what the plan looked at, and what its conditions will ask. */
async function lookMore({ plan, place, recorder }: Rehearsing, adoption: () => Adoption): Promise<string[]> {
  const execution = createExecution(place.timing);
  const aws = (region = plan.target.region) => execution.open(recorder.account, region);
  await lookAtConditions(plan, aws, place.clock());
  const regions = new Set([plan.target.region, ...recorder.recordings.map(({ region }) => region)]);
  const unread: string[] = [];
  for (const name of regions) {
    const regionNow = () => adoptWorld(adoption()).world.region(place.account.id, name);
    unread.push(...(await lookAround(aws(name), regionNow, place.clock())));
  }
  return unread;
}

function callsOf(plan: Plan): PlannedCall[] {
  return changesOf(plan).flatMap((step) => (step.kind === 'change' ? [step.call] : []));
}

/** What is not in AWS, and what the sandbox could not be loaded with. */
function notRehearsed({ plan, version }: Rehearsing, all: readonly Performance[]): string[] {
  const words = {
    terraform: 'Terraform is not run here; something stands in for what it would bring',
    probe: 'nothing is asked here',
    notify: 'nobody is told here',
    approve: 'the approval is taken as given',
  };
  const steps = plan.steps.flatMap(({ kind, title, expectedSeconds }, index) => {
    if (kind !== 'terraform' && kind !== 'probe' && kind !== 'notify' && kind !== 'approve') return [];
    const time = expectedSeconds > 1 ? `, and it takes the ${formatDuration(expectedSeconds * 1000)} of the plan` : '';
    return [`Step ${index + 1}, “${title}”: ${words[kind]}${time}.`];
  });
  const replayed = new Set(all.flatMap(({ replayed: services }) => [...services]));
  return [
    ...steps,
    ...[...replayed].map((service) => `${service} is not played: it answered what it had answered before.`),
    ...(version === undefined ? [] : ['What a failure at each step leads to: rehearse it without --rehearse-version.']),
  ];
}

function nameOf(service: string, operation: string): OperationName {
  return operationName({ service: serviceOf(service), operation });
}

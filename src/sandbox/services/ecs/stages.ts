import type { DeploymentConfiguration, Service, ServiceDeploymentLifecycleStage } from '@aws-sdk/client-ecs';
import type { Progress, Schedule, StageProgress } from '../../world/newcomer/ecs/schedule.ts';
import { beginHooks, isOpen, nextOfHooks, refusal, settleHooks } from './hooks.ts';
import { nowOf, patchRecord, type Where } from './records.ts';
import { rolloutOf } from './schedule.ts';
import { shiftTestTraffic, shiftTraffic } from './traffic.ts';

/** In their order. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html */
const STAGES = [
  'PRE_SCALE_UP',
  'SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP',
] as const satisfies readonly ServiceDeploymentLifecycleStage[];
type Stage = (typeof STAGES)[number];

const STAGE_MS = 5_000;
const MINUTE_MS = 60_000;

/** What there is of the new tasks and of the old. */
export interface Tally {
  readonly newReady: boolean;
  readonly oldGone: boolean;
}

/** `until`: when to look again, in milliseconds since 1970. */
export type StageOutcome = { readonly until: number } | { readonly failed: string } | 'done';

/** Takes a blue/green, linear or canary deployment as far as it goes at this instant. */
export function advanceStages(
  where: Where,
  service: Service,
  { schedule, progress, stage }: { schedule: Schedule; progress: Progress; stage: StageProgress },
  tally: Tally,
): StageOutcome {
  if (stage.enteredAt < 0) enter(where, service, { progress, stage }, 'PRE_SCALE_UP');
  // Each turn enters a stage or ends: there are nine.
  for (let turn = 0; turn <= STAGES.length; turn += 1) {
    settleHooks(where, stage.hooks);
    show(where, progress, stage);
    const refused = refusal(stage.hooks);
    if (refused !== undefined) return { failed: refused };
    const until = work(where, service, { schedule, progress, stage }, tally);
    if (typeof until === 'string') return { failed: until };
    const now = nowOf(where);
    if (until > now) return { until: Math.min(until, nextOfHooks(stage.hooks, now)) };
    if (stage.hooks.some(isOpen)) return { until: nextOfHooks(stage.hooks, now) };
    const next = STAGES[indexOf(stage) + 1];
    if (next === undefined) return 'done';
    enter(where, service, { progress, stage }, next);
  }
  return { until: nowOf(where) + STAGE_MS };
}

/** Whether the stage is this one or a later one. */
export function hasReached(stage: StageProgress, wanted: Stage): boolean {
  return stage.enteredAt >= 0 && indexOf(stage) >= STAGES.indexOf(wanted);
}

function indexOf({ name }: StageProgress): number {
  return STAGES.findIndex((one) => one === name);
}

function enter(
  where: Where,
  service: Service,
  { progress, stage }: { progress: Progress; stage: StageProgress },
  name: Stage,
): void {
  stage.name = name;
  stage.enteredAt = nowOf(where);
  const hooked =
    name === 'PRODUCTION_TRAFFIC_SHIFT' ? (['PRE_PRODUCTION_TRAFFIC_SHIFT', name] as const) : ([name] as const);
  const stages = hooked.filter((one) => one !== 'SCALE_UP' && one !== 'BAKE_TIME' && one !== 'CLEAN_UP');
  stage.hooks.splice(0, stage.hooks.length, ...beginHooks(where, service, stages));
  show(where, progress, stage);
}

function show(where: Where, { serviceDeploymentArn }: Progress, { name, hooks }: StageProgress): void {
  patchRecord(where, serviceDeploymentArn, {
    lifecycleStage: name,
    lifecycleHookDetails: hooks.map(({ detail }) => detail),
  });
}

interface Work {
  readonly schedule: Schedule;
  readonly progress: Progress;
  readonly stage: StageProgress;
}

/** Does what the stage is for; answers until when it lasts at least, or the problem. */
function work(where: Where, service: Service, { schedule, progress, stage }: Work, tally: Tally): number | string {
  const from = rolloutOf(schedule, progress.sourceId).targets;
  const to = rolloutOf(schedule, progress.deploymentId).targets;
  const least = stage.enteredAt + STAGE_MS;
  // Tasks and hooks have the scheduler look again.
  const waiting = Infinity;
  switch (stage.name) {
    case 'SCALE_UP': {
      // Targets of a group that no rule names are not checked: both stand in the rule from here on.
      const missing = stage.shiftedAt === 0 ? shiftTraffic(where, from, to, 0) : undefined;
      stage.shiftedAt = nowOf(where);
      return missing === undefined
        ? tally.newReady
          ? least
          : waiting
        : `the listener rule ${missing} does not exist.`;
    }
    case 'TEST_TRAFFIC_SHIFT':
      shiftTestTraffic(where, from, to);
      return least;
    case 'PRODUCTION_TRAFFIC_SHIFT':
      if (stage.hooks.some((hook) => hook.stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT' && isOpen(hook))) return waiting;
      return shiftNext(where, service.deploymentConfiguration ?? {}, stage, (percent) =>
        shiftTraffic(where, from, to, percent),
      );
    case 'BAKE_TIME':
      return stage.enteredAt + (service.deploymentConfiguration?.bakeTimeInMinutes ?? 0) * MINUTE_MS;
    case 'CLEAN_UP':
      return tally.oldGone ? least : waiting;
    case 'RECONCILE_SERVICE':
    case 'PRE_SCALE_UP':
    case 'POST_SCALE_UP':
    case 'POST_TEST_TRAFFIC_SHIFT':
    case 'POST_PRODUCTION_TRAFFIC_SHIFT':
      return least;
  }
}

/** The next share, when the one before has been looked at long enough. */
function shiftNext(
  where: Where,
  configuration: DeploymentConfiguration,
  stage: StageProgress,
  shift: (percent: number) => string | undefined,
): number | string {
  const { percents, bakeMs } = stepsOf(configuration);
  const now = nowOf(where);
  const due = stage.shifts === 0 ? now : stage.shiftedAt + bakeMs;
  const percent = percents[stage.shifts];
  if (percent === undefined) return stage.shiftedAt + STAGE_MS;
  if (now < due) return due;
  const missing = shift(percent);
  if (missing !== undefined) return `the listener rule ${missing} does not exist.`;
  stage.shifts += 1;
  stage.shiftedAt = now;
  return now + (stage.shifts < percents.length ? Math.max(bakeMs, 1) : STAGE_MS);
}

/** The shares in percent, one after the other, and how long each but the last is looked at. */
function stepsOf({ strategy, linearConfiguration, canaryConfiguration }: DeploymentConfiguration) {
  if (strategy === 'CANARY') {
    const { canaryPercent = 5, canaryBakeTimeInMinutes = 10 } = canaryConfiguration ?? {};
    return { percents: [canaryPercent, 100], bakeMs: canaryBakeTimeInMinutes * MINUTE_MS };
  }
  if (strategy === 'LINEAR') {
    const { stepPercent = 10, stepBakeTimeInMinutes = 6 } = linearConfiguration ?? {};
    const count = Math.ceil(100 / stepPercent);
    const percents = Array.from({ length: count }, (_, index) => Math.min((index + 1) * stepPercent, 100));
    return { percents, bakeMs: stepBakeTimeInMinutes * MINUTE_MS };
  }
  return { percents: [100], bakeMs: 0 };
}

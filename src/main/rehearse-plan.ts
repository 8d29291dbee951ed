import type { Rehearsal } from '../model/rehearsal.ts';
import { runbookSettingsOf } from './config/runbook-settings.ts';
import { getRunbook, planAt, type Planned, planRunbook, type PlanRequest } from './plan.ts';
import { recordAnswers, type Recorder } from './rehearse/record-answers.ts';
import { rehearse } from './rehearse/rehearse.ts';
import type { RehearsedVersion } from './rehearse/versions.ts';

export interface RehearsedPlan extends Planned {
  readonly rehearsal: Rehearsal;
}

/**
 * Makes a plan and rehearses it: nothing is changed in the account, which is only looked at, and only once.
 * @throws UsageError where the request cannot be meant
 * @throws Refused where the runbook refuses, as things stand
 * @throws AwsFault where AWS does not tell what has to be known
 */
export async function rehearsePlan(request: PlanRequest, version?: RehearsedVersion): Promise<RehearsedPlan> {
  let recorder: Recorder | undefined;
  const planned = await planRunbook({
    ...request,
    through(account) {
      recorder = recordAnswers(account);
      return recorder.account;
    },
  });
  if (!recorder) throw new Error('nothing was recorded');
  const { plan, place, config } = planned;
  const wanted = {
    runbook: getRunbook(request.id),
    parameters: request.parameters,
    settings: runbookSettingsOf(config),
    now: request.now,
  };
  const rehearsal = await rehearse({
    plan,
    place,
    recorder,
    planAgain: (stage) => planAt(stage, wanted),
    ...(version !== undefined && { version }),
  });
  return { ...planned, rehearsal };
}

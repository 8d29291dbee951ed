import { deleteScheduledAction, putScheduledAction } from '../../../aws/changes/application-autoscaling.ts';
import type { ScheduledAction } from '../../../aws/application-autoscaling.ts';
import type { PlanBuilder } from '../../define.ts';
import { scaledService } from '../../look/autoscaling.ts';
import type { ServiceName } from '../../look/ecs-service.ts';
import type { Standing } from './colours.ts';

type Requirement = Pick<Parameters<PlanBuilder['change']>[1], 'require' | 'unless'>;
/** AWS's word for one that is not there. */
const GONE = ['ObjectNotFoundException'];

/** What changes the bounds by the clock is done with the new colour too. */
export function giveSchedule(plan: PlanBuilder, green: ServiceName, scheduled: readonly ScheduledAction[]): void {
  const bounded = scheduled.filter((action) => isBounded(action)).map(({ ScheduledActionName: name }) => name);
  if (bounded.length > 0) {
    plan.warn(
      `${bounded.join(', ')} begins or ends at a date, and does not move along: schedule it for ${green.service} anew`,
    );
  }
  scheduled
    .filter((action) => !isBounded(action))
    .forEach((action, index) => {
      const { ScheduledActionName = '', Schedule = '' } = action;
      plan.change(`scale-green-schedule-${index + 1}`, {
        title: `Give ${green.service} the scheduled action ${ScheduledActionName} (${Schedule})`,
        call: putScheduledAction({ ...settingsOf(action), ...scaledService(green) }),
        before: null,
        after: { ScheduledActionName, Schedule },
        undo: { ...deleteScheduledAction({ ...scaledService(green), ScheduledActionName }), gone: GONE },
      });
    });
}

/** One at a time, so that each can be given back; those with dates go with the scalable target. */
export function takeSchedule(
  plan: PlanBuilder,
  key: string,
  { name, named, scaling }: Standing,
  require: Requirement,
): void {
  (scaling?.scheduled ?? [])
    .filter((action) => !isBounded(action))
    .forEach((action, index) => {
      const { ScheduledActionName = '', Schedule = '' } = action;
      plan.change(`${key}-schedule-${index + 1}`, {
        title: `Delete the scheduled action ${ScheduledActionName} of ${name}`,
        call: deleteScheduledAction({ ...scaledService(named), ScheduledActionName }),
        before: { ScheduledActionName, Schedule },
        after: null,
        undo: putScheduledAction({ ...settingsOf(action), ...scaledService(named) }),
        ...require,
      });
    });
}

/** A plan is text, and takes no dates into a call. */
function isBounded({ StartTime, EndTime }: ScheduledAction): boolean {
  return StartTime !== undefined || EndTime !== undefined;
}

function settingsOf({ ScheduledActionName, Schedule, Timezone, ScalableTargetAction }: ScheduledAction) {
  return { ScheduledActionName, Schedule, Timezone, ScalableTargetAction };
}

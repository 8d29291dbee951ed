import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { verdictAt } from './alarm-data.ts';
import { changeState, type Watched } from './alarm-state.ts';
import { lookAgain } from './composites.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** After a jump of the clock, what lies further back than this is not gone through minute by minute. */
const MOST_MINUTES = 180;
/** How long alarms are evaluated by themselves after somebody looked at or changed one; later, when they are asked again. */
const AWAKE_MS = { looked: HOUR_MS, changed: 6 * HOUR_MS } as const;

/**
 * Brings the alarms of a region to the present: each is evaluated at every full minute, whatever its period is, and each
 * change is as of its minute.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function watchAlarms(context: Watched, why: keyof typeof AWAKE_MS): void {
  const { watch, metricAlarms, compositeAlarms } = context.region.cloudwatch;
  const now = watch.clock.now().getTime();
  catchUp(context, now);
  if (why === 'looked' && metricAlarms.length + compositeAlarms.length === 0) return;
  watch.awakeUntil = Math.max(watch.awakeUntil, now + AWAKE_MS[why]);
  if (!watch.ticking) tickLater(context);
}

function tickLater(context: Watched): void {
  const { watch } = context.region.cloudwatch;
  const now = watch.clock.now().getTime();
  watch.ticking = now < watch.awakeUntil;
  if (!watch.ticking) return;
  watch.clock.after(MINUTE_MS - (now % MINUTE_MS), () => {
    catchUp(context, watch.clock.now().getTime());
    tickLater(context);
  });
}

function catchUp(context: Watched, now: number): void {
  const { watch, metricAlarms } = context.region.cloudwatch;
  const last = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const first = Math.max((Math.floor(watch.until / MINUTE_MS) + 1) * MINUTE_MS, last - MOST_MINUTES * MINUTE_MS);
  watch.until = Math.max(watch.until, now);
  if (metricAlarms.length === 0) return;
  for (let at = first; at <= last; at += MINUTE_MS) {
    // Replaced by its changed self in its place, each alarm is met once.
    for (const alarm of metricAlarms) evaluate(context, alarm, at);
  }
}

function evaluate(context: Watched, alarm: MetricAlarm, at: number): void {
  const verdict = verdictAt(context, alarm, at);
  if (isBelieved(context, alarm, verdict.state)) return;
  if (verdict.state === alarm.StateValue) return;
  const { state, reason, data } = verdict;
  changeState(context, alarm, { state, reason, data, at: new Date(at) });
  lookAgain(context, alarm.AlarmName ?? '', new Date(at));
}

/**
 * The newcomer's alarms are found in the state that the story wants, not all of which their data bear out. Such a one is
 * believed until its data say something else than when the world began, or until somebody changes it.
 */
function isBelieved(context: Watched, alarm: MetricAlarm, state: string): boolean {
  const { believed, startedAt } = context.region.cloudwatch.watch;
  const name = alarm.AlarmName ?? '';
  if (!believed.has(name)) return false;
  const began = believed.get(name) ?? verdictAt(context, alarm, startedAt).state;
  believed.set(name, began);
  if (state === began && began !== alarm.StateValue) return true;
  believed.delete(name);
  return false;
}

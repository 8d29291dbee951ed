import type { CompositeAlarm } from '@aws-sdk/client-cloudwatch';
import { SandboxError } from '../../error.ts';
import { changeState, findAlarm, type Watched } from './alarm-state.ts';
import { type CompositeRule, parseRule } from './composite-rule.ts';

/** As deep as composite alarms may watch each other here: two that watch each other would go on for ever. */
const DEEPEST = 10;

export function ruleOf({ AlarmRule = '' }: Pick<CompositeAlarm, 'AlarmRule'>): CompositeRule {
  return parseRule(AlarmRule, (text) => new SandboxError('ValidationError', `AlarmRule is invalid: ${text}`));
}

/** The composite alarms that name an alarm in their rules. */
export function parentsOf({ region }: Watched, name: string): CompositeAlarm[] {
  return region.cloudwatch.compositeAlarms.filter((alarm) => ruleOf(alarm).children.includes(name));
}

/** A child has changed its state: those that watch it look again, and those that watch them. */
export function lookAgain(context: Watched, child: string, at: Date, depth = 0): void {
  const changed = findAlarm(context, child);
  if (!changed || depth >= DEEPEST) return;
  const reason = `${changed.AlarmArn} transitioned to ${changed.StateValue} at ${spelled(at)}`;
  for (const parent of parentsOf(context, child)) {
    if (settle(context, parent, reason, at)) lookAgain(context, parent.AlarmName ?? '', at, depth + 1);
  }
}

/** A composite alarm that is new, or whose rule is, looks at its children for the first time. */
export function firstLook(context: Watched, alarm: CompositeAlarm, done: 'created' | 'updated', at: Date): void {
  const state = rings(context, alarm) ? 'ALARM' : 'OK';
  const reason = `${alarm.AlarmArn} was ${done} and its alarm rule evaluates to ${state}`;
  if (settle(context, alarm, reason, at)) lookAgain(context, alarm.AlarmName ?? '', at);
}

/** Whether the alarm's state is another one now. */
function settle(context: Watched, alarm: CompositeAlarm, reason: string, at: Date): boolean {
  const state = rings(context, alarm) ? 'ALARM' : 'OK';
  if (state === alarm.StateValue) return false;
  changeState(context, alarm, { state, reason, at });
  return true;
}

function rings(context: Watched, alarm: CompositeAlarm): boolean {
  return ruleOf(alarm).holds((name) => findAlarm(context, name)?.StateValue);
}

/** `Monday 23 November, 2026 08:01:00 UTC` */
function spelled(at: Date): string {
  const part = (options: Intl.DateTimeFormatOptions) => at.toLocaleString('en-US', { timeZone: 'UTC', ...options });
  const day = String(at.getUTCDate()).padStart(2, '0');
  const time = at.toISOString().slice(11, 19);
  return `${part({ weekday: 'long' })} ${day} ${part({ month: 'long' })}, ${at.getUTCFullYear()} ${time} UTC`;
}

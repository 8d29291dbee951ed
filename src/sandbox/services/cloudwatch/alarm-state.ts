import type { AlarmHistoryItem, CompositeAlarm, MetricAlarm, StateValue } from '@aws-sdk/client-cloudwatch';
import type { SandboxContext } from '../../handlers.ts';
import { tellActions } from './alarm-actions.ts';

export type Alarm = MetricAlarm | CompositeAlarm;

/** Whose alarms; all that their evaluation needs to know of a request. */
export type Watched = Pick<SandboxContext, 'world' | 'region'>;

export interface Change {
  readonly state: StateValue;
  readonly reason: string;
  readonly data?: string | undefined;
  readonly at: Date;
}

export function isComposite(alarm: Alarm): alarm is CompositeAlarm {
  return 'AlarmRule' in alarm;
}

export function findAlarm({ region }: Pick<Watched, 'region'>, name: string): Alarm | undefined {
  const { metricAlarms, compositeAlarms } = region.cloudwatch;
  return [...metricAlarms, ...compositeAlarms].find((alarm) => alarm.AlarmName === name);
}

/** In the place of the alarm of that name, or behind all others: what has been answered before stays as it was. */
export function storeAlarm({ region }: Pick<Watched, 'region'>, alarm: Alarm): void {
  if (isComposite(alarm)) store(region.cloudwatch.compositeAlarms, alarm);
  else store(region.cloudwatch.metricAlarms, alarm);
}

function store<A extends Alarm>(alarms: A[], alarm: A): void {
  const at = alarms.findIndex(({ AlarmName }) => AlarmName === alarm.AlarmName);
  alarms.splice(at < 0 ? alarms.length : at, at < 0 ? 0 : 1, alarm);
}

/**
 * Brings an alarm into a state; a new one is written into its history and told to whom the alarm says.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-concepts.html
 */
export function changeState(context: Watched, alarm: Alarm, { state, reason, data, at }: Change): void {
  const { StateValue: before = 'INSUFFICIENT_DATA' } = alarm;
  const changed: Alarm = {
    ...alarm,
    StateValue: state,
    StateReason: reason,
    StateReasonData: data,
    StateUpdatedTimestamp: at,
    ...(state !== before && { StateTransitionedTimestamp: at }),
  };
  storeAlarm(context, changed);
  if (state === before) return;
  const HistoryData = JSON.stringify({
    version: '1.0',
    oldState: historic(alarm),
    newState: historic(changed),
  });
  const HistorySummary = `Alarm updated from ${before} to ${state}`;
  writeHistory(context, alarm, { Timestamp: at, HistoryItemType: 'StateUpdate', HistorySummary, HistoryData });
  tellActions(context, { alarm: changed, before, at }, (item) => writeHistory(context, alarm, item));
}

export function writeHistory({ region }: Watched, alarm: Alarm, item: AlarmHistoryItem): void {
  const AlarmType = isComposite(alarm) ? 'CompositeAlarm' : 'MetricAlarm';
  region.cloudwatch.history.push({ AlarmName: alarm.AlarmName, AlarmType, ...item });
}

function historic({ StateValue: stateValue, StateReason: stateReason, StateReasonData: data }: Alarm): object {
  const stateReasonData: unknown = data === undefined ? undefined : JSON.parse(data);
  return { stateValue, stateReason, ...(stateReasonData !== undefined && { stateReasonData }) };
}

import type { AlarmHistoryItem, CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';

/** The entries that CloudWatch wrote when an alarm came into its state: the change, and what it set off. */
export function stateChange(alarm: MetricAlarm | CompositeAlarm): AlarmHistoryItem[] {
  const { AlarmName, StateValue: state = 'OK', StateTransitionedTimestamp: at } = alarm;
  if (!at || AlarmName === undefined) return [];
  const AlarmType = 'AlarmRule' in alarm ? 'CompositeAlarm' : 'MetricAlarm';
  const from = state === 'OK' ? 'INSUFFICIENT_DATA' : 'OK';
  const change: AlarmHistoryItem = {
    AlarmName,
    AlarmType,
    Timestamp: at,
    HistoryItemType: 'StateUpdate',
    HistorySummary: `Alarm updated from ${from} to ${state}`,
    HistoryData: JSON.stringify({
      version: '1.0',
      oldState: { stateValue: from },
      newState: { stateValue: state, stateReason: alarm.StateReason },
    }),
  };
  if (state !== 'ALARM' || alarm.ActionsEnabled === false) return [change];
  const actions = (alarm.AlarmActions ?? []).map((action): AlarmHistoryItem => ({
    AlarmName,
    AlarmType,
    Timestamp: new Date(at.getTime() + 300),
    HistoryItemType: 'Action',
    HistorySummary: `Successfully executed action ${action}`,
    HistoryData: JSON.stringify({ actionState: 'Succeeded', notificationResource: action, publishedMessage: null }),
  }));
  return [change, ...actions];
}

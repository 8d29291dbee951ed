import { type Alarm, alarmKind, describeAlarms } from '../../aws/cloudwatch.ts';
import type { JsonObject } from '../../model/json.ts';
import { defineSection } from '../define.ts';

/** Alarms that are not OK, those that changed last first. */
export const alarms = defineSection({
  id: 'alarms',
  title: 'Alarms that are not OK',
  scope: 'region',
  calls: ['cloudwatch:DescribeAlarms'],
  columns: [
    { key: 'alarm', label: 'Alarm' },
    { key: 'state', label: 'State' },
    { key: 'since', label: 'Since', format: 'instant' },
    { key: 'kind', label: 'Kind' },
    { key: 'why', label: 'Why' },
  ],
  async compose({ aws }) {
    const all = await describeAlarms(aws, {});
    const loud = all.filter(({ StateValue }) => StateValue !== 'OK').toSorted((a, b) => changedAt(b) - changedAt(a));
    return { rows: loud.map(toRow), text: [`${all.length} alarms in all, ${all.length - loud.length} of them OK.`] };
  },
});

function changedAt(alarm: Alarm): number {
  return (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp)?.getTime() ?? 0;
}

function toRow(alarm: Alarm): JsonObject {
  return {
    alarm: alarm.AlarmName ?? '',
    state: alarm.StateValue ?? '',
    since: changedAt(alarm) > 0 ? new Date(changedAt(alarm)).toISOString() : null,
    kind: alarmKind(alarm),
    why: alarm.StateReason ?? '',
  };
}

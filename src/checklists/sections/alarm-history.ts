import { describeAlarmHistory } from '../../aws/cloudwatch.ts';
import { defineSection } from '../define.ts';

const HOURS = 3;
const MOST_ROWS = 40;

/** Which alarms changed their state in the last hours: also those that are OK again. */
export const alarmHistory = defineSection({
  id: 'alarm-history',
  title: `Alarm state changes of the last ${HOURS} hours`,
  scope: 'region',
  calls: ['cloudwatch:DescribeAlarmHistory'],
  columns: [
    { key: 'at', label: 'At', format: 'instant' },
    { key: 'alarm', label: 'Alarm' },
    { key: 'what', label: 'What' },
  ],
  async compose({ aws, now }) {
    const items = await describeAlarmHistory(aws, {
      HistoryItemType: 'StateUpdate',
      StartDate: new Date(now.getTime() - HOURS * 3_600_000),
      EndDate: now,
    });
    return {
      rows: items.slice(0, MOST_ROWS).map((item) => ({
        at: item.Timestamp?.toISOString() ?? null,
        alarm: item.AlarmName ?? '',
        what: item.HistorySummary ?? '',
      })),
      ...(items.length > MOST_ROWS && { note: `The newest ${MOST_ROWS} of ${items.length}.` }),
    };
  },
});

import { describeAlarmHistory, describeAlarms } from '../../aws/changes/cloudwatch.ts';
import type { Condition, Reference } from '../../model/plan.ts';
import type { WatchedAlarm } from '../look/alarms.ts';

/** As many as DescribeAlarms takes by name; of itself, it would answer half of them. */
const MOST_NAMES = 100;

/**
 * None of some alarms rings; one without data is a question for a person where it had some before.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export function alarmsQuiet(alarms: readonly WatchedAlarm[]): Condition {
  const parts: (readonly WatchedAlarm[])[] = [];
  for (let at = 0; at < alarms.length; at += MOST_NAMES) parts.push(alarms.slice(at, at + MOST_NAMES));
  const lists = parts.flatMap((_, index) =>
    ['MetricAlarms', 'CompositeAlarms', 'LogAlarms'].map((list) => `not_null(a${index}.${list}, \`[]\`)`),
  );
  const all = `[${lists.join(', ')}][]`;
  const ringing = `${all} | [?StateValue=='ALARM']`;
  const asking = JSON.stringify(alarms.filter(({ asksWhenBlind }) => asksWhenBlind).map(({ name }) => name));
  const blind = `${all} | [?StateValue=='INSUFFICIENT_DATA' && contains(\`${asking.replaceAll('`', '\\`')}\`, AlarmName)]`;
  return {
    says: `${alarms.map(({ name }) => name).join(', ')} does not ring`,
    reads: parts.map((part, index) => ({
      as: `a${index}`,
      call: describeAlarms({
        AlarmNames: part.map(({ name }) => name),
        AlarmTypes: [...new Set(part.map(({ type }) => type))],
        MaxRecords: MOST_NAMES,
      }),
      absent: [],
    })),
    met: `length(${all}) >= \`${alarms.length}\``,
    failed: [
      {
        when: `length(${ringing}) > \`0\``,
        because: `(${ringing})[].join('', ['alarm ', AlarmName, ' rings: ', not_null(StateReason, 'CloudWatch says no more')]) | join('; ', @)`,
      },
    ],
    unsure: [
      {
        when: `length(${blind}) > \`0\``,
        because: `(${blind})[].join('', ['alarm ', AlarmName, ' has no data any more (INSUFFICIENT_DATA): neither good nor bad']) | join('; ', @)`,
      },
      {
        when: `length(${all}) < \`${alarms.length}\``,
        because: `'an alarm that the deployment is watched with is not there any more'`,
      },
    ],
    observed: `join(', ', (${all})[].join(' is ', [AlarmName, StateValue]))`,
  };
}

/**
 * An alarm has not rung since the step began, or since another time, also between two looks.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html
 */
export function hasNotRung(
  { name, type }: WatchedAlarm,
  since: Reference = { $time: 'step' },
  /** What its history is read as: where several are one condition, each under a name of its own. */
  as = 'h',
): Condition {
  const rang = `not_null(${as}.AlarmHistoryItems, \`[]\`)[?ends_with(not_null(HistorySummary, ''), 'to ALARM')]`;
  const quoted = `'${name.replaceAll("'", "\\'")}'`;
  return {
    says: `alarm ${name} has not rung meanwhile`,
    reads: [
      {
        as,
        call: describeAlarmHistory({
          AlarmName: name,
          AlarmTypes: [type],
          HistoryItemType: 'StateUpdate',
          StartDate: since,
          EndDate: { $time: 'now' },
          ScanBy: 'TimestampDescending',
        }),
        absent: [],
      },
    ],
    met: '`true`',
    failed: [
      {
        when: `length(${rang}) > \`0\``,
        because: `join('', ['alarm ', ${quoted}, ' rang at ', to_string((${rang})[0].Timestamp), ', and may have fallen silent since'])`,
      },
    ],
    unsure: [],
    observed: `join('', ['alarm ', ${quoted}, ' has not rung'])`,
  };
}

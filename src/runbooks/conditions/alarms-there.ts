import { describeAlarms } from '../../aws/changes/cloudwatch.ts';
import type { Condition } from '../../model/plan.ts';

/** As many as DescribeAlarms takes by name. */
const MOST_NAMES = 100;

/** Every one of these alarms is there. What state they are in is said, not judged: a new one begins without data. */
export function alarmsThere(names: readonly string[]): Condition {
  const parts: (readonly string[])[] = [];
  for (let at = 0; at < names.length; at += MOST_NAMES) parts.push(names.slice(at, at + MOST_NAMES));
  const all = `[${parts.map((_, index) => `a${index}.MetricAlarms`).join(', ')}][]`;
  const inState = (state: string) => `to_string(length(${all} | [?StateValue=='${state}']))`;
  return {
    says: `${names.length} alarms are there`,
    reads: parts.map((AlarmNames, index) => ({
      as: `a${index}`,
      call: describeAlarms({ AlarmNames, AlarmTypes: ['MetricAlarm'], MaxRecords: MOST_NAMES }),
      absent: [],
    })),
    met: `length(${all}) == \`${names.length}\``,
    failed: [],
    unsure: [],
    observed: `join('', [to_string(length(${all})), ' of ${names.length} are there: ', ${inState('OK')}, ' OK, ', ${inState('ALARM')}, ' in alarm, ', ${inState('INSUFFICIENT_DATA')}, ' without data yet'])`,
  };
}

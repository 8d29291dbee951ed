import {
  type Alarm,
  alarmTags,
  describeAlarms,
  isComposite,
  isOfLogs,
  type MetricAlarm,
  onlyScales,
} from '../../../aws/cloudwatch.ts';
import type { Aws } from '../../../aws/execution.ts';
import { type Tag, tagValue } from '../../../model/environment.ts';

/** What an alarm carries that this runbook looks after: it changes and deletes no other. */
export const MANAGED_TAG = { Key: 'opsbook:managed', Value: 'alarms' } as const;

/** The alarms of a region. */
export interface ExistingAlarms {
  readonly managed: ReadonlyMap<string, MetricAlarm>;
  readonly others: ReadonlyMap<string, MetricAlarm>;
  /** By managed alarm. */
  readonly tags: ReadonlyMap<string, readonly Tag[]>;
  /** Composite alarms by an alarm that they watch, managed or not: as long as they do, AWS does not delete it. */
  watchersOf(name: string): string[];
}

/** Nobody tags an alarm of a scaling policy, so these are not asked for their tags. */
export async function lookAtExisting(aws: Aws): Promise<ExistingAlarms> {
  const all = await describeAlarms(aws, {});
  const metricAlarms = all.filter(isMetric);
  const tags = await Promise.all(
    metricAlarms.map(async (alarm) => {
      const own = onlyScales(alarm) ? [] : await alarmTags(aws, { ResourceARN: alarm.AlarmArn });
      return [alarm.AlarmName ?? '', own] as const;
    }),
  );
  const byName = new Map(tags);
  const isManaged = ({ AlarmName = '' }: MetricAlarm) =>
    tagValue(byName.get(AlarmName), MANAGED_TAG.Key) === MANAGED_TAG.Value;
  const named = (some: readonly MetricAlarm[]) => new Map(some.map((alarm) => [alarm.AlarmName ?? '', alarm] as const));
  const composites = all.filter(isComposite);
  return {
    managed: named(metricAlarms.filter(isManaged)),
    others: named(metricAlarms.filter((alarm) => !isManaged(alarm))),
    tags: byName,
    watchersOf: (name) =>
      composites.flatMap(({ AlarmName = '', AlarmRule = '' }) => (mentions(AlarmRule, name) ? AlarmName : [])),
  };
}

function isMetric(alarm: Alarm): alarm is MetricAlarm {
  return !isComposite(alarm) && !isOfLogs(alarm);
}

/** `ALARM(name)`, `ALARM("name")`, also by its ARN. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
function mentions(rule: string, name: string): boolean {
  const children = [...rule.matchAll(/(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))\s*\)/g)];
  return children.some(([, ...forms]) => forms.some((form) => form === name || form?.endsWith(`:alarm:${name}`)));
}

import { type Alarm, alarmResource, type CompositeAlarm, describeAlarms, isComposite } from '../../aws/cloudwatch.ts';
import { fail, pass, type Resource, type Verdict } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';

export const alarmActionable = defineCheck({
  id: 'cloudwatch-alarm-actionable',
  title: 'Alarm tells somebody',
  severity: 'low',
  why: 'An alarm that has no action, or whose actions are off, rings where nobody hears it.',
  remediation: 'Give the alarm an action, an SNS topic that people read for instance, and enable its actions.',
  calls: ['cloudwatch:DescribeAlarms'],
  async *evaluate({ aws }) {
    const alarms = await describeAlarms(aws, {});
    const heard = alarms.filter(isComposite).filter((composite) => problemOf(composite) === undefined);
    for (const alarm of alarms) yield judge(alarmResource(aws, alarm), alarm, heard);
  },
});

function judge(resource: Resource, alarm: Alarm, heard: readonly CompositeAlarm[]): Verdict {
  const actions = alarm.AlarmActions ?? [];
  const evidence = { actionsEnabled: alarm.ActionsEnabled ?? null, alarmActions: actions };
  const problem = problemOf(alarm);
  if (problem === undefined) {
    const what = actions.length === 1 ? 'one alarm action' : `${actions.length} alarm actions`;
    return pass(resource, `${resource.id} has ${what}, enabled.`, evidence);
  }
  const parent = heard.find((composite) => watches(composite, resource));
  if (!parent) return fail(resource, `${resource.id} ${problem}.`, evidence);
  const reason = `${resource.id} ${problem}, but composite alarm ${parent.AlarmName} watches it and has one.`;
  return fail(resource, reason, { ...evidence, watchedBy: parent.AlarmName ?? null }, { severity: 'informational' });
}

function problemOf({ ActionsEnabled: enabled, AlarmActions: actions = [] }: Alarm): string | undefined {
  if (actions.length === 0) return 'has no alarm action';
  return enabled === false ? 'has its actions disabled' : undefined;
}

/** A rule names its children by name or ARN, in quotes or bare: `ALARM("api-errors") OR ALARM(arn:…)`. */
function watches({ AlarmRule: rule = '' }: CompositeAlarm, child: Resource): boolean {
  const named = [...rule.matchAll(/"([^"]+)"|([^\s(),"]+)/g)].map((found) => found[1] ?? found[2]);
  return named.includes(child.id) || named.includes(child.arn);
}

import {
  type Alarm,
  alarmResource,
  alarmKind,
  describeAlarms,
  isComposite,
  isOfLogs,
  onlyScales,
} from '../../aws/cloudwatch.ts';
import { fail, pass, type Resource, unknown, type Verdict } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import { defineCheck } from '../define.ts';

export const alarmQuiet = defineCheck({
  id: 'cloudwatch-alarm-quiet',
  title: 'Alarm is not ringing',
  severity: 'high',
  why: 'An alarm in ALARM says that something is wrong now; one without data watches nothing.',
  remediation: 'Look into what the alarm watches. An alarm that never gets data has a wrong metric or dimension.',
  calls: ['cloudwatch:DescribeAlarms'],
  async *evaluate({ aws }) {
    for (const alarm of await describeAlarms(aws, {})) yield judge(alarmResource(aws, alarm), alarm);
  },
});

function judge(resource: Resource, alarm: Alarm): Verdict {
  const { StateValue: state = 'INSUFFICIENT_DATA' } = alarm;
  const evidence = evidenceOf(alarm);
  if (state === 'OK') {
    const stuck = notEvaluated(alarm);
    if (stuck !== undefined) return unknown(resource, `${resource.id} was OK when ${stuck}${why(alarm)}`, evidence);
    return pass(resource, `${resource.id} is OK.`, evidence);
  }
  const sentence = `${resource.id}${isComposite(alarm) ? ' (composite)' : ''} is in ${state}${since(alarm)}${why(alarm)}`;
  if (state === 'INSUFFICIENT_DATA') return fail(resource, sentence, evidence, { severity: 'low' });
  // Target tracking leaves its alarm for scaling in on ALARM for as long as there is nothing to take away.
  if (!onlyScales(alarm)) return fail(resource, sentence, evidence);
  return fail(resource, `${sentence} It only drives a scaling policy.`, evidence, { severity: 'informational' });
}

/**
 * Why CloudWatch does not evaluate an alarm at present: the state that it shows is an old one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
function notEvaluated(alarm: Alarm): string | undefined {
  if (isComposite(alarm)) return undefined;
  switch (alarm.EvaluationState) {
    case 'EVALUATION_ERROR':
      return 'CloudWatch could last evaluate it; it is set up wrongly (EVALUATION_ERROR)';
    case 'EVALUATION_FAILURE':
      return 'CloudWatch could last evaluate it (EVALUATION_FAILURE, which passes by itself)';
    case 'PARTIAL_DATA':
    case undefined:
      return undefined;
  }
}

/** When the state was entered: `StateUpdatedTimestamp` also moves when only the reason changes. */
function since({ StateTransitionedTimestamp: entered, StateUpdatedTimestamp: updated }: Alarm): string {
  const at = entered ?? updated;
  return at ? ` since ${at.toISOString()}` : '';
}

function why({ StateReason: reason }: Alarm): string {
  const text = reason?.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return text ? `: ${text}.` : '.';
}

function evidenceOf(alarm: Alarm): JsonObject {
  return {
    kind: alarmKind(alarm),
    state: alarm.StateValue ?? null,
    since: (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp)?.toISOString() ?? null,
    stateReason: alarm.StateReason ?? null,
    actionsEnabled: alarm.ActionsEnabled ?? null,
    ...(isComposite(alarm)
      ? { rule: alarm.AlarmRule ?? null, actionsSuppressedBy: alarm.ActionsSuppressedBy ?? null }
      : isOfLogs(alarm)
        ? {
            query: alarm.ScheduledQueryConfiguration?.QueryString ?? null,
            threshold: alarm.Threshold ?? null,
            evaluationState: alarm.EvaluationState ?? null,
          }
        : {
            namespace: alarm.Namespace ?? null,
            metric: alarm.MetricName ?? null,
            dimensions: Object.fromEntries((alarm.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value])),
            threshold: alarm.Threshold ?? null,
            evaluationState: alarm.EvaluationState ?? null,
          }),
  };
}

import type { AlarmHistoryItem, CompositeAlarm, MetricAlarm, StateValue } from '@aws-sdk/client-cloudwatch';
import type { SandboxContext } from '../../handlers.ts';
import { findTopic } from '../sns/lookup.ts';
import { record } from '../sns/publish.ts';
import { stamp } from './state-reason.ts';

type Alarm = MetricAlarm | CompositeAlarm;
type Place = Pick<SandboxContext, 'world' | 'region'>;

interface Told {
  readonly alarm: Alarm;
  readonly before: StateValue;
  readonly at: Date;
}

/**
 * Publishes a change to the topics that the alarm names for its new state, and writes down how that went. Actions that are
 * no topic (scaling policies, instances) are not carried out by the sandbox, and nothing is written of them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function tellActions(context: Place, told: Told, write: (item: AlarmHistoryItem) => void): void {
  const { alarm, at } = told;
  if (alarm.ActionsEnabled === false || isSuppressed(context, alarm)) return;
  for (const arn of actionsOf(alarm)) {
    if (!arn.includes(':sns:')) continue;
    const error = publishTo(context, arn, told);
    write({
      Timestamp: at,
      HistoryItemType: 'Action',
      HistorySummary:
        error === null ? `Successfully executed action ${arn}` : `Failed to execute action ${arn}. ${error}`,
      HistoryData: JSON.stringify({
        actionState: error === null ? 'Succeeded' : 'Failed',
        notificationResource: arn,
        stateUpdateTimestamp: at.getTime(),
        publishedMessage: JSON.stringify({ default: JSON.stringify(messageOf(context, told)) }),
        error,
      }),
    });
  }
}

function actionsOf({ StateValue: state, AlarmActions, OKActions, InsufficientDataActions }: Alarm): readonly string[] {
  return (state === 'ALARM' ? AlarmActions : state === 'OK' ? OKActions : InsufficientDataActions) ?? [];
}

/** A composite alarm's actions rest while its suppressor rings; the waiting periods around it are not simulated. */
function isSuppressed({ region }: Place, alarm: Alarm): boolean {
  const suppressor = 'AlarmRule' in alarm ? alarm.ActionsSuppressor : undefined;
  if (suppressor === undefined) return false;
  const { metricAlarms, compositeAlarms } = region.cloudwatch;
  return [...metricAlarms, ...compositeAlarms].some(
    ({ AlarmName, AlarmArn, StateValue: state }) =>
      (AlarmName === suppressor || AlarmArn === suppressor) && state === 'ALARM',
  );
}

function publishTo(context: Place, arn: string, told: Told): string | null {
  const { world, region } = context;
  const [, , , name = region.name, accountId] = arn.split(':');
  const home = accountId === region.accountId ? world.region(accountId, name) : undefined;
  const topic = home && findTopic(home, arn);
  if (!home || !topic) return `Received error: "Resource: ${arn} does not exist"`;
  const message = JSON.stringify(messageOf(context, told));
  const { AlarmName, StateValue: state } = told.alarm;
  record(home, arn, { subject: `${state}: "${AlarmName}" in ${region.name}`, message, at: told.at });
  return null;
}

function messageOf({ region }: Place, { alarm, before, at }: Told): object {
  return {
    AlarmName: alarm.AlarmName,
    AlarmDescription: alarm.AlarmDescription ?? null,
    AWSAccountId: region.accountId,
    AlarmConfigurationUpdatedTimestamp: stamp(alarm.AlarmConfigurationUpdatedTimestamp?.getTime() ?? at.getTime()),
    NewStateValue: alarm.StateValue,
    NewStateReason: alarm.StateReason,
    StateChangeTime: stamp(at.getTime()),
    Region: region.name,
    AlarmArn: alarm.AlarmArn,
    OldStateValue: before,
    OKActions: alarm.OKActions ?? [],
    AlarmActions: alarm.AlarmActions ?? [],
    InsufficientDataActions: alarm.InsufficientDataActions ?? [],
    ...('AlarmRule' in alarm ? { AlarmRule: alarm.AlarmRule } : { Trigger: triggerOf(alarm) }),
  };
}

function triggerOf(alarm: MetricAlarm): object {
  return {
    MetricName: alarm.MetricName,
    Namespace: alarm.Namespace,
    StatisticType: alarm.ExtendedStatistic === undefined ? 'Statistic' : 'ExtendedStatistic',
    Statistic: alarm.ExtendedStatistic ?? alarm.Statistic?.toUpperCase(),
    Unit: alarm.Unit ?? null,
    Dimensions: (alarm.Dimensions ?? []).map(({ Name: name, Value: value }) => ({ value, name })),
    Period: alarm.Period,
    EvaluationPeriods: alarm.EvaluationPeriods,
    DatapointsToAlarm: alarm.DatapointsToAlarm,
    ComparisonOperator: alarm.ComparisonOperator,
    Threshold: alarm.Threshold,
    TreatMissingData: alarm.TreatMissingData ?? '',
  };
}

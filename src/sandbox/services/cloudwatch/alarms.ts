import type {
  AlarmHistoryItem,
  CompositeAlarm,
  DescribeAlarmHistoryCommandInput,
  DescribeAlarmHistoryCommandOutput,
  DescribeAlarmsCommandInput,
  DescribeAlarmsCommandOutput,
  MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { page } from '../../paging.ts';
import { type Alarm, isComposite } from './alarm-state.ts';
import { ruleOf } from './composites.ts';
import { watchAlarms } from './watch.ts';

const PAGE = { defaultSize: 50, most: 100, badToken: 'InvalidNextToken' };
/** Nobody of the sandbox has log alarms. */
const KNOWN_TYPES: readonly string[] = ['CompositeAlarm', 'LogAlarm', 'MetricAlarm'];
/** Without `AlarmTypes`, composite alarms are left out. */
const DEFAULT_TYPES = ['MetricAlarm'];

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
export function describeAlarms(
  input: DescribeAlarmsCommandInput,
  context: SandboxContext,
): Omit<DescribeAlarmsCommandOutput, '$metadata'> {
  validate(input);
  watchAlarms(context, 'looked');
  const types: readonly string[] = input.AlarmTypes ?? DEFAULT_TYPES;
  const { metricAlarms, compositeAlarms } = context.region.cloudwatch;
  const found = [
    ...(types.includes('CompositeAlarm') ? compositeAlarms.toSorted(byName) : []),
    ...(types.includes('MetricAlarm') ? metricAlarms.toSorted(byName) : []),
  ].filter((alarm) => matches(alarm, input, compositeAlarms));
  const { items, next } = page(found, { ...PAGE, token: input.NextToken, size: input.MaxRecords });
  const described = (input.ChildrenOfAlarmName ?? input.ParentsOfAlarmName) ? items.map(nameOnly) : items;
  return {
    CompositeAlarms: described.filter(isComposite),
    MetricAlarms: described.filter((alarm): alarm is MetricAlarm => !isComposite(alarm)),
    ...(next !== undefined && { NextToken: next }),
  };
}

function validate(input: DescribeAlarmsCommandInput): void {
  const { AlarmNames, AlarmNamePrefix, AlarmTypes = [], StateValue, ChildrenOfAlarmName, ParentsOfAlarmName } = input;
  if (AlarmNames !== undefined && AlarmNamePrefix !== undefined) {
    throw invalid('AlarmNames and AlarmNamePrefix cannot be given together');
  }
  if (AlarmNames !== undefined && AlarmNames.length > 100) {
    throw invalid(
      "Value at 'alarmNames' failed to satisfy constraint: Member must have length less than or equal to 100",
    );
  }
  const badType = AlarmTypes.find((type) => !KNOWN_TYPES.includes(type));
  if (badType !== undefined) {
    throw invalid(
      `Value '[${AlarmTypes.join(', ')}]' at 'alarmTypes' failed to satisfy constraint: ` +
        'Member must satisfy enum value set: [CompositeAlarm, LogAlarm, MetricAlarm]',
    );
  }
  if (StateValue !== undefined && !['OK', 'ALARM', 'INSUFFICIENT_DATA'].includes(StateValue)) {
    throw invalid(
      `Value '${String(StateValue)}' at 'stateValue' failed to satisfy constraint: ` +
        'Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]',
    );
  }
  const named = AlarmNames ?? AlarmNamePrefix ?? StateValue ?? input.ActionPrefix;
  if ((ChildrenOfAlarmName ?? ParentsOfAlarmName) !== undefined && named !== undefined) {
    throw invalid('ChildrenOfAlarmName and ParentsOfAlarmName go with MaxRecords and NextToken only');
  }
}

function matches(alarm: Alarm, input: DescribeAlarmsCommandInput, composites: readonly CompositeAlarm[]): boolean {
  const { AlarmName = '', AlarmActions = [], OKActions = [], InsufficientDataActions = [] } = alarm;
  const {
    AlarmNames,
    AlarmNamePrefix,
    StateValue,
    ActionPrefix,
    ChildrenOfAlarmName: parent,
    ParentsOfAlarmName,
  } = input;
  const actions = [...AlarmActions, ...OKActions, ...InsufficientDataActions];
  return (
    (AlarmNames === undefined || AlarmNames.includes(AlarmName)) &&
    (AlarmNamePrefix === undefined || AlarmName.startsWith(AlarmNamePrefix)) &&
    (StateValue === undefined || alarm.StateValue === StateValue) &&
    (ActionPrefix === undefined || actions.some((action) => action.startsWith(ActionPrefix))) &&
    (parent === undefined || childrenOf(composites.find((one) => one.AlarmName === parent)).includes(AlarmName)) &&
    (ParentsOfAlarmName === undefined || (isComposite(alarm) && childrenOf(alarm).includes(ParentsOfAlarmName)))
  );
}

function childrenOf(alarm: CompositeAlarm | undefined): readonly string[] {
  return alarm ? ruleOf(alarm).children : [];
}

function nameOnly(alarm: Alarm): Alarm {
  const { AlarmName, AlarmArn, StateValue } = alarm;
  const named = { ...(AlarmName !== undefined && { AlarmName }), ...(AlarmArn !== undefined && { AlarmArn }) };
  const state = StateValue === undefined ? named : { ...named, StateValue };
  return isComposite(alarm) && alarm.AlarmRule !== undefined ? { ...state, AlarmRule: alarm.AlarmRule } : state;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
export function describeAlarmHistory(
  input: DescribeAlarmHistoryCommandInput,
  context: SandboxContext,
): Omit<DescribeAlarmHistoryCommandOutput, '$metadata'> {
  watchAlarms(context, 'looked');
  const ascending = input.ScanBy === 'TimestampAscending';
  const { history } = context.region.cloudwatch;
  // What happened at one instant is told in its order, or newest first against it.
  const found = (ascending ? history : history.toReversed())
    .filter((item) => happened(item, input))
    .toSorted((a, b) => (ascending ? 1 : -1) * (timeOf(a) - timeOf(b)));
  const { items, next } = page(found, { ...PAGE, defaultSize: 100, token: input.NextToken, size: input.MaxRecords });
  return { AlarmHistoryItems: items, ...(next !== undefined && { NextToken: next }) };
}

function happened(item: AlarmHistoryItem, input: DescribeAlarmHistoryCommandInput): boolean {
  const types: readonly string[] = input.AlarmTypes ?? DEFAULT_TYPES;
  const at = timeOf(item);
  return (
    types.includes(item.AlarmType ?? '') &&
    (input.AlarmName === undefined || input.AlarmName === item.AlarmName) &&
    (input.HistoryItemType === undefined || input.HistoryItemType === item.HistoryItemType) &&
    (input.StartDate === undefined || at >= input.StartDate.getTime()) &&
    (input.EndDate === undefined || at <= input.EndDate.getTime())
  );
}

function timeOf({ Timestamp: at }: AlarmHistoryItem): number {
  return at?.getTime() ?? 0;
}

function byName(a: Alarm, b: Alarm): number {
  return (a.AlarmName ?? '') < (b.AlarmName ?? '') ? -1 : 1;
}

function invalid(problem: string): SandboxError {
  return new SandboxError('ValidationError', `1 validation error detected: ${problem}`);
}

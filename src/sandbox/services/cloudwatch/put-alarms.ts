import type {
  CompositeAlarm,
  DeleteAlarmsCommandInput,
  MetricAlarm,
  PutCompositeAlarmCommandInput,
  PutMetricAlarmCommandInput,
  Tag,
} from '@aws-sdk/client-cloudwatch';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { validateActions, validateMetricAlarm } from './alarm-validation.ts';
import { type Alarm, findAlarm, isComposite, storeAlarm, writeHistory } from './alarm-state.ts';
import { firstLook, parentsOf, ruleOf } from './composites.ts';
import { requireOwnTags } from './tags.ts';
import { watchAlarms } from './watch.ts';

/**
 * Replaces the whole configuration of the alarm of that name; its state stays, and its tags. A new one begins without data.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function putMetricAlarm(input: PutMetricAlarmCommandInput, context: SandboxContext): object {
  validateMetricAlarm(input);
  requireOwnTags(input.Tags);
  watchAlarms(context, 'changed');
  const { Tags, ...configuration } = input;
  const before = existing(context, input.AlarmName ?? '', 'metric');
  const alarm: MetricAlarm = {
    ...stateOf(context, input.AlarmName ?? '', before),
    ...structuredClone(configuration),
    AlarmConfigurationUpdatedTimestamp: context.now,
    ...defaults(input),
    ...(input.Metrics === undefined && { Dimensions: [...(input.Dimensions ?? [])] }),
  };
  put(context, alarm, before, Tags);
  return {};
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
export function putCompositeAlarm(input: PutCompositeAlarmCommandInput, context: SandboxContext): object {
  const { Tags, ...configuration } = input;
  const { AlarmName = '' } = input;
  if (AlarmName === '') throw new SandboxError('ValidationError', 'AlarmName is required');
  validateActions(input);
  watchAlarms(context, 'changed');
  const { children } = ruleOf(input);
  const unknown = children.filter((name) => name !== AlarmName && !findAlarm(context, name));
  if (unknown.length > 0) {
    const message = `Could not save the composite alarm as alarms [${unknown.join(', ')}] in the alarm rule do not exist`;
    throw new SandboxError('ValidationError', message);
  }
  const before = existing(context, AlarmName, 'composite');
  const alarm: CompositeAlarm = {
    ...stateOf(context, AlarmName, before),
    ...structuredClone(configuration),
    AlarmConfigurationUpdatedTimestamp: context.now,
    ...defaults(input),
  };
  put(context, alarm, before, Tags);
  firstLook(context, alarm, before ? 'updated' : 'created', context.now);
  return {};
}

/**
 * Names that do not exist are passed over; what a composite alarm that stays watches is refused, and with it the rest.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html
 */
export function deleteAlarms({ AlarmNames = [] }: DeleteAlarmsCommandInput, context: SandboxContext): object {
  watchAlarms(context, 'changed');
  const { metricAlarms, compositeAlarms, tags, watch } = context.region.cloudwatch;
  const going = AlarmNames.flatMap((name) => findAlarm(context, name) ?? []);
  if (going.filter(isComposite).length > 1) {
    throw new SandboxError('ValidationError', 'Only one composite alarm can be deleted at a time.');
  }
  const watched = AlarmNames.filter((name) =>
    parentsOf(context, name).some((parent) => !AlarmNames.includes(parent.AlarmName ?? '')),
  );
  if (watched.length > 0) {
    const them = watched.length === 1 ? 'it' : 'them';
    const message = `Cannot delete ${watched.join(',')} as there are composite alarm(s) depending on ${them}.`;
    throw new SandboxError('ValidationError', message);
  }
  for (const alarm of going) {
    tags.delete(alarm.AlarmArn ?? '');
    watch.believed.delete(alarm.AlarmName ?? '');
    configured(context, alarm, { type: 'Delete', deletedAlarm: alarm }, 'deleted');
  }
  remove(metricAlarms, AlarmNames);
  remove(compositeAlarms, AlarmNames);
  return {};
}

function remove(alarms: Alarm[], names: readonly string[]): void {
  alarms.splice(0, alarms.length, ...alarms.filter(({ AlarmName = '' }) => !names.includes(AlarmName)));
}

function existing(context: SandboxContext, name: string, kind: 'metric' | 'composite'): Alarm | undefined {
  const found = findAlarm(context, name);
  if (found && isComposite(found) !== (kind === 'composite')) {
    throw new SandboxError('ValidationError', `An alarm of another type already exists with the name ${name}`);
  }
  return found;
}

/** What is not configuration. */
function stateOf({ account, region, now }: SandboxContext, name: string, before: Alarm | undefined) {
  return {
    AlarmArn: `arn:aws:cloudwatch:${region.name}:${account.id}:alarm:${name}`,
    StateValue: before?.StateValue ?? 'INSUFFICIENT_DATA',
    StateReason: before?.StateReason ?? 'Unchecked: Initial alarm creation',
    StateReasonData: before?.StateReasonData,
    StateUpdatedTimestamp: before?.StateUpdatedTimestamp ?? now,
    StateTransitionedTimestamp: before?.StateTransitionedTimestamp ?? now,
  };
}

function defaults(input: PutMetricAlarmCommandInput | PutCompositeAlarmCommandInput) {
  return {
    ActionsEnabled: input.ActionsEnabled ?? true,
    OKActions: [...(input.OKActions ?? [])],
    AlarmActions: [...(input.AlarmActions ?? [])],
    InsufficientDataActions: [...(input.InsufficientDataActions ?? [])],
  };
}

function put(context: SandboxContext, alarm: Alarm, before: Alarm | undefined, wanted: readonly Tag[] = []): void {
  const { watch, tags } = context.region.cloudwatch;
  watch.believed.delete(alarm.AlarmName ?? '');
  storeAlarm(context, alarm);
  // Of an alarm that exists, PutMetricAlarm leaves the tags alone.
  if (!before) tags.set(alarm.AlarmArn ?? '', [...wanted]);
  if (before) configured(context, alarm, { type: 'Update', updatedAlarm: alarm }, 'updated');
  else configured(context, alarm, { type: 'Create', createdAlarm: alarm }, 'created');
}

function configured(context: SandboxContext, alarm: Alarm, data: object, done: string): void {
  writeHistory(context, alarm, {
    Timestamp: context.now,
    HistoryItemType: 'ConfigurationUpdate',
    HistorySummary: `Alarm "${alarm.AlarmName}" ${done}`,
    HistoryData: JSON.stringify({ version: '1.0', ...data }),
  });
}

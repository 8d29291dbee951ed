import type {
  DisableAlarmActionsCommandInput,
  EnableAlarmActionsCommandInput,
  SetAlarmStateCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { changeState, findAlarm, storeAlarm } from './alarm-state.ts';
import { lookAgain } from './composites.ts';
import { watchAlarms } from './watch.ts';

/**
 * For a test of what an alarm sets off: a metric alarm is back in its own state at its next evaluation, a composite one
 * when a child changes.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html
 */
export function setAlarmState(input: SetAlarmStateCommandInput, context: SandboxContext): object {
  const { AlarmName = '', StateValue: state, StateReason: reason, StateReasonData: data } = input;
  if (state !== 'OK' && state !== 'ALARM' && state !== 'INSUFFICIENT_DATA') {
    throw new SandboxError(
      'ValidationError',
      `1 validation error detected: Value '${String(state)}' at 'stateValue' failed to satisfy constraint: ` +
        'Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]',
    );
  }
  if (reason === undefined) throw new SandboxError('ValidationError', 'StateReason is required');
  if (data !== undefined && !isJson(data))
    throw new SandboxError('InvalidFormat', 'StateReasonData must be valid JSON');
  watchAlarms(context, 'changed');
  const alarm = findAlarm(context, AlarmName);
  if (!alarm) throw new SandboxError('ResourceNotFound', `Unknown alarm: ${AlarmName}`, 404);
  context.region.cloudwatch.watch.believed.delete(AlarmName);
  changeState(context, alarm, { state, reason, data, at: context.now });
  lookAgain(context, AlarmName, context.now);
  return {};
}

export function enableAlarmActions({ AlarmNames }: EnableAlarmActionsCommandInput, context: SandboxContext): object {
  return switchActions(AlarmNames, context, true);
}

export function disableAlarmActions({ AlarmNames }: DisableAlarmActionsCommandInput, context: SandboxContext): object {
  return switchActions(AlarmNames, context, false);
}

/** Names that do not exist are passed over. */
function switchActions(names: readonly string[] = [], context: SandboxContext, ActionsEnabled: boolean): object {
  watchAlarms(context, 'changed');
  for (const name of names) {
    const alarm = findAlarm(context, name);
    if (alarm) storeAlarm(context, { ...alarm, ActionsEnabled, AlarmConfigurationUpdatedTimestamp: context.now });
  }
  return {};
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

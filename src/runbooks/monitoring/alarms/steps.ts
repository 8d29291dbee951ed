import { deleteAlarms, putMetricAlarm, tagResource, untagResource } from '../../../aws/changes/cloudwatch.ts';
import type { MetricAlarm } from '../../../aws/cloudwatch.ts';
import { EXECUTION_TAG } from '../../../aws/mutations.ts';
import type { Tag } from '../../../model/environment.ts';
import type { AlarmDefinition } from '../../../model/monitoring.ts';
import type { PlannedCall } from '../../../model/plan.ts';
import type { PlanBuilder } from '../../define.ts';
import { type ExistingAlarms, MANAGED_TAG } from './managed.ts';
import { differences, inputFor, inputOf, type PutInput } from './put-input.ts';
import { shown } from './shown.ts';

interface Putting {
  readonly existing: ExistingAlarms;
  readonly topic: string;
}

/** Makes an alarm, or brings one that differs back; whether there was anything to do. */
export function putAlarm(plan: PlanBuilder, definition: AlarmDefinition, { existing, topic }: Putting): boolean {
  const { name } = definition;
  const wanted = inputFor(definition, topic);
  const other = existing.others.get(name);
  const known = existing.managed.get(name) ?? other;
  if (!known) {
    plan.change(keyFor(name), {
      title: `Make the alarm ${name}`,
      call: put(wanted, [MANAGED_TAG]),
      before: null,
      after: shown(wanted),
      undo: deleteAlarms({ AlarmNames: [name] }),
    });
    return true;
  }
  if (other) adopt(plan, other);
  const { before, after } = differences(inputOf(known), wanted);
  if (Object.keys(after).length === 0) return other !== undefined;
  plan.change(keyFor(name), {
    title: `Change ${Object.keys(after).join(', ')} of the alarm ${name}`,
    call: put(wanted),
    before,
    after,
    undo: put(inputOf(known)),
  });
  return true;
}

/** From now on it is looked after. */
function adopt(plan: PlanBuilder, { AlarmName: name = '', AlarmArn: ResourceARN }: MetricAlarm): void {
  plan.change(`adopt-${keyFor(name)}`, {
    title: `Take over the alarm ${name}`,
    call: tagResource({ ResourceARN, Tags: [MANAGED_TAG] }),
    before: { [MANAGED_TAG.Key]: null },
    after: { [MANAGED_TAG.Key]: MANAGED_TAG.Value },
    undo: untagResource({ ResourceARN, TagKeys: [MANAGED_TAG.Key] }),
  });
}

/** Deletes a managed alarm that nobody wants any more; whether it can be. */
export function deleteAlarm(plan: PlanBuilder, alarm: MetricAlarm, existing: ExistingAlarms): boolean {
  const { AlarmName: name = '' } = alarm;
  const watchers = existing.watchersOf(name);
  if (watchers.length > 0) {
    plan.warn(`${name} is not wanted any more, but ${watchers.join(', ')} watches it: AWS would not delete it`);
    return false;
  }
  // AWS keeps what begins with `aws:` to itself, and would not take the alarm back with it.
  const own = (existing.tags.get(name) ?? []).filter(
    ({ Key = '' }) => Key !== EXECUTION_TAG && !Key.startsWith('aws:'),
  );
  plan.change(`delete-${keyFor(name)}`, {
    title: `Delete the alarm ${name}: what it watched is gone, or it is not configured any more`,
    call: deleteAlarms({ AlarmNames: [name] }),
    before: shown(inputOf(alarm)),
    after: null,
    undo: put(inputOf(alarm), own),
  });
  return true;
}

function put(input: PutInput, tags?: readonly Tag[]): PlannedCall {
  const { AlarmName, EvaluationPeriods, ComparisonOperator, ...rest } = input;
  const Tags = tags?.flatMap(({ Key, Value }) => (Key === undefined ? [] : { Key, Value }));
  return putMetricAlarm({
    ...rest,
    AlarmName,
    EvaluationPeriods,
    ComparisonOperator,
    ...(Tags && { Tags }),
  });
}

/** What people read in a plan, and records are kept by. */
export function keyFor(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

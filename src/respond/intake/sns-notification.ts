import { z } from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { eventSchema } from './aws-event.ts';
import { eventSignals } from './aws-event-signals.ts';
import { findJson } from './body.ts';
import { ACCOUNT, alarmName, alarmSignals, alarmState, REGION } from './cloudwatch-alarm.ts';
import type { Accepted } from './define.ts';
import { detailsOf } from './details.ts';
import { happenedAt } from './happened.ts';
import { labelsOf, type Pair, pairsOf } from './labels.ts';
import { at, textAt } from './look.ts';
import type { Notification } from './sns-envelope.ts';
import { hashOf, nameOf, plainText, titleOf } from './text.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
const alarmSchema = z.object({
  AlarmName: alarmName(),
  NewStateValue: alarmState(),
  AWSAccountId: z.string().regex(ACCOUNT),
  AlarmArn: z.string().optional().catch(undefined),
  StateChangeTime: z.string().optional().catch(undefined),
});
const ALARM_ARN = /^arn:aws[a-z-]*:cloudwatch:([a-z0-9-]+):(\d{12}):alarm:/;

/** What a topic tells: an alarm, an event of EventBridge, or whatever else, which is then a problem of its own. */
export function readNotification(notification: Notification, now: Date): Accepted {
  const message = findJson(notification.Message);
  const arrived = happenedAt(notification.Timestamp, now) ?? now;
  if (!isJsonObject(message)) return otherSignals(notification, {}, arrived);
  return (
    alarmOf(notification, message, arrived) ??
    eventOf(notification, message, arrived) ??
    otherSignals(notification, message, arrived)
  );
}

function alarmOf({ TopicArn, MessageId }: Notification, message: JsonObject, arrived: Date): Accepted | null {
  const parsed = alarmSchema.safeParse(message);
  if (!parsed.success) return null;
  const { AlarmName: name, AlarmArn = '', StateChangeTime } = parsed.data;
  const [, region = regionOf(TopicArn), account = parsed.data.AWSAccountId] = ALARM_ARN.exec(AlarmArn) ?? [];
  if (!REGION.test(region)) return null;
  return alarmSignals({
    deliveryId: MessageId,
    account,
    region,
    name,
    state: parsed.data.NewStateValue,
    at: happenedAt(StateChangeTime, arrived) ?? arrived,
    pairs: [...pairsOf(at(message, 'AlarmTags')), ...metricPairs(message)],
    details: message,
  });
}

/** A composite alarm has no trigger, and one on an expression has its metrics in a list. */
function metricPairs(message: JsonObject): Pair[] {
  const trigger = at(message, 'Trigger');
  const metrics = at(trigger, 'Metrics');
  const inList = Array.isArray(metrics) ? metrics.map((one: Json) => at(one, 'MetricStat', 'Metric')) : [];
  return [trigger, ...inList].flatMap((metric) => [
    ['namespace', textAt(metric, 'Namespace')],
    ['metricname', textAt(metric, 'MetricName')],
    ...pairsOf(at(metric, 'Dimensions')),
  ]);
}

/** A rule of EventBridge may have the topic as its target. */
function eventOf({ MessageId }: Notification, message: JsonObject, arrived: Date): Accepted | null {
  const event = eventSchema.safeParse(message);
  return event.success ? eventSignals({ ...event.data, id: MessageId }, arrived) : null;
}

/** Budgets, RDS, Auto Scaling, somebody's script: what has the same subject is one problem, and nothing says that it is over. */
function otherSignals(
  { TopicArn, MessageId, Subject, Message }: Notification,
  message: JsonObject,
  arrived: Date,
): Accepted {
  // Of RDS every message has the same subject.
  const database = textAt(message, 'Source ID');
  const title =
    database === undefined ? undefined : `${database}: ${textAt(message, 'Event Message') ?? Subject ?? ''}`;
  const [firstLine = ''] = Message.trimStart().split('\n', 1);
  const details = Object.keys(message).length > 0 ? message : { message: plainText(Message, 2000) };
  return {
    signals: [
      {
        deliveryId: MessageId,
        key: nameOf(`sns/${TopicArn}/${hashOf(Subject ?? firstLine, database ?? '')}`),
        action: 'trigger',
        title: titleOf(title, Subject, firstLine),
        severity: null,
        at: arrived,
        actor: null,
        labels: labelsOf([
          ['topic', TopicArn.split(':')[5]],
          ['account', TopicArn.split(':')[4]],
          ['region', regionOf(TopicArn)],
          ['database', database],
        ]),
        details: detailsOf(details),
        links: [],
        alarm: null,
      },
    ],
  };
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

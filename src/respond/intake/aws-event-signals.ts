import { z } from 'zod';
import type { Json } from '../../model/json.ts';
import type { AwsEvent } from './aws-event.ts';
import { problemOf } from './aws-problem.ts';
import { ACCOUNT, alarmName, alarmSignals, alarmState, REGION } from './cloudwatch-alarm.ts';
import type { Accepted } from './define.ts';
import { detailsOf } from './details.ts';
import { happenedAt } from './happened.ts';
import { labelsOf, type Pair, pairsOf } from './labels.ts';
import { at, textAt } from './look.ts';
import { nameOf, oneLine, titleOf } from './text.ts';

/** An event of EventBridge as signals; one that is no problem, like a deployment that goes well, as a note. */
export function eventSignals(event: AwsEvent, arrived: Date): Accepted {
  const alarm = alarmOf(event, arrived);
  if (alarm) return alarm;
  const problem = problemOf(event);
  if (problem === null) {
    const what = textAt(event.detail, 'eventName') ?? event['detail-type'];
    return { signals: [], note: oneLine(`nothing to answer: ${what} of ${event.source}`, 300) };
  }
  const { account, region, source, 'detail-type': detailType } = event;
  const own: Pair[] = [
    ['account', account],
    ['region', region],
    ['source', source],
    ['detailtype', detailType],
  ];
  return {
    signals: [
      {
        deliveryId: nameOf(event.id),
        key: nameOf(problem.key),
        action: problem.action ?? 'trigger',
        title: titleOf(problem.title, detailType),
        severity: problem.severity ?? null,
        at: happenedAt(event.time, arrived) ?? arrived,
        actor: null,
        labels: labelsOf([...(problem.pairs ?? []), ...own]),
        details: detailsOf({ resources: event.resources, ...event.detail }),
        links: [],
        alarm: null,
      },
    ],
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
function alarmOf({ id, account = '', region = '', time, detail, ...event }: AwsEvent, arrived: Date): Accepted | null {
  if (event.source !== 'aws.cloudwatch' || event['detail-type'] !== 'CloudWatch Alarm State Change') return null;
  const parsed = alarmSchema.safeParse(detail);
  if (!parsed.success || !ACCOUNT.test(account) || !REGION.test(region)) return null;
  const { alarmName: name, state } = parsed.data;
  const metrics = at(detail, 'configuration', 'metrics');
  return alarmSignals({
    deliveryId: nameOf(id),
    account,
    region,
    name,
    state: state.value,
    at: happenedAt(state.timestamp, arrived) ?? happenedAt(time, arrived) ?? arrived,
    pairs: [...pairsOf(at(detail, 'alarmTags')), ...(Array.isArray(metrics) ? metrics.flatMap(metricPairs) : [])],
    details: detail,
  });
}

const alarmSchema = z.object({
  alarmName: alarmName(),
  state: z.object({
    value: alarmState(),
    timestamp: z.string().optional().catch(undefined),
  }),
});

function metricPairs(metric: Json): Pair[] {
  const stat = at(metric, 'metricStat', 'metric');
  return [
    ['namespace', textAt(stat, 'namespace')],
    ['metricname', textAt(stat, 'name')],
    ...pairsOf(at(stat, 'dimensions')),
  ];
}

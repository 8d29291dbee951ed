import { z } from 'zod';
import type { Signal } from '../../model/incident/signal.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Accepted } from './define.ts';
import { detailsOf } from './details.ts';
import { labelsOf, type Pair } from './labels.ts';
import { linksTo } from './link.ts';
import { nameOf, oneLine, titleOf } from './text.ts';

const STATES = ['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const;
type AlarmState = (typeof STATES)[number];

export const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;
export const ACCOUNT = /^\d{12}$/;

export function alarmName() {
  return z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^\p{Cc}\p{Surrogate}]+$/u);
}

export function alarmState() {
  return z.enum(STATES);
}

/** A state of a CloudWatch alarm, whichever way it came. */
export interface AlarmChange {
  readonly deliveryId: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly state: AlarmState;
  readonly at: Date;
  /** Tags, which somebody chose, before dimensions and the metric. */
  readonly pairs: readonly Pair[];
  readonly details: JsonObject;
}

/** One signal: the same key whether by SNS or by EventBridge, so that an alarm that comes both ways is one problem. */
export function alarmSignals(change: AlarmChange): Accepted {
  const { account, region, name, state, pairs } = change;
  // It has neither begun nor ended. Where silence is bad, the alarm itself treats missing data as breaching.
  if (state === 'INSUFFICIENT_DATA') {
    return { signals: [], note: `the alarm has too little data: ${oneLine(name, 255)}` };
  }
  const own: Pair[] = [
    ['alarmname', name],
    ['account', account],
    ['region', region],
  ];
  // Of ECS's own metrics the dimension is called otherwise than everybody's label.
  const service: Pair[] = pairs.flatMap(([label, value]): Pair[] =>
    label === 'ServiceName' ? [['service', value]] : [],
  );
  const alarm: Signal = {
    deliveryId: change.deliveryId,
    key: nameOf(`cloudwatch/${account}/${region}/${name}`),
    action: state === 'ALARM' ? 'trigger' : 'resolve',
    title: titleOf(`${oneLine(name, 160)} is ${state === 'ALARM' ? 'in ALARM' : 'OK'} (${region})`),
    severity: null,
    at: change.at,
    actor: null,
    labels: labelsOf([...own, ...pairs, ...service]),
    details: detailsOf(change.details),
    links: linksTo('CloudWatch', consoleUrl(region, name)),
    alarm: { account, region, name },
  };
  return { signals: [alarm] };
}

/** As CloudWatch writes it into its own mails. */
function consoleUrl(region: string, name: string): string {
  const host = region.startsWith('cn-')
    ? `${region}.console.amazonaws.cn`
    : region.startsWith('us-gov-')
      ? 'console.amazonaws-us-gov.com'
      : `${region}.console.aws.amazon.com`;
  const alarm = encodeURIComponent(name);
  return `https://${host}/cloudwatch/deeplink.js?region=${region}#alarmsV2:alarm/${alarm}`;
}

import { z } from 'zod';
import { durationMs, parseDuration } from '../../model/duration.ts';
import { isJsonObject } from '../../model/json.ts';
import {
  type AlarmDefinition,
  type Comparison,
  isStatistic,
  MISSING_DATA,
  type MonitoringSettings,
  TOPIC_ARN,
  type WatchedMetric,
  type Widget,
} from '../../model/monitoring.ts';
import { plainJson } from '../../model/plan-hash.ts';

const name = z.string().min(1);
const topicArn = z
  .string()
  .regex(TOPIC_ARN, 'a topic ARN, the account with 12 digits: arn:aws:sns:us-east-1:123456789012:name');
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const period = z
  .string()
  .refine(isPeriod, 'a period that CloudWatch has: 10s, 20s, 30s, or minutes, e.g. 5m')
  .default('5m');

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (Period) */
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;

const metric = z.strictObject({
  namespace: name,
  metric: name,
  dimensions: z.record(name, name).default({}).describe('All of those that the metric is published with.'),
  statistic: z
    .string()
    .refine(
      (text) => isStatistic(text) || /^p\d{1,2}(\.\d{1,2})?$/.test(text),
      'Average, Sum, Minimum, Maximum, SampleCount or p99',
    )
    .default('Average'),
  period,
});

const alarm = z
  .strictObject({
    description: z.string().max(1024).default('').describe('What has happened when it rings, for whoever is woken.'),
    ...metric.partial({ namespace: true, metric: true }).shape,
    expression: name.optional().describe('Metric math over `metrics`, instead of one metric.'),
    metrics: z.record(z.string().regex(/^[a-z]\w*$/, 'an id that begins with a small letter'), metric).optional(),
    comparison: z.enum(['>', '>=', '<', '<='] satisfies Comparison[]),
    threshold: z.number(),
    periods: z.int().positive().default(3).describe('Looked at.'),
    datapoints: z.int().positive().optional().describe('Of these so many have to breach. Default: all.'),
    missingData: z.enum(MISSING_DATA).default('missing').describe('`breaching` where absence is bad.'),
    topic: topicArn.optional(),
  })
  .superRefine(({ namespace, metric: named, expression, metrics, period, periods, datapoints = periods }, context) => {
    const isOne = namespace !== undefined && named !== undefined && expression === undefined && metrics === undefined;
    const isMath = namespace === undefined && named === undefined && expression !== undefined && metrics !== undefined;
    if (!isOne && !isMath) {
      context.addIssue({ code: 'custom', message: 'namespace and metric, or expression and metrics' });
    }
    const longest = Math.max(
      ...(metrics ? Object.values(metrics).map((one) => one.period) : [period]).map(secondsOf),
      0,
    );
    const most = longest < HOUR_SECONDS ? DAY_SECONDS : 7 * DAY_SECONDS;
    if (longest * periods > most) {
      const message = `at most ${most / DAY_SECONDS === 1 ? 'a day' : 'seven days'} in all, with periods of ${longest} s`;
      context.addIssue({ code: 'custom', path: ['periods'], message });
    }
    if (datapoints > periods) {
      context.addIssue({ code: 'custom', path: ['datapoints'], message: `at most ${periods}, the periods looked at` });
    }
  });

const widget = z.looseObject({
  type: z.enum(['metric', 'text', 'log', 'alarm', 'explorer', 'custom']),
  properties: z.record(name, z.unknown()),
});

export const monitoring = z
  .strictObject({
    topic: topicArn
      .optional()
      .describe('The SNS topic that alarms tell. Default: the one that most of them tell already.'),
    unheardTopic: z
      .enum(['refuse', 'warn'])
      .default('refuse')
      .describe('What becomes of alarms that tell a topic nobody has confirmed to listen to.'),
    alarms: z
      .record(name.max(255), alarm)
      .optional()
      .describe('By name. Default: those recommended for what is in the account.'),
    dashboards: z
      .record(
        z.string().regex(/^[\w-]{1,255}$/, 'letters, digits, - and _'),
        z.strictObject({ widgets: z.array(widget).min(1) }),
      )
      .default({})
      .describe("By name, the widgets in CloudWatch's own words; width, height and region may be left out."),
  })
  .optional();

type MonitoringConfig = NonNullable<z.infer<typeof monitoring>>;

export function monitoringSettingsOf(config: MonitoringConfig | undefined): MonitoringSettings | undefined {
  if (!config) return undefined;
  const { topic, unheardTopic, alarms, dashboards } = config;
  return {
    unheardTopic,
    ...(topic !== undefined && { topic }),
    ...(alarms && { alarms: Object.entries(alarms).map(([own, one]) => definitionOf(own, one)) }),
    dashboards: Object.fromEntries(
      Object.entries(dashboards).map(([own, { widgets }]) => [own, widgets.map(widgetOf)] as const),
    ),
  };
}

function definitionOf(own: string, config: z.infer<typeof alarm>): AlarmDefinition {
  const { description, comparison, threshold, periods, datapoints = periods, missingData, topic } = config;
  return {
    name: own,
    description,
    watches: watchesOf(own, config),
    comparison,
    threshold,
    periods,
    datapoints,
    missingData,
    ...(topic !== undefined && { topic }),
  };
}

function watchesOf(own: string, config: z.infer<typeof alarm>): AlarmDefinition['watches'] {
  const { expression, metrics = {}, namespace = '', metric: named = '', dimensions, statistic, period: every } = config;
  if (expression === undefined) return metricOf({ namespace, metric: named, dimensions, statistic, period: every });
  const all = Object.entries(metrics).map(([id, one]) => [id, metricOf(one)] as const);
  return { expression, label: own, metrics: Object.fromEntries(all) };
}

function metricOf({ period: every, ...rest }: z.infer<typeof metric>): WatchedMetric {
  return { ...rest, periodSeconds: durationMs(every) / 1000 };
}

function widgetOf(config: z.infer<typeof widget>): Widget {
  const plain = plainJson(config);
  return isJsonObject(plain) ? plain : {};
}

function secondsOf(text: string): number {
  return (parseDuration(text) ?? 0) / 1000;
}

function isPeriod(text: string): boolean {
  const seconds = secondsOf(text);
  return [10, 20, 30].includes(seconds) || (seconds >= 60 && seconds % 60 === 0);
}

import type { JsonObject } from './json.ts';

/** An alarm as one states it: AWS's own shape is made of it, and Terraform's. */
export interface AlarmDefinition {
  /** Known by it in the whole region. */
  readonly name: string;
  /** What has happened when it rings, for whoever is woken. */
  readonly description: string;
  readonly watches: WatchedMetric | WatchedExpression;
  readonly comparison: Comparison;
  readonly threshold: number;
  /** Looked at, and of these so many have to breach. */
  readonly periods: number;
  readonly datapoints: number;
  readonly missingData: MissingData;
  /** ARN of the topic that it tells when it rings, when it stops and when it goes blind; the default one, where absent. */
  readonly topic?: string;
}

export interface WatchedMetric {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Average`, `Maximum`, … or a percentile, `p99`. */
  readonly statistic: string;
  readonly periodSeconds: number;
}

/** Metric math over metrics by their ids. */
export interface WatchedExpression {
  readonly expression: string;
  readonly label: string;
  readonly metrics: Readonly<Record<string, WatchedMetric>>;
}

export const COMPARISONS = {
  '>': 'GreaterThanThreshold',
  '>=': 'GreaterThanOrEqualToThreshold',
  '<': 'LessThanThreshold',
  '<=': 'LessThanOrEqualToThreshold',
} as const;
export type Comparison = keyof typeof COMPARISONS;

export const MISSING_DATA = ['breaching', 'notBreaching', 'ignore', 'missing'] as const;
export type MissingData = (typeof MISSING_DATA)[number];

export const STATISTICS = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;
export type Statistic = (typeof STATISTICS)[number];

export function isStatistic(text: string): text is Statistic {
  return STATISTICS.some((one) => one === text);
}

export function isExpression(watches: AlarmDefinition['watches']): watches is WatchedExpression {
  return 'expression' in watches;
}

/** Twelve digits: CloudWatch takes any number of them, and then tells nobody. */
export const TOPIC_ARN = /^arn:aws[a-z-]*:sns:(?<region>[a-z0-9-]+):(?<account>\d{12}):(?<name>[\w-]{1,256}(\.fifo)?)$/;

/** What the configuration says of alarms and dashboards. */
export interface MonitoringSettings {
  readonly topic?: string;
  /** What becomes of alarms that tell a topic nobody has confirmed to listen to. */
  readonly unheardTopic: 'refuse' | 'warn';
  /** Absent: those recommended for what is in the account. */
  readonly alarms?: readonly AlarmDefinition[];
  /** By name. */
  readonly dashboards: Readonly<Record<string, readonly Widget[]>>;
}

/** A part of a dashboard in CloudWatch's own words: `type`, `properties`, where it stands and how large it is. */
export type Widget = JsonObject;

/** The bounds of an ECS service and what it is kept at. */
export interface AutoscalingDefinition {
  readonly cluster: string;
  readonly service: string;
  readonly min: number;
  readonly max: number;
  readonly policies: readonly TrackingDefinition[];
}

export interface TrackingDefinition {
  readonly name: string;
  /** A predefined metric: `ECSServiceAverageCPUUtilization`. */
  readonly metric: string;
  readonly target: number;
  readonly scaleOutCooldownSeconds: number;
  readonly scaleInCooldownSeconds: number;
  readonly disableScaleIn: boolean;
}

import type { AlarmHistoryItem, CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { seedAlarms } from './cloudwatch/alarms.ts';
import { stateChange } from './cloudwatch/alarm-history.ts';
import { bucketSizeSeries } from './cloudwatch/bucket-sizes.ts';
import { LOAD_BALANCERS, type Place } from './cast.ts';
import { before, DAY_MS, type RegionSeed } from './seed.ts';

export interface Dashboard {
  body: string;
  lastModified: Date;
}

/** What one region of an account holds of cloudwatch; the metrics are `RegionState.metrics`. */
export interface CloudwatchState {
  readonly metricAlarms: MetricAlarm[];
  readonly compositeAlarms: CompositeAlarm[];
  /** In no order. */
  readonly history: AlarmHistoryItem[];
  readonly dashboards: Map<string, Dashboard>;
}

export function seedCloudwatch(seed: RegionSeed): CloudwatchState {
  seed.metrics.push(...bucketSizeSeries(seed));
  const { metricAlarms, compositeAlarms } = seedAlarms(seed);
  return {
    metricAlarms,
    compositeAlarms,
    history: [...compositeAlarms, ...metricAlarms].flatMap((alarm) => stateChange(alarm)),
    dashboards: seed.furnishing === 'home' ? dashboards(seed, seed.start) : new Map(),
  };
}

function dashboards(place: Place, start: Date): Map<string, Dashboard> {
  const widget = {
    type: 'metric',
    width: 12,
    height: 6,
    properties: {
      title: 'Requests',
      region: place.region,
      metrics: [['AWS/ApplicationELB', 'RequestCount', 'LoadBalancer', LOAD_BALANCERS.production]],
      stat: 'Sum',
      period: 300,
    },
  };
  return new Map([
    ['production', { body: JSON.stringify({ widgets: [widget] }), lastModified: before(start, 120 * DAY_MS) }],
  ]);
}

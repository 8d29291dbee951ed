import type { AlarmHistoryItem, CompositeAlarm, MetricAlarm, StateValue, Tag } from '@aws-sdk/client-cloudwatch';
import type { VirtualClock } from '../clock.ts';
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
  /** By ARN. */
  readonly tags: Map<string, Tag[]>;
  readonly watch: AlarmWatch;
}

/** How far the evaluation of a region's alarms has come; instants in milliseconds since 1970. */
export interface AlarmWatch {
  /** The region's own: what it is to do ends when the region is forgotten. */
  readonly clock: VirtualClock;
  /** When the world began. */
  readonly startedAt: number;
  /** Up to here they have been evaluated. */
  until: number;
  /** Up to here they are evaluated by themselves, without being asked. */
  awakeUntil: number;
  /** Whether the next minute is on the clock already. */
  ticking: boolean;
  /** Seeded alarms that stay as they were found, with what their data said when the world began, once that is known. */
  readonly believed: Map<string, StateValue | undefined>;
}

export function seedCloudwatch(seed: RegionSeed): CloudwatchState {
  seed.metrics.push(...bucketSizeSeries(seed));
  const { metricAlarms, compositeAlarms } = seedAlarms(seed);
  return {
    metricAlarms,
    compositeAlarms,
    history: [...compositeAlarms, ...metricAlarms].flatMap((alarm) => stateChange(alarm)),
    dashboards: seed.furnishing === 'home' ? dashboards(seed, seed.start) : new Map(),
    tags: new Map(),
    watch: {
      clock: seed.clock,
      startedAt: seed.start.getTime(),
      until: seed.start.getTime(),
      awakeUntil: 0,
      ticking: false,
      believed: new Map(metricAlarms.map(({ AlarmName = '' }) => [AlarmName, undefined])),
    },
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

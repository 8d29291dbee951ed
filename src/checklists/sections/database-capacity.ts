import {
  type DBCluster,
  type DBInstance,
  describeDBClusters,
  describeDBInstances,
  hasClusterVolume,
} from '../../aws/rds.ts';
import type { Aws } from '../../aws/execution.ts';
import { maxConnections } from '../../aws/max-connections.ts';
import { wholeDays } from '../../checks/daily-range.ts';
import { type DatabaseSeries, readDatabaseSeries } from '../../checks/rds/metrics.ts';
import { instanceStorage, type StorageOutlook } from '../../checks/rds/storage.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Plot } from '../../model/section.ts';
import { largest, mean, rounded, smallest } from '../../model/statistics.ts';
import { forecast } from '../../model/trend.ts';
import { defineSection } from '../define.ts';
import { daysUntilLimit, plotSeries } from './daily-plot.ts';

/** Drawn for so many databases, those that fill up first; the table has them all. */
const MOST_PLOTTED = 6;
const FORECAST_DAYS = 30;
const TREND_DAYS = 14;
const GIB = 2 ** 30;

interface Capacity {
  readonly instance: DBInstance;
  readonly series: DatabaseSeries;
  readonly storage: StorageOutlook | undefined;
  readonly connectionLimit: number | undefined;
}

export const databaseCapacity = defineSection({
  id: 'database-capacity',
  title: 'Database capacity',
  scope: 'region',
  calls: [
    'rds:DescribeDBInstances',
    'rds:DescribeDBClusters',
    'rds:DescribeDBParameters',
    'rds:DescribeDBClusterParameters',
    'cloudwatch:GetMetricData',
  ],
  columns: [
    { key: 'database', label: 'Database' },
    { key: 'connectionsPeak', label: 'Connections, peak', format: 'number' },
    { key: 'connectionsMax', label: 'of', format: 'number' },
    { key: 'cpuMeanPercent', label: 'CPU, mean', format: 'percent' },
    { key: 'cpuPeakPercent', label: 'CPU, peak', format: 'percent' },
    { key: 'freeStorageGib', label: 'Free, GiB', format: 'number' },
    { key: 'daysToFull', label: 'Days to full' },
    { key: 'freeMemoryGib', label: 'Free memory, GiB', format: 'number' },
  ],
  async compose({ aws, now }) {
    const [instances, clusters] = await Promise.all([describeDBInstances(aws, {}), describeDBClusters(aws, {})]);
    const all = await Promise.all(instances.map((instance) => read(aws, now, instance, clusters)));
    const urgent = all.toSorted((a, b) => urgency(a) - urgency(b)).slice(0, MOST_PLOTTED);
    const silent = all.filter(({ series }) => series.cpuPercent.average.length === 0);
    return {
      text: [
        'Thirty days, day by day (UTC). The forecast is a robust trend (Theil–Sen) with its 95 % interval: a few odd days ' +
          'do not turn it.',
        ...(silent.length > 0
          ? [`No data: ${silent.map(nameOf).join(', ')}. That is not the same as nothing to do.`]
          : []),
      ],
      rows: all.map(toRow),
      plots: urgent.flatMap((capacity) => plotsOf(capacity, now)),
      ...(all.length > MOST_PLOTTED && { note: `Drawn are the ${MOST_PLOTTED} databases that fill up first.` }),
    };
  },
});

async function read(aws: Aws, now: Date, instance: DBInstance, clusters: readonly DBCluster[]): Promise<Capacity> {
  const cluster = clusters.find((one) => one.DBClusterIdentifier === instance.DBClusterIdentifier);
  const [series, storage, connections] = await Promise.all([
    readDatabaseSeries(aws, now, instance),
    hasClusterVolume(instance.Engine) ? undefined : instanceStorage(aws, instance, { now, trendDays: TREND_DAYS }),
    maxConnections(aws, instance, cluster),
  ]);
  return { instance, series, storage, connectionLimit: connections?.value };
}

function urgency({ storage }: Capacity): number {
  return storage?.daysToFull.mid ?? Infinity;
}

function nameOf({ instance }: Capacity): string {
  return instance.DBInstanceIdentifier ?? '';
}

function toRow(capacity: Capacity): JsonObject {
  const { series, storage, connectionLimit } = capacity;
  const values = (points: readonly { value: number }[]) => points.map(({ value }) => value);
  return {
    database: nameOf(capacity),
    connectionsPeak: whole(largest(values(series.connections.extreme))),
    connectionsMax: whole(connectionLimit),
    cpuMeanPercent: tenth(mean(values(series.cpuPercent.average))),
    cpuPeakPercent: tenth(largest(values(series.cpuPercent.extreme))),
    freeStorageGib: gib(series.freeStorage.extreme.at(-1)?.value),
    daysToFull: storage ? daysUntilLimit(storage.daysToFull) : '',
    freeMemoryGib: gib(smallest(values(series.freeableMemory.extreme))),
  };
}

function plotsOf({ instance, series, storage, connectionLimit }: Capacity, now: Date): Plot[] {
  const name = instance.DBInstanceIdentifier ?? '';
  const plots: Plot[] = [];
  if (series.connections.extreme.length > 0) {
    plots.push({
      kind: 'line',
      title: `${name}: connections`,
      unit: 'number',
      // Today is not over: its lower peak is no news.
      series: [
        plotSeries('maximum', wholeDays(series.connections.extreme, now)),
        plotSeries('average', wholeDays(series.connections.average, now)),
      ],
      ...(connectionLimit !== undefined && { limit: { label: 'max_connections', value: connectionLimit } }),
    });
  }
  if (series.cpuPercent.extreme.length > 0) {
    plots.push({
      kind: 'line',
      title: `${name}: CPU`,
      unit: 'percent',
      series: [
        plotSeries('maximum', wholeDays(series.cpuPercent.extreme, now)),
        plotSeries('average', wholeDays(series.cpuPercent.average, now)),
      ],
    });
  }
  if (series.freeStorage.extreme.length > 0) {
    const trend = storage?.trend;
    plots.push({
      kind: 'line',
      title: `${name}: free storage`,
      unit: 'bytes',
      series: [plotSeries('minimum', series.freeStorage.extreme), plotSeries('average', series.freeStorage.average)],
      limit: { label: 'full', value: 0 },
      ...(trend && {
        forecast: { label: `${FORECAST_DAYS} days ahead`, points: forecast(trend, now.getTime(), FORECAST_DAYS) },
      }),
    });
  }
  if (series.freeableMemory.extreme.length > 0) {
    plots.push({
      kind: 'line',
      title: `${name}: free memory`,
      unit: 'bytes',
      series: [
        plotSeries('minimum', series.freeableMemory.extreme),
        plotSeries('average', series.freeableMemory.average),
      ],
    });
  }
  return plots;
}

function whole(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value);
}

function tenth(value: number | undefined): number | null {
  return value === undefined ? null : rounded(value);
}

function gib(bytes: number | undefined): number | null {
  return bytes === undefined ? null : rounded(bytes / GIB);
}

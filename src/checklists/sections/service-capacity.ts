import { ecsScalableTargets } from '../../aws/application-autoscaling.ts';
import { clusterServices, type Service, serviceNames } from '../../aws/ecs.ts';
import type { Aws } from '../../aws/execution.ts';
import type { Datapoint } from '../../aws/metric-gathering.ts';
import { wholeDays } from '../../checks/daily-range.ts';
import { type ServiceHistory, serviceHistory } from '../../checks/ecs/metrics.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Plot } from '../../model/section.ts';
import { largest, mean, rounded } from '../../model/statistics.ts';
import { defineSection } from '../define.ts';
import { plotSeries } from './daily-plot.ts';

/** Drawn for so many services, the busiest ones; the table has them all. */
const MOST_PLOTTED = 6;

interface Capacity {
  readonly service: Service;
  readonly name: string;
  readonly history: ServiceHistory;
  readonly least: number | undefined;
  readonly most: number | undefined;
}

export const serviceCapacity = defineSection({
  id: 'service-capacity',
  title: 'ECS service capacity',
  scope: 'region',
  calls: [
    'ecs:ListClusters',
    'ecs:DescribeClusters',
    'ecs:ListServices',
    'ecs:DescribeServices',
    'application-autoscaling:DescribeScalableTargets',
    'cloudwatch:GetMetricData',
  ],
  columns: [
    { key: 'service', label: 'Service' },
    { key: 'running', label: 'Running', format: 'number' },
    { key: 'bounds', label: 'Autoscaling' },
    { key: 'tasksPeak', label: 'Tasks, peak', format: 'number' },
    { key: 'cpuMeanPercent', label: 'CPU, mean', format: 'percent' },
    { key: 'cpuPeakPercent', label: 'CPU, peak', format: 'percent' },
    { key: 'memoryPeakPercent', label: 'Memory, peak', format: 'percent' },
  ],
  async compose({ aws, now }) {
    const [clusters, targets] = await Promise.all([clusterServices(aws), ecsScalableTargets(aws)]);
    const services = clusters.flatMap(({ services: found }) => {
      if (!found.ok) throw found.fault;
      return found.value;
    });
    const all = await Promise.all(services.map((service) => read(aws, now, service, targets)));
    const silent = all.filter(({ history }) => history.cpu.average.length === 0);
    const busiest = all.toSorted((a, b) => peakCpu(b) - peakCpu(a)).slice(0, MOST_PLOTTED);
    return {
      text:
        silent.length > 0
          ? [`No data: ${silent.map(({ name }) => name).join(', ')}. That is not the same as nothing to do.`]
          : [],
      rows: all.map(toRow),
      plots: busiest.flatMap((capacity) => plotsOf(capacity, now)),
      ...(all.length > MOST_PLOTTED && { note: `Drawn are the ${MOST_PLOTTED} busiest services.` }),
    };
  },
});

type ScalableTargets = Awaited<ReturnType<typeof ecsScalableTargets>>;

async function read(aws: Aws, now: Date, service: Service, targets: ScalableTargets): Promise<Capacity> {
  const { cluster, service: own } = serviceNames(service);
  const name = `${cluster}/${own}`;
  const target = targets.get(name) ?? targets.get(`service/${name}`);
  const history = await serviceHistory(aws, service, now);
  return { service, name, history, least: target?.MinCapacity, most: target?.MaxCapacity };
}

function peakCpu({ history }: Capacity): number {
  return largest(history.cpu.maximum.map(({ value }) => value)) ?? -1;
}

function toRow({ service, name, history, least, most }: Capacity): JsonObject {
  const peak = (points: readonly { value: number }[]) => largest(points.map(({ value }) => value));
  return {
    service: name,
    running: service.runningCount ?? 0,
    bounds: most === undefined ? 'none' : `${least ?? 0}–${most}`,
    tasksPeak: whole(peak(history.runningTasks.maximum)),
    cpuMeanPercent: tenth(mean(history.cpu.average.map(({ value }) => value))),
    cpuPeakPercent: tenth(peak(history.cpu.maximum)),
    memoryPeakPercent: tenth(peak(history.memory.maximum)),
  };
}

function plotsOf({ name, history, most }: Capacity, now: Date): Plot[] {
  // Today is not over: what it averages by now is no news.
  const untilToday = (points: readonly Datapoint[]) => wholeDays(points, now);
  if (history.cpu.average.length === 0) return [];
  const tasks: Plot = {
    kind: 'line',
    title: `${name}: running tasks`,
    unit: 'number',
    series: [
      plotSeries('maximum', untilToday(history.runningTasks.maximum)),
      plotSeries('average', untilToday(history.runningTasks.average)),
    ],
    ...(most !== undefined && { limit: { label: 'autoscaling maximum', value: most } }),
  };
  const cpu: Plot = {
    kind: 'line',
    title: `${name}: CPU and memory`,
    unit: 'percent',
    series: [
      plotSeries('CPU, maximum', untilToday(history.cpu.maximum)),
      plotSeries('CPU, average', untilToday(history.cpu.average)),
      plotSeries('memory, maximum', untilToday(history.memory.maximum)),
      plotSeries('memory, average', untilToday(history.memory.average)),
    ],
  };
  return history.runningTasks.average.length > 0 ? [tasks, cpu] : [cpu];
}

function whole(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value);
}

function tenth(value: number | undefined): number | null {
  return value === undefined ? null : rounded(value);
}

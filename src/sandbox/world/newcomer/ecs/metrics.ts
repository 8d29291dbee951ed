import { noiseAt } from '../../random.ts';
import { rhythm } from '../rhythm.ts';
import { DAY_MS, type RegionSeed } from '../seed.ts';

/** How busy a service is: percentages of what its tasks are allotted, and how many tasks there are. */
export interface Load {
  /** Utilization at night and at the height of a working day. */
  readonly cpu: readonly [night: number, day: number];
  readonly memory: readonly [night: number, day: number];
  /** Percent that memory has grown by each day, up to what it is at the world's start. */
  readonly memoryGrowth?: number;
  /** How many run at an instant. */
  readonly tasks: (instant: number) => number;
  /** Whether Container Insights publishes the task counts. */
  readonly insights: boolean;
}

const EVERY_SECONDS = 60;

/** CPU and memory by the minute while tasks run, as ECS publishes them; counts of tasks by Container Insights. */
export function publishLoad({ metrics, start }: RegionSeed, cluster: string, service: string, load: Load): void {
  const dimensions = { ClusterName: cluster, ServiceName: service };
  const name = `${cluster}/${service}`;
  const { cpu, memory, tasks, memoryGrowth = 0 } = load;
  metrics.push(
    {
      namespace: 'AWS/ECS',
      name: 'CPUUtilization',
      dimensions,
      unit: 'Percent',
      everySeconds: EVERY_SECONDS,
      at: (instant) => (tasks(instant) > 0 ? within(cpu, instant, `${name} cpu`, 4) : undefined),
    },
    {
      namespace: 'AWS/ECS',
      name: 'MemoryUtilization',
      dimensions,
      unit: 'Percent',
      everySeconds: EVERY_SECONDS,
      at(instant) {
        if (tasks(instant) === 0) return undefined;
        const grown = (memoryGrowth * (instant - start.getTime())) / DAY_MS;
        return Math.min(Math.max(within(memory, instant, `${name} memory`, 1) + grown, 1), 100);
      },
    },
  );
  if (!load.insights) return;
  for (const metric of ['RunningTaskCount', 'DesiredTaskCount'] as const) {
    metrics.push({
      namespace: 'ECS/ContainerInsights',
      name: metric,
      dimensions,
      unit: 'Count',
      everySeconds: EVERY_SECONDS,
      at: tasks,
    });
  }
  metrics.push({
    namespace: 'ECS/ContainerInsights',
    name: 'PendingTaskCount',
    dimensions,
    unit: 'Count',
    everySeconds: EVERY_SECONDS,
    at: () => 0,
  });
}

/** Between two levels, with the rhythm of the day and noise that changes every minute. */
function within([low, high]: readonly [number, number], instant: number, name: string, noise: number): number {
  const value = low + (high - low) * rhythm(instant) + noise * noiseAt(name, Math.floor(instant / 60_000));
  return Math.max(value, 0.1);
}

import { noiseAt } from '../../random.ts';
import type { Step } from '../../traffic/flow.ts';
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
  /** What the scheduler counted, since it first had anything to do with the service. */
  readonly counted?: readonly Step<TaskCounts>[];
}

export interface TaskCounts {
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
}

const EVERY_SECONDS = 60;

/** CPU and memory by the minute while tasks run, as ECS publishes them; counts of tasks by Container Insights. */
export function publishLoad(
  { metrics, start }: Pick<RegionSeed, 'metrics' | 'start'>,
  cluster: string,
  service: string,
  load: Load,
): void {
  const dimensions = { ClusterName: cluster, ServiceName: service };
  const name = `${cluster}/${service}`;
  const { cpu, memory, tasks, memoryGrowth = 0 } = load;
  const running = (instant: number) => countedAt(load, instant)?.running ?? tasks(instant);
  metrics.push(
    {
      namespace: 'AWS/ECS',
      name: 'CPUUtilization',
      dimensions,
      unit: 'Percent',
      everySeconds: EVERY_SECONDS,
      at(instant) {
        if (running(instant) === 0) return undefined;
        // The same work on fewer tasks, or on more.
        const share = Math.max(tasks(instant), 1) / running(instant);
        return Math.min(within(cpu, instant, `${name} cpu`, 4) * share, 100);
      },
    },
    {
      namespace: 'AWS/ECS',
      name: 'MemoryUtilization',
      dimensions,
      unit: 'Percent',
      everySeconds: EVERY_SECONDS,
      at(instant) {
        if (running(instant) === 0) return undefined;
        const grown = (memoryGrowth * (instant - start.getTime())) / DAY_MS;
        return Math.min(Math.max(within(memory, instant, `${name} memory`, 1) + grown, 1), 100);
      },
    },
  );
  if (!load.insights) return;
  const counts = {
    RunningTaskCount: running,
    DesiredTaskCount: (instant: number) => countedAt(load, instant)?.desired ?? tasks(instant),
    PendingTaskCount: (instant: number) => countedAt(load, instant)?.pending ?? 0,
  };
  for (const [metric, at] of Object.entries(counts)) {
    metrics.push({
      namespace: 'ECS/ContainerInsights',
      name: metric,
      dimensions,
      unit: 'Count',
      everySeconds: EVERY_SECONDS,
      at,
    });
  }
}

function countedAt({ counted = [] }: Load, instant: number): TaskCounts | undefined {
  return counted.findLast(({ from }) => from <= instant)?.value;
}

/** Between two levels, with the rhythm of the day and noise that changes every minute. */
function within([low, high]: readonly [number, number], instant: number, name: string, noise: number): number {
  const value = low + (high - low) * rhythm(instant) + noise * noiseAt(name, Math.floor(instant / 60_000));
  return Math.max(value, 0.1);
}

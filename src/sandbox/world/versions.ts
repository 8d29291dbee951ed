/** How a container ends by itself. */
export interface Crash {
  /** Milliseconds that it runs before. */
  readonly afterMs: number;
  readonly exitCode: number;
  /** In the container's own words: `OutOfMemoryError: Container killed due to memory usage`. */
  readonly reason?: string;
}

/** What one revision of a task definition does when it runs: the sandbox has no images, so the world says it. */
export interface VersionBehaviour {
  /** Milliseconds from the task's request to RUNNING. */
  readonly startMs: number;
  /** Milliseconds from RUNNING to the first health check that it answers. */
  readonly healthyAfterMs: number | 'never';
  /** Where absent, it runs until it is stopped. */
  readonly crashes?: Crash;
  /** Where given, no task of it ever runs: why, as in `stoppedReason`. */
  readonly stuckPending?: string;
  /** The share of requests that it answers with a 5xx, from 0 to 1. */
  readonly errorRate: number;
  readonly latencySeconds: number;
}

/** What a revision does of which nothing else is said. */
export const GOOD_VERSION: VersionBehaviour = {
  startMs: 30_000,
  healthyAfterMs: 5_000,
  errorRate: 0,
  latencySeconds: 0.06,
};

interface Versioned {
  /** By ARN of the task definition. */
  readonly ecs: { readonly behaviours: Map<string, VersionBehaviour> };
}

export function behaviourOf(region: Versioned, taskDefinitionArn: string): VersionBehaviour {
  return region.ecs.behaviours.get(taskDefinitionArn) ?? GOOD_VERSION;
}

/** What is not said is as good as {@link GOOD_VERSION}; what runs already changes too, from its next health check on. */
export function setBehaviour(
  region: Versioned,
  taskDefinitionArn: string,
  behaviour: Partial<VersionBehaviour>,
): VersionBehaviour {
  const whole = { ...GOOD_VERSION, ...behaviour };
  region.ecs.behaviours.set(taskDefinitionArn, whole);
  return whole;
}

import type {
  DeploymentLifecycleHookDetail,
  DeploymentLifecycleHookStage,
  LoadBalancer,
  ServiceDeploymentLifecycleStage,
} from '@aws-sdk/client-ecs';

/** What the service scheduler knows of one deployment and does not tell. */
export interface Rollout {
  readonly revisionArn: string;
  /** Where its tasks register: with a blue/green service, one of each pair of target groups. */
  readonly targets: readonly LoadBalancer[];
  /** Whether it was ever whole: only such a one can be come back to. */
  completed: boolean;
  /** How many tasks failed since one was healthy. */
  failures: number;
  /** No task of it is started before this instant (milliseconds since 1970): so many have failed. */
  notBefore: number;
}

/** A lifecycle hook at work. */
export interface RunningHook {
  detail: DeploymentLifecycleHookDetail;
  readonly beganAt: number;
  readonly stage: DeploymentLifecycleHookStage;
}

/** Where a blue/green, linear or canary deployment stands. */
export interface StageProgress {
  name: ServiceDeploymentLifecycleStage;
  enteredAt: number;
  /** How many shifts of production traffic are done, and when the last was. */
  shifts: number;
  shiftedAt: number;
  readonly hooks: RunningHook[];
}

/** The deployment under way. */
export interface Progress {
  readonly serviceDeploymentArn: string;
  /** The deployment that is to become whole: the new one, or after a failure the one to come back to. */
  deploymentId: string;
  /** The deployment to come back to, if any was ever whole. */
  readonly sourceId: string | undefined;
  direction: 'forward' | 'back';
  /** An alarm rang already when it began: ECS then looks at none of them. */
  readonly ignoresAlarms: boolean;
  /** Since when every task is in place. */
  wholeSince: number | undefined;
  readonly stage: StageProgress | undefined;
}

export interface Schedule {
  /** By id of the deployment. */
  readonly rollouts: Map<string, Rollout>;
  progress: Progress | undefined;
  /** When the scheduler looks at the service next. */
  wakeAt: number | undefined;
  /** When anything last changed. */
  changedAt: number;
  /** Until when a steady service is looked at all the same: what its version does has changed. */
  watchUntil: number;
  /** Whether the last event said that it is steady. */
  steady: boolean;
}

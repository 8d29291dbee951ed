import type { TargetHealth, TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { VersionBehaviour } from '../versions.ts';

/** What a health check of a target finds. */
export interface Finding {
  readonly healthy: boolean;
  /** Of AWS's reason codes; `Target.FailedHealthChecks` where absent. */
  readonly reason?: string;
  readonly description?: string;
}

/** What health checks and traffic know of a target, beyond what AWS shows of it. */
export interface TargetCheck {
  /** What a health check would find at an instant. */
  readonly probe: (now: Date) => Finding;
  /** The task definition that answers the requests; absent for what is no task. */
  readonly version?: string;
  /** Health checks in a row, up to the newest, that found it healthy, and that did not. */
  passed: number;
  failed: number;
  /** What its version did at the newest. */
  behaviour?: VersionBehaviour;
}

export interface TargetOfGroup extends TargetHealthDescription {
  check: TargetCheck;
}

export function newCheck(probe: TargetCheck['probe'], version?: string): TargetCheck {
  return { probe, passed: 0, failed: 0, ...(version !== undefined && { version }) };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
export const REGISTERING: TargetHealth = {
  State: 'initial',
  Reason: 'Elb.RegistrationInProgress',
  Description: 'Target registration is in progress',
};
export const CHECKING: TargetHealth = {
  State: 'initial',
  Reason: 'Elb.InitialHealthChecking',
  Description: 'Initial health checks in progress',
};
export const HEALTHY: TargetHealth = { State: 'healthy' };
export const DRAINING: TargetHealth = {
  State: 'draining',
  Reason: 'Target.DeregistrationInProgress',
  Description: 'Target deregistration is in progress',
};
/** Nobody checks the targets of a group that no load balancer forwards to. */
export const NOT_IN_USE: TargetHealth = {
  State: 'unused',
  Reason: 'Target.NotInUse',
  Description: 'Target group is not configured to receive traffic from the load balancer',
};
export const ZONE_NOT_ENABLED: TargetHealth = {
  State: 'unused',
  Reason: 'Target.NotInUse',
  Description: 'Target is in an Availability Zone that is not enabled for the load balancer',
};

import type { TargetHealthDescription } from '../../aws/elbv2.ts';
import type { JsonObject } from '../../model/json.ts';

/** The targets of a group that is in use, sorted by what their state means for traffic. */
export interface Targets {
  readonly all: readonly TargetHealthDescription[];
  readonly healthy: readonly TargetHealthDescription[];
  /** Being registered or checked for the first time. */
  readonly starting: readonly TargetHealthDescription[];
  /** Not healthy, and no cause for alarm: on its way in or out. */
  readonly passing: readonly TargetHealthDescription[];
  /** Gets no traffic and should: unhealthy, unused, unavailable. */
  readonly bad: readonly TargetHealthDescription[];
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html#target-health-states */
export function countTargets(all: readonly TargetHealthDescription[]): Targets {
  const starting = all.filter((target) => stateOf(target) === 'initial');
  const leaving = all.filter((target) => ['draining', 'unhealthy.draining'].includes(stateOf(target)));
  const healthy = all.filter((target) => stateOf(target) === 'healthy');
  const passing = [...starting, ...leaving];
  const bad = all.filter((target) => !healthy.includes(target) && !passing.includes(target));
  return { all, healthy, starting, passing, bad };
}

/** Of an attached group, `Target.NotInUse` means that the load balancer has no node in the target's zone. */
export function inAnotherZone({ TargetHealth }: TargetHealthDescription): boolean {
  return TargetHealth?.State === 'unused' && TargetHealth.Reason === 'Target.NotInUse';
}

/** `10.0.0.12:8080 is unhealthy (Target.Timeout: Request timed out)`; the first five of many. */
export function nameTargets(targets: readonly TargetHealthDescription[]): string {
  const named = targets.slice(0, 5).map((target) => {
    const { Reason: reason, Description: description } = target.TargetHealth ?? {};
    const why = [reason, description?.replace(/\.*$/, '')].filter(Boolean).join(': ');
    return `${addressOf(target)} is ${stateOf(target)}${why ? ` (${why})` : ''}`;
  });
  const more = targets.length > named.length ? [`${targets.length - named.length} more`] : [];
  return [...named, ...more].join('; ');
}

export function evidenceOf({ all, healthy, bad }: Targets): JsonObject {
  return {
    inUse: true,
    registered: all.length,
    healthy: healthy.length,
    notHealthy: bad.length,
    targets: all
      .filter((target) => !healthy.includes(target))
      .slice(0, 50)
      .map((target) => ({
        target: target.Target?.Id ?? null,
        port: target.Target?.Port ?? null,
        availabilityZone: target.Target?.AvailabilityZone ?? null,
        state: stateOf(target),
        reason: target.TargetHealth?.Reason ?? null,
        description: target.TargetHealth?.Description ?? null,
        availabilityZoneMismatch: inAnotherZone(target),
      })),
  };
}

function stateOf({ TargetHealth }: TargetHealthDescription): string {
  return TargetHealth?.State ?? 'in an unknown state';
}

function addressOf({ Target }: TargetHealthDescription): string {
  const { Id: id = 'a target', Port: port } = Target ?? {};
  if (port === undefined || id.startsWith('arn:')) return id;
  return id.includes(':') ? `[${id}]:${port}` : `${id}:${port}`;
}

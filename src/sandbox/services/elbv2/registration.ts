import type { SandboxContext } from '../../handlers.ts';
import type { RegionState } from '../../world/state.ts';
import { beginChecks, scheduleChecks } from '../../world/traffic/health-checks.ts';
import { recordTraffic } from '../../world/traffic/record.ts';
import { shownHealth } from '../../world/traffic/shown-health.ts';
import { DRAINING, type Finding, newCheck, type TargetOfGroup } from '../../world/traffic/target.ts';
import { attributeOf } from './attributes.ts';
import { getTargetGroup } from './lookup.ts';

export interface RegisteredTarget {
  readonly id: string;
  readonly port: number;
  readonly availabilityZone?: string;
}

/**
 * What a health check of the target would say at an instant. Requests that an unhealthy one is sent are lost, unless it is
 * so for its answer (`Target.ResponseCodeMismatch`).
 */
export type Probe = (now: Date) => Finding;

type Where = Pick<SandboxContext, 'world' | 'region'>;

/** What is registered already stays as it is; a target that was draining begins anew. */
export function registerTarget(
  { region }: Where,
  targetGroupArn: string,
  target: RegisteredTarget,
  { probe, version }: { readonly probe: Probe; readonly version?: string },
): void {
  const state = region.elbv2;
  const group = getTargetGroup(state, targetGroupArn);
  const targets = state.targets.get(targetGroupArn) ?? [];
  state.targets.set(targetGroupArn, targets);
  const known = findTarget(region, targetGroupArn, target);
  if (known && known.TargetHealth?.State !== 'draining') return;
  if (known) targets.splice(targets.indexOf(known), 1);
  const made = targetOf(target, group.HealthCheckPort, newCheck(probe, version));
  targets.push(made);
  beginChecks(state, made);
  scheduleChecks(region);
  recordTraffic(region);
}

/** Draining for the group's deregistration delay, then gone; at once where nobody sends it requests. */
export function deregisterTarget({ region }: Where, targetGroupArn: string, target: RegisteredTarget): void {
  const known = findTarget(region, targetGroupArn, target);
  if (!known || known.TargetHealth?.State === 'draining') return;
  if (!region.elbv2.supervised.has(targetGroupArn)) return remove(region, targetGroupArn, known);
  known.TargetHealth = { ...DRAINING };
  const delaySeconds = Number(attributeOf(region.elbv2, targetGroupArn, 'deregistration_delay.timeout_seconds'));
  region.elbv2.clock.after(delaySeconds * 1000, () => remove(region, targetGroupArn, known));
  recordTraffic(region);
}

/** `healthy`, `initial` and so on, as DescribeTargetHealth shows it; undefined for what is not registered. */
export function targetState({ region }: Where, targetGroupArn: string, target: RegisteredTarget): string | undefined {
  const known = findTarget(region, targetGroupArn, target);
  return known && shownHealth(region.elbv2, targetGroupArn, known).State;
}

function findTarget(
  { elbv2 }: RegionState,
  groupArn: string,
  { id, port }: RegisteredTarget,
): TargetOfGroup | undefined {
  return elbv2.targets.get(groupArn)?.find(({ Target }) => Target?.Id === id && Target.Port === port);
}

function remove(region: RegionState, groupArn: string, target: TargetOfGroup): void {
  const targets = region.elbv2.targets.get(groupArn) ?? [];
  const index = targets.indexOf(target);
  if (index >= 0) targets.splice(index, 1);
  recordTraffic(region);
}

function targetOf(
  { id, port, availabilityZone }: RegisteredTarget,
  healthCheckPort: string | undefined,
  check: TargetOfGroup['check'],
): TargetOfGroup {
  return {
    Target: { Id: id, Port: port, ...(availabilityZone !== undefined && { AvailabilityZone: availabilityZone }) },
    HealthCheckPort:
      healthCheckPort === undefined || healthCheckPort === 'traffic-port' ? String(port) : healthCheckPort,
    AdministrativeOverride: {
      State: 'no_override',
      Reason: 'AdministrativeOverride.NoOverride',
      Description: 'No override is currently active on target',
    },
    check,
  };
}

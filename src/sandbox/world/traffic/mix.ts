import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Elbv2State, RuleOfListener } from '../newcomer/elbv2.ts';
import { GOOD_VERSION, type VersionBehaviour } from '../versions.ts';
import { groupsOf } from './attachments.ts';
import type { Flow, Hosts, Mix, Portion, RequestKind } from './flow.ts';
import { shownHealth } from './shown-health.ts';
import { routingNow } from './routing-now.ts';
import { matches } from './rule-match.ts';
import type { TargetOfGroup } from './target.ts';

/** What is known of versions and targets at the instant that a mix is made of. */
export interface Sight {
  behaviourOf(version: string): VersionBehaviour;
  /** Whether a target answers requests, whatever it answers. */
  answers(target: TargetOfGroup): boolean;
}

/**
 * What becomes of a listener's requests as things stand: through its rules and weights to targets and their versions. Every
 * request is a new customer's: stickiness is kept and shown, and holds nobody.
 */
export function mixOf(state: Elbv2State, { listenerArn, kinds }: Flow, sight: Sight): Mix {
  const rules = routingNow(state)
    .rules.filter(({ ListenerArn }) => ListenerArn === listenerArn)
    .toSorted((a, b) => rank(a) - rank(b));
  const portions = kinds.flatMap((kind) => {
    const rule = rules.find(({ Conditions = [] }) => matches(Conditions, kind));
    return rule ? portionsOf(state, kind, rule.Actions ?? [], sight) : [];
  });
  const groups = new Set(rules.flatMap(({ Actions = [] }) => Actions.flatMap(groupsOf)));
  return {
    portions: merged(portions),
    hosts: Object.fromEntries([...groups].map((arn) => [arn, hostsOf(state, arn)])),
  };
}

function rank({ Priority, IsDefault }: RuleOfListener): number {
  return IsDefault ? Infinity : Number(Priority);
}

/** Who must be authenticated first is: customers are signed in. */
function portionsOf(state: Elbv2State, { share }: RequestKind, actions: readonly Action[], sight: Sight): Portion[] {
  const last = actions.find(({ Type }) => Type === 'forward' || Type === 'fixed-response' || Type === 'redirect');
  if (last?.Type !== 'forward') {
    const failing = last?.FixedResponseConfig?.StatusCode?.startsWith('5') ?? false;
    return [{ share, end: failing ? 'fixed-error' : 'fixed', errorRate: 0, latencySeconds: 0 }];
  }
  const weighted = last.ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: last.TargetGroupArn, Weight: 1 }];
  const total = weighted.reduce((sum, { Weight = 1 }) => sum + Weight, 0);
  if (total === 0) return [{ share, end: 'no-target', errorRate: 0, latencySeconds: 0 }];
  return weighted
    .filter(({ Weight = 1 }) => Weight > 0)
    .flatMap(({ TargetGroupArn: arn = '', Weight = 1 }) => throughGroup(state, arn, (share * Weight) / total, sight));
}

/**
 * Healthy targets share the requests; without any, all that are registered do (fail open); without these, nobody answers.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
function throughGroup(state: Elbv2State, targetGroupArn: string, share: number, sight: Sight): Portion[] {
  const chosen = routed(state, targetGroupArn);
  if (chosen.length === 0) return [{ share, end: 'no-target', targetGroupArn, errorRate: 0, latencySeconds: 0 }];
  return chosen.map((target) => {
    const { version } = target.check;
    const { errorRate, latencySeconds } = version === undefined ? GOOD_VERSION : sight.behaviourOf(version);
    return {
      share: share / chosen.length,
      end: sight.answers(target) ? 'target' : 'lost',
      targetGroupArn,
      ...(version !== undefined && { version }),
      errorRate,
      latencySeconds,
    };
  });
}

function routed(state: Elbv2State, groupArn: string): TargetOfGroup[] {
  const targets = state.targets.get(groupArn) ?? [];
  const known = targets.map((target) => ({ target, health: shownHealth(state, groupArn, target).State ?? '' }));
  const healthy = known.filter(({ health }) => health === 'healthy');
  const chosen = healthy.length > 0 ? healthy : known.filter(({ health }) => ['initial', 'unhealthy'].includes(health));
  return chosen.map(({ target }) => target);
}

/** A new target is not healthy yet, and AWS counts it so. */
function hostsOf(state: Elbv2State, groupArn: string): Hosts {
  const health = (state.targets.get(groupArn) ?? []).map((target) => shownHealth(state, groupArn, target).State ?? '');
  return {
    healthy: health.filter((one) => one === 'healthy').length,
    unhealthy: health.filter((one) => one === 'unhealthy').length,
    registered: health.filter((one) => one !== 'draining').length,
  };
}

/** One portion for what ends alike. */
function merged(portions: readonly Portion[]): Portion[] {
  const byEnd = new Map<string, Portion>();
  for (const portion of portions) {
    const { share, ...rest } = portion;
    const key = JSON.stringify(rest);
    byEnd.set(key, { ...rest, share: share + (byEnd.get(key)?.share ?? 0) });
  }
  return [...byEnd.values()];
}

import {
  type Action,
  describeListeners,
  describeRules,
  elbTags,
  type Listener,
  type LoadBalancer,
  type Rule,
} from '../../../aws/elbv2.ts';
import type { Aws } from '../../../aws/execution.ts';
import { tagValue } from '../../../model/environment.ts';

/**
 * What a rule carries that maintenance mode has made. Its value is how many rules were moved out of its way, by one
 * priority each: so many are moved back.
 */
export const MAINTENANCE_TAG = 'opsbook:maintenance';

/** A listener that users are served through. */
export interface ServingListener {
  readonly arn: string;
  /** `HTTPS:443`. */
  readonly name: string;
  /** By priority, without the default rule and without maintenance mode's own. */
  readonly rules: readonly PlacedRule[];
  /** Where maintenance mode is on. */
  readonly maintenance: MaintenanceRule | undefined;
}

export interface PlacedRule {
  readonly arn: string;
  readonly priority: number;
}

export interface MaintenanceRule extends PlacedRule {
  readonly moved: number;
  readonly actions: readonly Action[];
}

/**
 * The listeners that forward: what redirects only, to HTTPS mostly, goes on doing so. One that maintenance mode is on at
 * is one of them whatever else it does.
 */
export async function listenersOf(aws: Aws, { LoadBalancerArn }: LoadBalancer): Promise<ServingListener[]> {
  const listeners = await describeListeners(aws, { LoadBalancerArn });
  const looked = await Promise.all(listeners.map((listener) => lookAt(aws, listener)));
  return looked.flatMap((one) => one ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function lookAt(aws: Aws, listener: Listener): Promise<ServingListener | undefined> {
  const { ListenerArn: arn = '', Protocol, Port, DefaultActions = [] } = listener;
  const all = await describeRules(aws, { ListenerArn: arn });
  const rules = all.filter(({ IsDefault }) => !IsDefault);
  const tags = await elbTags(
    aws,
    rules.map(({ RuleArn = '' }) => RuleArn),
  );
  const maintenance = rules.flatMap((rule) => {
    const moved = tagValue(tags.get(rule.RuleArn ?? ''), MAINTENANCE_TAG);
    return moved === undefined ? [] : { ...placed(rule), moved: Number(moved) || 0, actions: rule.Actions ?? [] };
  })[0];
  const serves = [DefaultActions, ...rules.map(({ Actions = [] }) => Actions)].some(forwards);
  if (!serves && !maintenance) return undefined;
  const others = rules.map(placed).filter((rule) => rule.arn !== maintenance?.arn);
  return { arn, name: `${Protocol}:${Port}`, rules: others, maintenance };
}

function forwards(actions: readonly Action[]): boolean {
  return actions.some(({ Type }) => Type === 'forward');
}

function placed({ RuleArn: arn = '', Priority }: Rule): PlacedRule {
  return { arn, priority: Number(Priority) };
}

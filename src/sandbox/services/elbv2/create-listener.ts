import type {
  CreateListenerInput,
  CreateListenerOutput,
  Listener,
  LoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { placeFlow } from '../../world/traffic/arrange.ts';
import type { Mix, Step } from '../../world/traffic/flow.ts';
import { reroute } from '../../world/traffic/routing.ts';
import { validActions } from './actions.ts';
import { getLoadBalancer, missing, newId } from './lookup.ts';
import { requirePort, security } from './listener-settings.ts';
import { requireNewTags } from './tag-limits.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_LISTENERS = 50;
/** Before it was there, nothing came of anything. */
const NOTHING_YET: Step<Mix> = { from: -Infinity, value: { portions: [], hosts: {} } };

/**
 * With its default rule. The same settings again are the same listener.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html
 */
export function createListener(input: CreateListenerInput, context: SandboxContext): CreateListenerOutput {
  const { region } = context;
  const state = region.elbv2;
  const { LoadBalancerArn: balancerArn } = input;
  if (!balancerArn) throw missing('LoadBalancerArn');
  const balancer = getLoadBalancer(state, balancerArn);
  const settings = settingsOf(input, balancer, context);
  requireNewTags([], input.Tags);
  const siblings = state.listeners.filter(({ LoadBalancerArn }) => LoadBalancerArn === balancerArn);
  const known = siblings.find(({ Port }) => Port === settings.Port);
  if (known && !isSame(known, settings)) {
    throw new SandboxError(
      'DuplicateListener',
      `A listener already exists on this port for this load balancer '${balancerArn}'`,
    );
  }
  if (known) return { Listeners: [known] };
  if (siblings.length >= MOST_LISTENERS) {
    throw new SandboxError(
      'TooManyListeners',
      `The maximum number of listeners has been reached on load balancer '${balancerArn}'`,
    );
  }
  const arn = `${balancerArn.replace(':loadbalancer/', ':listener/')}/${newId(region, 'listener', balancerArn)}`;
  const listener: Listener = { ListenerArn: arn, ...settings };
  reroute(region, ({ listeners, rules, tags }) => {
    listeners.push(listener);
    rules.push({
      ListenerArn: arn,
      RuleArn: `${arn.replace(':listener/', ':listener-rule/')}/${newId(region, 'rule', arn)}`,
      Priority: 'default',
      Conditions: [],
      Actions: listener.DefaultActions,
      IsDefault: true,
    });
    tags.set(arn, [...(input.Tags ?? [])]);
    if (balancer.Type === 'application') placeFlow(state, listener, { mixes: [NOTHING_YET] });
  });
  return { Listeners: [listener] };
}

function settingsOf(input: CreateListenerInput, balancer: LoadBalancer, { region }: SandboxContext): Listener {
  const { LoadBalancerArn, Port, Protocol, DefaultActions, AlpnPolicy, MutualAuthentication } = input;
  requirePort(balancer, Port, Protocol);
  const actions = validActions(region.elbv2, { LoadBalancerArn, Protocol }, DefaultActions);
  return {
    LoadBalancerArn,
    Port,
    Protocol,
    ...security(region, input),
    DefaultActions: actions,
    ...(AlpnPolicy && { AlpnPolicy }),
    ...(MutualAuthentication && { MutualAuthentication }),
  };
}

function isSame({ ListenerArn: _arn, ...known }: Listener, wanted: Listener): boolean {
  const entries = (listener: Listener) => Object.entries(listener).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(entries(known)) === JSON.stringify(entries(wanted));
}

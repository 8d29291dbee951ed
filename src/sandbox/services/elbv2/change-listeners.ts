import type {
  DeleteListenerInput,
  DeleteListenerOutput,
  Listener,
  ModifyListenerInput,
  ModifyListenerOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { SandboxContext } from '../../handlers.ts';
import { reroute, rerouteLater } from '../../world/traffic/routing.ts';
import { validActions } from './actions.ts';
import { requirePort, security } from './listener-settings.ts';
import { getListener } from './listeners.ts';
import { getLoadBalancer, invalid, missing } from './lookup.ts';

/**
 * What is not named stays; actions are replaced all together, those of the default rule with them.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListener.html
 */
export function modifyListener(input: ModifyListenerInput, { region }: SandboxContext): ModifyListenerOutput {
  const { ListenerArn: arn } = input;
  if (!arn) throw missing('ListenerArn');
  const state = region.elbv2;
  const listener = getListener(state, arn);
  const changed = structuredClone({ ...listener, ...settingsOf(input) });
  const { LoadBalancerArn: balancerArn = '', Port: port, Protocol: protocol } = changed;
  requirePort(getLoadBalancer(state, balancerArn), port, protocol);
  const sibling = state.listeners.find((one) => one.LoadBalancerArn === balancerArn && one.Port === port);
  if (sibling && sibling !== listener) throw invalid(`Listener port '${port}' is already in use`);
  if (input.DefaultActions) {
    changed.DefaultActions = validActions(state, changed, input.DefaultActions, listener.DefaultActions);
  }
  const { Certificates: _certificates, SslPolicy: _policy, ...plain } = changed;
  const secured: Listener = { ...plain, ...security(region, protocol === 'HTTP' ? plain : changed) };
  rerouteLater(region, ({ listeners, rules }) => {
    listeners[listeners.indexOf(listener)] = secured;
    const index = rules.findIndex(({ ListenerArn, IsDefault }) => ListenerArn === arn && IsDefault);
    const rule = rules[index];
    if (rule) rules[index] = { ...rule, Actions: secured.DefaultActions };
  });
  return { Listeners: [secured] };
}

/** With its rules. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteListener.html */
export function deleteListener(
  { ListenerArn: arn }: DeleteListenerInput,
  { region }: SandboxContext,
): DeleteListenerOutput {
  if (!arn) throw missing('ListenerArn');
  const listener = getListener(region.elbv2, arn);
  reroute(region, ({ listeners, rules, tags }) => {
    listeners.splice(listeners.indexOf(listener), 1);
    tags.delete(arn);
    for (const rule of rules.filter(({ ListenerArn }) => ListenerArn === arn)) {
      rules.splice(rules.indexOf(rule), 1);
      tags.delete(rule.RuleArn ?? '');
    }
  });
  return {};
}

function settingsOf({
  Port,
  Protocol,
  SslPolicy,
  Certificates,
  AlpnPolicy,
  MutualAuthentication,
}: ModifyListenerInput) {
  return {
    ...(Port !== undefined && { Port }),
    ...(Protocol !== undefined && { Protocol }),
    ...(SslPolicy !== undefined && { SslPolicy }),
    ...(Certificates !== undefined && { Certificates }),
    ...(AlpnPolicy !== undefined && { AlpnPolicy }),
    ...(MutualAuthentication !== undefined && { MutualAuthentication }),
  };
}

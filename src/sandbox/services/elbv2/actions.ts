import type { Action, Listener } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import type { Elbv2State } from '../../world/newcomer/elbv2.ts';
import { balancersOf, groupsOf } from '../../world/traffic/attachments.ts';
import { authentication } from './authentication.ts';
import { fixedResponse } from './fixed-response.ts';
import { forward } from './forward.ts';
import { requireForwardable } from './forwardable.ts';
import { getLoadBalancer, invalid, missing } from './lookup.ts';
import { requireGroupsStick } from './stickiness.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_GROUPS_OF_BALANCER = 100;

/** `protocol` and `loadBalancerArn` of the listener that the actions are for. */
export type ActionSite = Pick<Listener, 'Protocol' | 'LoadBalancerArn'>;

/**
 * Actions as they are kept: what AWS fills in filled in, in their order, secrets forgotten. `before` are those that they
 * take the place of.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html
 */
export function validActions(
  state: Elbv2State,
  site: ActionSite,
  wanted: readonly Action[] | undefined,
  before: readonly Action[] = [],
): Action[] {
  if (!wanted || wanted.length === 0) throw missing('Actions');
  const ordered = structuredClone([...wanted]).toSorted((a, b) => (a.Order ?? 0) - (b.Order ?? 0));
  requireShape(ordered);
  const balancer = getLoadBalancer(state, site.LoadBalancerArn ?? '');
  const actions = ordered.map((action) => validAction(action, site, before));
  const groups = [...new Set(actions.flatMap(groupsOf))];
  for (const arn of groups) requireForwardable(state, balancer, arn);
  requireGroupsStick(state, actions);
  const all = state.targetGroups.flatMap(({ TargetGroupArn: arn = '' }) =>
    groups.includes(arn) || balancersOf(state, arn).includes(balancer.LoadBalancerArn ?? '') ? arn : [],
  );
  if (all.length <= MOST_GROUPS_OF_BALANCER) return actions;
  throw new SandboxError(
    'TooManyUniqueTargetGroupsPerLoadBalancer',
    'You have reached the maximum number of unique target groups that you can associate with a load balancer of type ' +
      `'${balancer.Type}': [${MOST_GROUPS_OF_BALANCER}]`,
  );
}

/** One action that answers, the last; whoever is to be authenticated is so before. */
function requireShape(actions: readonly Action[]): void {
  const answering = actions.filter(({ Type = '' }) => !Type.startsWith('authenticate-'));
  if (answering.length !== 1 || actions.length > 2 || actions.at(-1) !== answering[0]) {
    throw new SandboxError(
      'InvalidLoadBalancerAction',
      'Exactly one action of type forward, redirect or fixed-response must be specified, and it must be the last action',
    );
  }
  const orders = actions.map(({ Order }) => Order);
  if (actions.length > 1 && (orders.includes(undefined) || new Set(orders).size < orders.length)) {
    throw invalid('An order must be specified for each action, and it must be unique');
  }
}

function validAction(action: Action, site: ActionSite, before: readonly Action[]): Action {
  const { Type: type } = action;
  switch (type) {
    case 'forward':
      return forward(action);
    case 'fixed-response':
      return fixedResponse(action);
    case 'redirect':
      return redirect(action);
    case 'authenticate-oidc':
    case 'authenticate-cognito':
      return authentication(action, site, before);
    case 'jwt-validation':
    case undefined:
    default:
      throw invalid(
        `1 validation error detected: Value '${type}' at 'actions.1.member.type' failed to satisfy constraint: Member ` +
          'must satisfy enum value set: [forward, redirect, fixed-response, authenticate-oidc, authenticate-cognito]',
      );
  }
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html */
function redirect({ RedirectConfig: wanted, ...action }: Action): Action {
  if (wanted?.StatusCode === undefined) throw missing('RedirectConfig.StatusCode');
  const whole = {
    Protocol: '#{protocol}',
    Port: '#{port}',
    Host: '#{host}',
    Path: '/#{path}',
    Query: '#{query}',
    ...wanted,
  };
  const { Protocol, Port, Host, Path } = whole;
  if (Protocol === '#{protocol}' && Port === '#{port}' && Host === '#{host}' && Path === '/#{path}') {
    throw new SandboxError(
      'InvalidLoadBalancerAction',
      'The redirect configuration is not valid because it creates a loop.',
    );
  }
  return { ...action, RedirectConfig: whole };
}

import type { Action, Listener, LoadBalancer, TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import { placeFlow } from '../../traffic/arrange.ts';
import type { TargetCheck, TargetOfGroup } from '../../traffic/target.ts';
import { certificateArn, ec2Id, hexOf, loadBalancerArn, type Place, targetGroupArn } from '../cast.ts';
import type { Elbv2State, RuleOfListener } from '../elbv2.ts';
import type { RegionSeed } from '../seed.ts';
import { type Requests, requestsOf } from './metrics.ts';

/** The hosted zones that load balancers live in. https://docs.aws.amazon.com/general/latest/gr/elb.html */
const HOSTED_ZONES: Readonly<Record<string, readonly [application: string, network: string]>> = {
  'us-east-1': ['Z35SXDOTRQ7X7K', 'Z26RNL4JYFTOTI'],
  'eu-west-1': ['Z32O12XQLNTSW2', 'Z2IFOLAFXWLO4F'],
};

export interface BalancerPlan {
  readonly name: string;
  readonly environment: string;
  readonly createdAt: Date;
  readonly type?: 'application' | 'network';
  readonly scheme?: 'internet-facing' | 'internal';
}

export function loadBalancer(place: Place, plan: BalancerPlan): LoadBalancer {
  const { name, environment, createdAt, type = 'application', scheme = 'internet-facing' } = plan;
  const arn = loadBalancerArn(place, name, type === 'network' ? 'net' : 'app');
  const subnets = scheme === 'internal' ? ['private-a', 'private-b'] : ['public-a', 'public-b'];
  const zones = HOSTED_ZONES[place.region] ?? ['Z00000000APPLICATION', 'Z00000000NETWORK'];
  const dns = `${scheme === 'internal' ? 'internal-' : ''}${name}-${hexOf(place, 10, 'dns', name)}`;
  return {
    LoadBalancerArn: arn,
    DNSName: `${dns}.${type === 'network' ? `elb.${place.region}` : `${place.region}.elb`}.amazonaws.com`,
    CanonicalHostedZoneId: zones[type === 'network' ? 1 : 0],
    CreatedTime: createdAt,
    LoadBalancerName: name,
    Scheme: scheme,
    VpcId: ec2Id(place, 'vpc', environment),
    State: { Code: 'active' },
    Type: type,
    AvailabilityZones: subnets.map((kind) => ({
      ZoneName: `${place.region}${kind.slice(-1)}`,
      SubnetId: ec2Id(place, 'subnet', `${environment}-${kind}`),
      LoadBalancerAddresses: [],
    })),
    ...(type === 'application' && { SecurityGroups: [ec2Id(place, 'sg', `${environment}-alb`)] }),
    IpAddressType: 'ipv4',
  };
}

export interface GroupPlan {
  readonly name: string;
  readonly environment: string;
  readonly protocol?: 'HTTP' | 'TCP';
  readonly targetType?: 'ip' | 'instance';
  readonly port?: number;
}

export function targetGroup(place: Place, plan: GroupPlan): TargetGroup {
  const { name, environment, protocol = 'HTTP', targetType = 'ip', port = 8080 } = plan;
  const http = protocol === 'HTTP';
  return {
    TargetGroupArn: targetGroupArn(place, name),
    TargetGroupName: name,
    Protocol: protocol,
    Port: port,
    VpcId: ec2Id(place, 'vpc', environment),
    HealthCheckProtocol: protocol,
    HealthCheckPort: 'traffic-port',
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: http ? 15 : 30,
    HealthCheckTimeoutSeconds: http ? 5 : 10,
    HealthyThresholdCount: http ? 2 : 5,
    UnhealthyThresholdCount: 2,
    ...(http && { HealthCheckPath: '/health', Matcher: { HttpCode: '200' }, ProtocolVersion: 'HTTP1' }),
    TargetType: targetType,
    IpAddressType: 'ipv4',
  };
}

/** The zone of instances is not shown. */
export function registeredTarget(id: string, port: number, check: TargetCheck, zone?: string): TargetOfGroup {
  return {
    Target: { Id: id, Port: port, ...(zone !== undefined && { AvailabilityZone: zone }) },
    HealthCheckPort: String(port),
    TargetHealth: { State: 'healthy' },
    AdministrativeOverride: {
      State: 'no_override',
      Reason: 'AdministrativeOverride.NoOverride',
      Description: 'No override is currently active on target',
    },
    check,
  };
}

export interface ListenerPlan {
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS' | 'TCP';
  readonly action: Action;
  readonly domain?: string;
  /** What arrives there; nothing, where absent. */
  readonly requests?: Requests;
}

/** A listener and its default rule. */
export function addListener(seed: RegionSeed, state: Elbv2State, balancer: LoadBalancer, plan: ListenerPlan): Listener {
  const { port, protocol, action, domain, requests } = plan;
  const balancerArn = balancer.LoadBalancerArn ?? '';
  const base = balancerArn.replace(':loadbalancer/', ':listener/');
  const arn = `${base}/${hexOf(seed, 16, 'listener', balancerArn, String(port))}`;
  const listener: Listener = {
    ListenerArn: arn,
    LoadBalancerArn: balancerArn,
    Port: port,
    Protocol: protocol,
    ...(domain !== undefined && {
      Certificates: [{ CertificateArn: certificateArn(seed, domain) }],
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    }),
    DefaultActions: [action],
  };
  state.listeners.push(listener);
  state.rules.push(ruleOf(seed, arn, { priority: 'default', actions: [action] }));
  if (protocol !== 'TCP') placeFlow(state, listener, requests && requestsOf(seed, balancer, requests));
  return listener;
}

export interface RulePlan {
  readonly priority: string;
  readonly path?: string;
  readonly host?: string;
  readonly actions: Action[];
}

export function ruleOf(place: Place, listenerArn: string, { priority, path, host, actions }: RulePlan): RuleOfListener {
  const base = listenerArn.replace(':listener/', ':listener-rule/');
  return {
    ListenerArn: listenerArn,
    RuleArn: `${base}/${hexOf(place, 16, 'rule', listenerArn, priority)}`,
    Priority: priority,
    Conditions: [
      ...(path === undefined ? [] : [{ Field: 'path-pattern', Values: [path], PathPatternConfig: { Values: [path] } }]),
      ...(host === undefined ? [] : [{ Field: 'host-header', Values: [host], HostHeaderConfig: { Values: [host] } }]),
    ],
    Actions: actions,
    IsDefault: priority === 'default',
  };
}

export function forwardTo(place: Place, group: string): Action {
  const arn = targetGroupArn(place, group);
  return {
    Type: 'forward',
    TargetGroupArn: arn,
    ForwardConfig: {
      TargetGroups: [{ TargetGroupArn: arn, Weight: 1 }],
      TargetGroupStickinessConfig: { Enabled: false },
    },
  };
}

export const TO_HTTPS: Action = {
  Type: 'redirect',
  RedirectConfig: {
    Protocol: 'HTTPS',
    Port: '443',
    Host: '#{host}',
    Path: '/#{path}',
    Query: '#{query}',
    StatusCode: 'HTTP_301',
  },
};

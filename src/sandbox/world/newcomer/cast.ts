import { hash } from '../random.ts';

/**
 * Who is who in the newcomer's account: names and ids that more than one service speaks of. Every id is a function of
 * account, region and name, so that each service can be furnished by itself and they still fit together.
 */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

export const ENVIRONMENTS = ['production', 'staging', 'development'] as const;
export type EnvironmentName = (typeof ENVIRONMENTS)[number];

/** Hexadecimal digits that depend on the place and the words alone. */
export function hexOf({ accountId, region }: Place, digits: number, ...words: readonly string[]): string {
  let text = '';
  for (let part = 0; text.length < digits; part += 1) {
    text += hash(`${accountId}/${region}/${words.join('/')}/${part}`).toString(16).padStart(8, '0');
  }
  return text.slice(0, digits);
}

/** An EC2-style id: `ec2Id(place, 'vpc', 'production')` is `vpc-` and 17 digits. */
export function ec2Id(place: Place, kind: string, name: string): string {
  return `${kind}-${hexOf(place, 17, kind, name)}`;
}

/** Subnets are `<environment>-public-a`, `-public-b`, `-private-a`, `-private-b`; ids: `ec2Id(place, 'subnet', name)`. */
export const SUBNET_KINDS = ['public-a', 'public-b', 'private-a', 'private-b'] as const;

/** Security groups by name; ids: `ec2Id(place, 'sg', name)`. The first five are in order, the others are planted faults. */
export const SECURITY_GROUPS = [
  'production-alb',
  'production-app',
  'production-db',
  'staging-alb',
  'staging-app',
  'bastion-ssh',
  'reporting-db',
  'legacy-rdp',
  'migration-mysql',
] as const;

export const LOAD_BALANCERS = {
  production: 'production-alb',
  staging: 'staging-alb',
  unused: 'old-campaign-alb',
} as const;
/** Target groups; `campaign` hangs on the unused load balancer, `orphan` on none. */
export const TARGET_GROUPS = {
  web: 'web-service-blue',
  api: 'api',
  stagingWeb: 'staging-web',
  campaign: 'old-campaign',
  orphan: 'orphan-unattached',
} as const;

export const CLUSTERS = { production: 'production-cluster', staging: 'staging-cluster' } as const;
/** ECS services of the production cluster: `worker` is the one in trouble. */
export const SERVICES = { web: 'web-service', api: 'api', worker: 'worker' } as const;

/**
 * Databases: production-db is Multi-AZ PostgreSQL whose disk fills up; reporting-db is public, single-AZ and its backups
 * have stopped; idle-db is large, unused and keeps no backups; staging-db is stopped; orders-cluster is Aurora.
 */
export const DATABASES = {
  production: 'production-db',
  reporting: 'reporting-db',
  idle: 'idle-db',
  staging: 'staging-db',
  ordersCluster: 'orders-cluster',
  ordersWriter: 'orders-1',
  ordersReader: 'orders-2',
} as const;

export const TOPIC = 'critical-alerts';
export const AUTO_SCALING_GROUP = 'production-batch-asg';
export const FUNCTIONS = { current: 'invoice-renderer', outdated: 'thumbnailer' } as const;
export const LOG_GROUPS = {
  application: '/aws/application/enterprise-prod',
  web: '/ecs/production/web-service',
  worker: '/ecs/production/worker',
} as const;

export function loadBalancerArn({ accountId, region }: Place, name: string): string {
  const id = hexOf({ accountId, region }, 16, 'loadbalancer', name);
  return `arn:aws:elasticloadbalancing:${region}:${accountId}:loadbalancer/app/${name}/${id}`;
}

export function targetGroupArn({ accountId, region }: Place, name: string): string {
  const id = hexOf({ accountId, region }, 16, 'targetgroup', name);
  return `arn:aws:elasticloadbalancing:${region}:${accountId}:targetgroup/${name}/${id}`;
}

/** EC2 instances by name; ids: `ec2Id(place, 'i', name)`. */
export const INSTANCES = ['bastion', 'legacy-app', 'batch-1', 'batch-2', 'build-agent'] as const;

/** The private address of one ECS task, which is what a target group of type `ip` knows it by. */
export function taskAddress(place: Place, service: string, index: number): string {
  return `10.0.${10 + (hash(`${place.accountId}/${service}`) % 4)}.${20 + index + (hash(service) % 180)}`;
}

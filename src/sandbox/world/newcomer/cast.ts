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
    text += hash(`${accountId}/${region}/${words.join('/')}/${part}`)
      .toString(16)
      .padStart(8, '0');
  }
  return text.slice(0, digits);
}

/** The same in the form of a UUID. */
export function uuidOf(place: Place, ...words: readonly string[]): string {
  return hexOf(place, 32, ...words).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
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
  'partner-webhook',
] as const;

export const LOAD_BALANCERS = {
  production: 'production-alb',
  staging: 'staging-alb',
  unused: 'old-campaign-alb',
  /** A network load balancer whose subnet has run out of addresses. */
  partner: 'partner-nlb',
  /** Of the disaster recovery region. */
  recovery: 'dr-alb',
} as const;
/** Target groups; `campaign` hangs on the unused load balancer, `orphan` on none. */
export const TARGET_GROUPS = {
  web: 'web-service-blue',
  api: 'api',
  stagingWeb: 'staging-web',
  campaign: 'old-campaign',
  orphan: 'orphan-unattached',
  stagingPreview: 'staging-preview',
  partner: 'partner-gateway',
  recoveryWeb: 'dr-web',
  recoveryApi: 'dr-api',
} as const;
/** Domains that certificates are of; ids: `certificateArn(place, domain)`. The partners' is about to expire. */
export const DOMAINS = {
  shop: 'shop.example.com',
  api: 'api.example.com',
  partners: 'partners.example.com',
  staging: '*.staging.example.com',
  campaign: 'campaign.example.com',
} as const;

/** `analytics` could not be made whole; `recovery` is the disaster recovery region's. */
export const CLUSTERS = {
  production: 'production-cluster',
  staging: 'staging-cluster',
  analytics: 'analytics-cluster',
  recovery: 'dr-cluster',
} as const;
/** ECS services of the production cluster: `worker` is the one in trouble, `notifications` has far too large tasks. */
export const SERVICES = {
  web: 'web-service',
  api: 'api',
  worker: 'worker',
  notifications: 'notifications',
} as const;

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
  /** In the disaster recovery region, of production-db. */
  replica: 'production-db-replica',
  /** In the disaster recovery region: the secondary of orders-cluster, and its one instance. */
  ordersSecondary: 'orders-cluster-eu',
  ordersSecondaryReader: 'orders-eu-1',
} as const;

export const TOPIC = 'critical-alerts';
/** Nobody has confirmed to listen to it. */
export const QUIET_TOPIC = 'deploy-notices';
export const AUTO_SCALING_GROUP = 'production-batch-asg';
export const STAGING_AUTO_SCALING_GROUP = 'staging-batch-asg';
export const FUNCTIONS = { current: 'invoice-renderer', outdated: 'thumbnailer', image: 'document-scanner' } as const;
/** DynamoDB tables: `carts` has no point-in-time recovery. */
export const TABLES = { flags: 'feature-flags', sessions: 'sessions', carts: 'shopping-carts' } as const;
/** The application's log is full of errors, that of the reports is quiet; web never expires and is large. */
export const LOG_GROUPS = {
  application: '/aws/application/enterprise-prod',
  reports: '/aws/application/enterprise-reports',
  web: '/ecs/production/web-service',
  worker: '/ecs/production/worker',
  function: '/aws/lambda/invoice-renderer',
} as const;

/**
 * Alarms: storage and unhealthyHosts ring, and with the latter degraded, which watches it (a composite alarm); backlog
 * gets no data, and functionErrors tells nobody.
 */
export const ALARMS = {
  storage: 'production-db-storage',
  unhealthyHosts: 'api-unhealthy-hosts',
  degraded: 'production-degraded',
  backlog: 'worker-backlog',
  functionErrors: 'invoice-renderer-errors',
  cpu: 'production-db-cpu',
  connections: 'production-db-connections',
  serverErrors: 'production-alb-5xx',
} as const;

export function loadBalancerArn({ accountId, region }: Place, name: string, kind: 'app' | 'net' = 'app'): string {
  const id = hexOf({ accountId, region }, 16, 'loadbalancer', name);
  return `arn:aws:elasticloadbalancing:${region}:${accountId}:loadbalancer/${kind}/${name}/${id}`;
}

export function certificateArn({ accountId, region }: Place, domain: string): string {
  const hex = hexOf({ accountId, region }, 32, 'certificate', domain);
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return `arn:aws:acm:${region}:${accountId}:certificate/${id}`;
}

export function targetGroupArn({ accountId, region }: Place, name: string): string {
  const id = hexOf({ accountId, region }, 16, 'targetgroup', name);
  return `arn:aws:elasticloadbalancing:${region}:${accountId}:targetgroup/${name}/${id}`;
}

/** EC2 instances by name; ids: `ec2Id(place, 'i', name)`. */
export const INSTANCES = ['bastion', 'legacy-app', 'batch-1', 'batch-2', 'build-agent', 'staging-batch-1'] as const;

/** The private address of one ECS task, which is what a target group of type `ip` knows it by. */
export function taskAddress(place: Place, service: string, index: number): string {
  return `10.0.${10 + (hash(`${place.accountId}/${service}`) % 4)}.${20 + index + (hash(service) % 180)}`;
}

/**
 * IAM users: bob signs in without MFA and has an old key; carol's old key is inactive; legacy-backup has a key that
 * nobody ever used; ci-deploy is a machine in order.
 */
export const USERS = {
  alice: 'alice',
  bob: 'bob',
  carol: 'carol',
  dave: 'dave',
  deploy: 'ci-deploy',
  legacyBackup: 'legacy-backup',
} as const;

/** Bucket names are unique in all of AWS, hence the account at their end. */
export const BUCKETS = [
  'artifacts',
  'campaign-assets',
  'cloudtrail-logs',
  'database-exports',
  'invoices',
  'legacy-downloads',
  'partner-drop',
  'press-kit',
  'status-page',
  'terraform-state',
  'replica',
] as const;
export type BucketName = (typeof BUCKETS)[number];

export function bucketName(accountId: string, name: BucketName): string {
  return `enterprise-${name}-${accountId}`;
}

/** The first is in order and covers every region, the second has been stopped. */
export const TRAILS = { organization: 'org-trail', stopped: 'dead-trail', secondary: 'eu-trail' } as const;

/**
 * AWS's public on-demand list prices in US dollars, without taxes, free tiers, discounts, reservations or savings plans.
 * Written down by hand from AWS's pricing pages as of 2025; a region or type that is not here is priced elsewhere, or not
 * at all, and the finding says which.
 * https://aws.amazon.com/ec2/pricing/on-demand/ · https://aws.amazon.com/ebs/pricing/ · https://aws.amazon.com/vpc/pricing/
 * https://aws.amazon.com/rds/pricing/ · https://aws.amazon.com/elasticloadbalancing/pricing/
 * https://aws.amazon.com/cloudwatch/pricing/
 */
export const PRICE_LIST_DATE = '2025';

/** The region whose price stands in for one that is not listed. */
export const BASE_REGION = 'us-east-1';

/** Prices by region; those of `us-east-1` are always there. */
export type Regional = { readonly 'us-east-1': number } & Readonly<Partial<Record<string, number>>>;

/** For each hour that the thing exists. */
export const HOURLY = {
  'public-ipv4': regional(0.005, 0.005, 0.005, 0.005, 0.005),
  'nat-gateway': regional(0.045, 0.045, 0.048, 0.052, 0.059),
  'application-load-balancer': regional(0.0225, 0.0225, 0.0252, 0.027, 0.0252),
  'network-load-balancer': regional(0.0225, 0.0225, 0.0252, 0.027, 0.0252),
  'gateway-load-balancer': { 'us-east-1': 0.0125, 'us-west-2': 0.0125 },
} as const satisfies Readonly<Record<string, Regional>>;

/** For each unit and month: a GB, a provisioned I/O operation a second, a MiB a second. */
export const PER_UNIT_MONTH = {
  'ebs-gp2-gb': regional(0.1, 0.1, 0.11, 0.119, 0.12),
  'ebs-gp3-gb': regional(0.08, 0.08, 0.088, 0.0952, 0.096),
  'ebs-gp3-iops': regional(0.005, 0.005, 0.0055, 0.006, 0.006),
  'ebs-gp3-mibps': regional(0.04, 0.04, 0.044, 0.048, 0.048),
  'ebs-io1-gb': regional(0.125, 0.125, 0.138, 0.149, 0.138),
  'ebs-io1-iops': regional(0.065, 0.065, 0.072, 0.078, 0.072),
  'ebs-io2-gb': regional(0.125, 0.125, 0.138, 0.149, 0.138),
  'ebs-io2-iops': regional(0.065, 0.065, 0.072, 0.078, 0.072),
  'ebs-st1-gb': regional(0.045, 0.045, 0.05, 0.054, 0.054),
  'ebs-sc1-gb': regional(0.015, 0.015, 0.0168, 0.018, 0.018),
  'ebs-standard-gb': regional(0.05, 0.05, 0.055, 0.059, 0.08),
  'ebs-snapshot-gb': regional(0.05, 0.05, 0.05, 0.054, 0.05),
  'ebs-snapshot-archive-gb': regional(0.0125, 0.0125, 0.0125, 0.0135, 0.0125),
  'rds-storage-gb': regional(0.115, 0.115, 0.127, 0.137, 0.138),
  'logs-storage-gb': regional(0.03, 0.03, 0.03, 0.0324, 0.03),
} as const satisfies Readonly<Record<string, Regional>>;

/**
 * EC2 by the hour, Linux, shared tenancy. A family's price is that of its `large`, to which its other sizes are
 * proportional; a type whose price is not is listed by itself.
 */
export const INSTANCE_HOURLY: Readonly<Record<string, Regional>> = {
  't2.small': regional(0.023, 0.023, 0.025, 0.0268, 0.0292),
  't2.medium': regional(0.0464, 0.0464, 0.05, 0.0536, 0.0584),
  t2: regional(0.0928, 0.0928, 0.1008, 0.1072, 0.1168),
  t3: regional(0.0832, 0.0832, 0.0912, 0.096, 0.1056),
  t3a: regional(0.0752, 0.0752, 0.0816, 0.0864, 0.0944),
  t4g: regional(0.0672, 0.0672, 0.0736, 0.0768, 0.0848),
  m4: { 'us-east-1': 0.1, 'us-west-2': 0.1, 'eu-west-1': 0.111, 'eu-central-1': 0.12, 'ap-southeast-1': 0.125 },
  m5: regional(0.096, 0.096, 0.107, 0.115, 0.12),
  m5a: { 'us-east-1': 0.086, 'us-west-2': 0.086, 'eu-west-1': 0.096, 'eu-central-1': 0.104, 'ap-southeast-1': 0.108 },
  m6i: regional(0.096, 0.096, 0.107, 0.115, 0.12),
  m6g: regional(0.077, 0.077, 0.086, 0.092, 0.096),
  m7i: { 'us-east-1': 0.1008, 'us-west-2': 0.1008 },
  m7g: { 'us-east-1': 0.0816, 'us-west-2': 0.0816 },
  c5: regional(0.085, 0.085, 0.096, 0.097, 0.098),
  c6i: regional(0.085, 0.085, 0.0912, 0.097, 0.098),
  c6g: regional(0.068, 0.068, 0.073, 0.0776, 0.0784),
  c7i: { 'us-east-1': 0.08925, 'us-west-2': 0.08925 },
  c7g: { 'us-east-1': 0.0725, 'us-west-2': 0.0725 },
  r5: regional(0.126, 0.126, 0.141, 0.152, 0.152),
  r6i: regional(0.126, 0.126, 0.141, 0.152, 0.152),
  r6g: regional(0.1008, 0.1008, 0.1128, 0.1216, 0.1216),
  r7g: { 'us-east-1': 0.1071, 'us-west-2': 0.1071 },
};

/** How many `large` a size is. */
export const SIZES: Readonly<Record<string, number>> = {
  nano: 1 / 16,
  micro: 1 / 8,
  small: 1 / 4,
  medium: 1 / 2,
  large: 1,
  xlarge: 2,
  '2xlarge': 4,
  '4xlarge': 8,
  '8xlarge': 16,
  '9xlarge': 18,
  '10xlarge': 20,
  '12xlarge': 24,
  '16xlarge': 32,
  '18xlarge': 36,
  '24xlarge': 48,
  '32xlarge': 64,
};

/** Engines that cost alike. */
export type DatabaseEngine = 'postgres' | 'mysql' | 'aurora';

/** RDS by the hour, Single-AZ, as {@link INSTANCE_HOURLY}: the family's `large`, or one class by itself. */
export const DATABASE_HOURLY: Readonly<Record<DatabaseEngine, Readonly<Record<string, Regional>>>> = {
  postgres: {
    'db.t3.micro': { 'us-east-1': 0.018, 'us-west-2': 0.018 },
    'db.t3.small': { 'us-east-1': 0.036, 'us-west-2': 0.036 },
    'db.t3.medium': { 'us-east-1': 0.072, 'us-west-2': 0.072 },
    'db.t3': { 'us-east-1': 0.145, 'us-west-2': 0.145 },
    'db.t4g.medium': { 'us-east-1': 0.065, 'us-west-2': 0.065 },
    'db.t4g': { 'us-east-1': 0.129, 'us-west-2': 0.129 },
    'db.m5': { 'us-east-1': 0.178, 'us-west-2': 0.178, 'eu-west-1': 0.198 },
    'db.m6i': { 'us-east-1': 0.178, 'us-west-2': 0.178, 'eu-west-1': 0.198 },
    'db.m6g': { 'us-east-1': 0.159, 'us-west-2': 0.159 },
    'db.m7g': { 'us-east-1': 0.168, 'us-west-2': 0.168 },
    'db.r5': { 'us-east-1': 0.25, 'us-west-2': 0.25, 'eu-west-1': 0.278 },
    'db.r6i': { 'us-east-1': 0.25, 'us-west-2': 0.25, 'eu-west-1': 0.278 },
    'db.r6g': { 'us-east-1': 0.225, 'us-west-2': 0.225 },
    'db.r7g': { 'us-east-1': 0.239, 'us-west-2': 0.239 },
  },
  mysql: {
    'db.t3': { 'us-east-1': 0.136, 'us-west-2': 0.136 },
    'db.t4g.medium': { 'us-east-1': 0.065, 'us-west-2': 0.065 },
    'db.t4g': { 'us-east-1': 0.129, 'us-west-2': 0.129 },
    'db.m5': { 'us-east-1': 0.171, 'us-west-2': 0.171, 'eu-west-1': 0.19 },
    'db.m6i': { 'us-east-1': 0.171, 'us-west-2': 0.171, 'eu-west-1': 0.19 },
    'db.m6g': { 'us-east-1': 0.152, 'us-west-2': 0.152 },
    'db.r5': { 'us-east-1': 0.24, 'us-west-2': 0.24, 'eu-west-1': 0.265 },
    'db.r6i': { 'us-east-1': 0.24, 'us-west-2': 0.24, 'eu-west-1': 0.265 },
    'db.r6g': { 'us-east-1': 0.215, 'us-west-2': 0.215 },
  },
  aurora: {
    'db.t3': { 'us-east-1': 0.164, 'us-west-2': 0.164 },
    'db.t4g': { 'us-east-1': 0.146, 'us-west-2': 0.146 },
    'db.r5': { 'us-east-1': 0.29, 'us-west-2': 0.29, 'eu-west-1': 0.32 },
    'db.r6i': { 'us-east-1': 0.29, 'us-west-2': 0.29, 'eu-west-1': 0.32 },
    'db.r6g': { 'us-east-1': 0.26, 'us-west-2': 0.26 },
    'db.r7g': { 'us-east-1': 0.276, 'us-west-2': 0.276 },
  },
};

/** N. Virginia, Oregon, Ireland, Frankfurt, Singapore. */
// oxlint-disable-next-line max-params -- a line of the price list
function regional(virginia: number, oregon: number, ireland: number, frankfurt: number, singapore: number): Regional {
  return {
    'us-east-1': virginia,
    'us-west-2': oregon,
    'eu-west-1': ireland,
    'eu-central-1': frankfurt,
    'ap-southeast-1': singapore,
  };
}

import type { AdvancedEventSelector, EventSelector, Resource, Trail } from '@aws-sdk/client-cloudtrail';
import { hash, noiseAt } from '../random.ts';
import { bucketName, DATABASES, ec2Id, hexOf, SERVICES, CLUSTERS, TRAILS, USERS } from './cast.ts';
import { before, DAY_MS, HOUR_MS, MINUTE_MS, type RegionSeed } from './seed.ts';

export interface TrailState {
  readonly trail: Trail;
  isLogging: boolean;
  startedAt: Date;
  stoppedAt?: Date;
  latestDeliveryError?: string;
  eventSelectors: EventSelector[];
  advancedEventSelectors: AdvancedEventSelector[];
}

/** A management event. It comes into the history some minutes late, as AWS's do. */
export interface RecordedEvent {
  readonly at: Date;
  readonly lagMs: number;
  readonly id: string;
  readonly name: string;
  /** Without `.amazonaws.com`. */
  readonly source: string;
  readonly readOnly: boolean;
  readonly username: string;
  readonly userArn: string;
  readonly resources: readonly Resource[];
  readonly parameters: object;
  readonly errorCode?: string;
}

/** What one region of an account holds of cloudtrail. */
export interface CloudtrailState {
  /** The trails that are at home here. */
  readonly trails: TrailState[];
  readonly events: RecordedEvent[];
}

/** Regions that the newcomer's trails are at home in. */
export const TRAIL_REGIONS = ['us-east-1', 'eu-west-1'] as const;

export function seedCloudtrail(seed: RegionSeed): CloudtrailState {
  return { trails: seedTrails(seed), events: [...seedChanges(seed), ...seedReads(seed)] };
}

function seedTrails(seed: RegionSeed): TrailState[] {
  const ago = (days: number): Date => before(seed.start, days * DAY_MS);
  if (seed.region === 'us-east-1') {
    return [
      trailState(seed, TRAILS.organization, {
        settings: { IsMultiRegionTrail: true, LogFileValidationEnabled: true },
        startedAt: ago(800),
        advancedEventSelectors: [
          { Name: 'Management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
          {
            Name: 'Invoices',
            FieldSelectors: [
              { Field: 'eventCategory', Equals: ['Data'] },
              { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
              { Field: 'resources.ARN', StartsWith: [`arn:aws:s3:::${bucketName(seed.accountId, 'invoices')}/`] },
            ],
          },
        ],
      }),
      trailState(seed, TRAILS.stopped, { startedAt: ago(1000), stoppedAt: ago(20) }),
    ];
  }
  if (seed.region !== 'eu-west-1') return [];
  return [trailState(seed, TRAILS.secondary, { settings: { LogFileValidationEnabled: true }, startedAt: ago(300) })];
}

interface TrailSeed {
  readonly settings?: Partial<Trail>;
  readonly startedAt: Date;
  readonly stoppedAt?: Date;
  readonly advancedEventSelectors?: AdvancedEventSelector[];
}

function trailState(
  { accountId, region }: Pick<RegionSeed, 'accountId' | 'region'>,
  name: string,
  { settings = {}, startedAt, stoppedAt, advancedEventSelectors = [] }: TrailSeed,
): TrailState {
  return {
    trail: {
      Name: name,
      S3BucketName: bucketName(accountId, 'cloudtrail-logs'),
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: false,
      HomeRegion: region,
      TrailARN: `arn:aws:cloudtrail:${region}:${accountId}:trail/${name}`,
      LogFileValidationEnabled: false,
      HasCustomEventSelectors: advancedEventSelectors.length > 0,
      HasInsightSelectors: false,
      IsOrganizationTrail: false,
      ...settings,
    },
    isLogging: stoppedAt === undefined,
    startedAt,
    ...(stoppedAt && { stoppedAt }),
    eventSelectors: [],
    advancedEventSelectors,
  };
}

type EventSeed = Pick<RecordedEvent, 'name' | 'source'> &
  Partial<Pick<RecordedEvent, 'resources' | 'parameters' | 'errorCode' | 'readOnly' | 'lagMs'>> & {
    readonly minutesAgo: number;
    /** An IAM user, or the session of a role: `role/session`. */
    readonly by: string;
  };

function recordedEvent(seed: Pick<RegionSeed, 'accountId' | 'region' | 'start'>, event: EventSeed): RecordedEvent {
  const { minutesAgo, by, name, source, resources = [], parameters = {}, readOnly = false, errorCode } = event;
  const { accountId } = seed;
  const session = by.split('/')[1];
  const digits = hexOf(seed, 32, 'event', name, by, String(minutesAgo));
  return {
    at: before(seed.start, minutesAgo * MINUTE_MS),
    lagMs: event.lagMs ?? (2 + (hash(digits) % 12)) * MINUTE_MS,
    id: digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    name,
    source,
    readOnly,
    username: session ?? by,
    userArn:
      session === undefined ? `arn:aws:iam::${accountId}:user/${by}` : `arn:aws:sts::${accountId}:assumed-role/${by}`,
    resources,
    parameters,
    ...(errorCode !== undefined && { errorCode }),
  };
}

const HOURS = HOUR_MS / MINUTE_MS;
const DAYS = DAY_MS / MINUTE_MS;

function seedChanges(seed: RegionSeed): RecordedEvent[] {
  if (seed.furnishing !== 'home') return [];
  const database = { ResourceType: 'AWS::RDS::DBInstance', ResourceName: DATABASES.production };
  const group = { ResourceType: 'AWS::EC2::SecurityGroup', ResourceName: ec2Id(seed, 'sg', 'bastion-ssh') };
  const application = { ResourceType: 'AWS::EC2::SecurityGroup', ResourceName: ec2Id(seed, 'sg', 'production-app') };
  const instance = { ResourceType: 'AWS::EC2::Instance', ResourceName: ec2Id(seed, 'i', 'legacy-app') };
  const worker = { cluster: CLUSTERS.production, service: SERVICES.worker };
  const events: EventSeed[] = [
    {
      // Too fresh for the history of the first minutes.
      minutesAgo: 3,
      lagMs: 11 * MINUTE_MS,
      by: USERS.alice,
      name: 'CreateDBSnapshot',
      source: 'rds',
      resources: [database],
      parameters: { dBInstanceIdentifier: DATABASES.production, dBSnapshotIdentifier: 'before-rollback' },
    },
    {
      minutesAgo: 25,
      lagMs: 6 * MINUTE_MS,
      by: USERS.alice,
      name: 'ModifyDBInstance',
      source: 'rds',
      resources: [database],
      parameters: {
        dBInstanceIdentifier: DATABASES.production,
        dBParameterGroupName: 'production-pg16',
        applyImmediately: true,
      },
    },
    {
      // Two minutes later the first target of the api stops answering: its caller was the rule that went.
      minutesAgo: 49,
      lagMs: 5 * MINUTE_MS,
      by: USERS.bob,
      name: 'RevokeSecurityGroupIngress',
      source: 'ec2',
      resources: [application],
      parameters: {
        groupId: application.ResourceName,
        ipPermissions: { items: [{ fromPort: 8080, toPort: 8080, ipProtocol: 'tcp' }] },
      },
    },
    {
      minutesAgo: 2 * HOURS,
      by: USERS.carol,
      name: 'TerminateInstances',
      source: 'ec2',
      resources: [instance],
      parameters: { instancesSet: { items: [{ instanceId: instance.ResourceName }] } },
      errorCode: 'Client.UnauthorizedOperation',
    },
    {
      minutesAgo: 3 * HOURS,
      by: USERS.bob,
      name: 'AuthorizeSecurityGroupIngress',
      source: 'ec2',
      resources: [group],
      parameters: {
        groupId: group.ResourceName,
        ipPermissions: { items: [{ fromPort: 22, toPort: 22, ipProtocol: 'tcp' }] },
      },
    },
    { minutesAgo: 6 * HOURS, by: USERS.deploy, name: 'UpdateService', source: 'ecs', parameters: worker },
    {
      minutesAgo: 6 * HOURS + 1,
      by: USERS.deploy,
      name: 'RegisterTaskDefinition',
      source: 'ecs',
      parameters: { family: SERVICES.worker },
    },
    { minutesAgo: 20 * HOURS, by: USERS.alice, name: 'ConsoleLogin', source: 'signin' },
    { minutesAgo: 30 * HOURS, by: USERS.deploy, name: 'UpdateFunctionCode20150331v2', source: 'lambda' },
    {
      minutesAgo: 20 * DAYS,
      by: USERS.bob,
      name: 'StopLogging',
      source: 'cloudtrail',
      resources: [{ ResourceType: 'AWS::CloudTrail::Trail', ResourceName: TRAILS.stopped }],
      parameters: { name: TRAILS.stopped },
    },
  ];
  return events.map((event) => recordedEvent(seed, event));
}

/** What watches the account reads all day long: this is what a look at the newest events would show, and nothing else. */
const READERS = [
  { by: 'OpsbookReader/opsbook', name: 'DescribeDBInstances', source: 'rds' },
  { by: 'monitoring/datadog', name: 'DescribeInstances', source: 'ec2' },
  { by: 'monitoring/datadog', name: 'DescribeTargetHealth', source: 'elasticloadbalancing' },
  { by: 'monitoring/datadog', name: 'DescribeServices', source: 'ecs' },
  { by: 'production-web-task/web', name: 'DescribeTable', source: 'dynamodb' },
] as const;

function seedReads(seed: RegionSeed): RecordedEvent[] {
  const count = { home: 360, secondary: 24, empty: 0 }[seed.furnishing];
  const everyMinutes = DAY_MS / MINUTE_MS / Math.max(count, 1);
  return Array.from({ length: count }, (_, index) => {
    const reader = READERS[hash(`${seed.region}/${index}`) % READERS.length] ?? READERS[0];
    const minutesAgo = Math.max(0.1, (index + 0.5 + noiseAt(`reads/${seed.region}`, index) / 2) * everyMinutes);
    return recordedEvent(seed, { ...reader, minutesAgo, readOnly: true });
  });
}

import type { AccessKeyLastUsed, AccessKeyMetadata, MFADevice, Role, User } from '@aws-sdk/client-iam';
import { hexOf, type Place, USERS } from './cast.ts';
import { type AccountSeed, before, DAY_MS, HOUR_MS } from './seed.ts';

export interface IamPassword {
  readonly createdAt: Date;
  lastUsedAt?: Date;
}

export interface IamKey {
  readonly metadata: AccessKeyMetadata;
  /** Absent: never used. */
  lastUsed?: AccessKeyLastUsed;
}

export interface IamUserState {
  readonly user: User;
  password?: IamPassword;
  readonly mfaDevices: MFADevice[];
  readonly keys: IamKey[];
}

/** The root user, who is no IAM user and has no list operations of its own. */
export interface IamRootState {
  readonly createdAt: Date;
  passwordLastUsedAt: Date;
  mfa: boolean;
  readonly keys: IamKey[];
}

/** A credential report: asked for, being made, and from then on good for four hours. */
export interface IamReport {
  readonly generatedAt: Date;
  readonly content: string;
  /** Whether somebody has been told that it is complete. */
  complete: boolean;
}

/** What one account holds of iam. */
export interface IamState {
  readonly users: IamUserState[];
  readonly roles: Role[];
  readonly root: IamRootState;
  report?: IamReport;
}

export function seedIam(seed: AccountSeed): IamState {
  const { start } = seed;
  const place = { accountId: seed.accountId, region: 'global' };
  const daysAgo = (days: number): Date => before(start, days * DAY_MS);
  const hoursAgo = (hours: number): Date => before(start, hours * HOUR_MS);
  const used = (at: Date, ServiceName: string, Region: string): AccessKeyLastUsed => ({
    LastUsedDate: at,
    ServiceName,
    Region,
  });
  return {
    users: [
      iamUser(place, USERS.alice, daysAgo(900), {
        signedIn: hoursAgo(20),
        mfa: true,
        keys: [{ createdAt: daysAgo(40), lastUsed: used(hoursAgo(18), 'sts', 'us-east-1') }],
      }),
      iamUser(place, USERS.bob, daysAgo(820), {
        signedIn: daysAgo(3),
        keys: [{ createdAt: daysAgo(200), lastUsed: used(daysAgo(3), 'ec2', 'us-east-1') }],
      }),
      iamUser(place, USERS.carol, daysAgo(600), {
        signedIn: daysAgo(1),
        mfa: true,
        keys: [
          { createdAt: daysAgo(400), inactive: true, lastUsed: used(daysAgo(130), 's3', 'us-east-1') },
          { createdAt: daysAgo(30), lastUsed: used(hoursAgo(70), 's3', 'us-east-1') },
        ],
      }),
      iamUser(place, USERS.dave, daysAgo(75), { signedIn: daysAgo(9), mfa: true }),
      iamUser(place, USERS.deploy, daysAgo(500), {
        path: '/machines/',
        keys: [{ createdAt: daysAgo(62), lastUsed: used(hoursAgo(6), 'ecs', 'us-east-1') }],
      }),
      iamUser(place, USERS.legacyBackup, daysAgo(700), { path: '/machines/', keys: [{ createdAt: daysAgo(310) }] }),
    ],
    roles: ROLES.map(([name, service], index) =>
      iamRole(place, { name, service, createdAt: daysAgo(880 - 40 * index) }),
    ),
    root: {
      createdAt: daysAgo(1200),
      passwordLastUsedAt: daysAgo(140),
      mfa: true,
      keys: [
        {
          metadata: keyMetadata(place, 'root', { createdAt: daysAgo(1100) }),
          lastUsed: used(daysAgo(420), 's3', 'N/A'),
        },
      ],
    },
  };
}

/** Roles, and the services that may assume them. */
const ROLES: readonly (readonly [name: string, service: string])[] = [
  ['ecsTaskExecutionRole', 'ecs-tasks.amazonaws.com'],
  ['OpsbookReader', 'ecs-tasks.amazonaws.com'],
  ['production-web-task', 'ecs-tasks.amazonaws.com'],
  ['rds-monitoring-role', 'monitoring.rds.amazonaws.com'],
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ExportSnapshot.Setup.html
  ['rds-export-role', 'export.rds.amazonaws.com'],
];

interface KeySeed {
  readonly createdAt: Date;
  readonly inactive?: boolean;
  readonly lastUsed?: AccessKeyLastUsed;
}

interface UserSeed {
  readonly path?: string;
  /** When the password was last used; without one the user is a machine. */
  readonly signedIn?: Date;
  readonly mfa?: boolean;
  readonly keys?: readonly KeySeed[];
}

export function iamUser(place: Place, name: string, createdAt: Date, seed: UserSeed = {}): IamUserState {
  const { path = '/', signedIn, mfa = false, keys = [] } = seed;
  const arn = `arn:aws:iam::${place.accountId}:user${path}${name}`;
  return {
    user: {
      Path: path,
      UserName: name,
      UserId: uniqueId(place, 'AIDA', 'user', name),
      Arn: arn,
      CreateDate: createdAt,
      ...(signedIn && { PasswordLastUsed: signedIn }),
    },
    ...(signedIn && { password: { createdAt, lastUsedAt: signedIn } }),
    mfaDevices: mfa
      ? [{ UserName: name, SerialNumber: `arn:aws:iam::${place.accountId}:mfa/${name}`, EnableDate: createdAt }]
      : [],
    keys: keys.map((key) => ({
      metadata: keyMetadata(place, name, key),
      ...(key.lastUsed && { lastUsed: key.lastUsed }),
    })),
  };
}

function keyMetadata(place: Place, name: string, { createdAt, inactive = false }: KeySeed): AccessKeyMetadata {
  return {
    UserName: name,
    AccessKeyId: uniqueId(place, 'AKIA', 'key', name, createdAt.toISOString()),
    Status: inactive ? 'Inactive' : 'Active',
    CreateDate: createdAt,
  };
}

interface RoleSeed {
  readonly name: string;
  readonly service: string;
  readonly createdAt: Date;
}

function iamRole(place: Place, { name, service, createdAt }: RoleSeed): Role {
  return {
    Path: '/',
    RoleName: name,
    RoleId: uniqueId(place, 'AROA', 'role', name),
    Arn: `arn:aws:iam::${place.accountId}:role/${name}`,
    CreateDate: createdAt,
    AssumeRolePolicyDocument: encodeURIComponent(
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
      }),
    ),
    MaxSessionDuration: 3600,
  };
}

/** IAM's unique ids: four letters that tell the kind, then capital letters and digits. */
function uniqueId(place: Place, prefix: string, ...words: readonly string[]): string {
  return `${prefix}${hexOf(place, 17, 'iam', ...words).toUpperCase()}`;
}

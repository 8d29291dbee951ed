import type { DBEngineVersion, DBMajorEngineVersion, LifecycleSupportName } from '@aws-sdk/client-rds';
import { familyOf } from './makers.ts';

interface Major {
  readonly engine: string;
  readonly major: string;
  /** Oldest first; one that ends with `!` is deprecated. */
  readonly versions: readonly string[];
  readonly standardSupport: readonly [from: string, until: string];
  readonly extendedUntil?: string;
  readonly upgradesTo?: readonly string[];
}

/**
 * A few of RDS's majors, with AWS's own dates.
 * https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html
 */
const MAJORS: readonly Major[] = [
  {
    engine: 'postgres',
    major: '12',
    versions: ['12.17!', '12.20', '12.22'],
    standardSupport: ['2020-03-31', '2025-02-28'],
    extendedUntil: '2028-02-29',
    upgradesTo: ['16.10', '17.6'],
  },
  {
    engine: 'postgres',
    major: '16',
    versions: ['16.3', '16.8', '16.10'],
    standardSupport: ['2024-01-31', '2029-02-28'],
    extendedUntil: '2032-02-29',
    upgradesTo: ['17.6'],
  },
  {
    engine: 'postgres',
    major: '17',
    versions: ['17.4', '17.6'],
    standardSupport: ['2024-11-30', '2030-02-28'],
    extendedUntil: '2033-02-28',
  },
  {
    engine: 'mysql',
    major: '8.0',
    versions: ['8.0.32!', '8.0.42', '8.0.43'],
    standardSupport: ['2018-10-31', '2026-07-31'],
    extendedUntil: '2029-07-31',
    upgradesTo: ['8.4.6'],
  },
  {
    engine: 'mysql',
    major: '8.4',
    versions: ['8.4.5', '8.4.6'],
    standardSupport: ['2024-11-21', '2029-07-31'],
    extendedUntil: '2032-07-31',
  },
  {
    engine: 'aurora-postgresql',
    major: '16',
    versions: ['16.6', '16.9', '16.10'],
    standardSupport: ['2024-01-31', '2029-02-28'],
    extendedUntil: '2032-02-29',
  },
];

export function engineVersions(): DBEngineVersion[] {
  return MAJORS.flatMap(({ engine, major, versions, upgradesTo = [] }) =>
    versions.map((listed, index) => {
      const version = listed.replace('!', '');
      const newer = versions.slice(index + 1).map((one) => ({ version: one.replace('!', ''), isMajor: false }));
      const targets = [...newer, ...upgradesTo.map((one) => ({ version: one, isMajor: true }))];
      return {
        Engine: engine,
        MajorEngineVersion: major,
        EngineVersion: version,
        DBParameterGroupFamily: familyOf(engine, version),
        DBEngineDescription: engine,
        DBEngineVersionDescription: `${engine} ${version}`,
        ValidUpgradeTarget: targets.map((target) => ({
          Engine: engine,
          EngineVersion: target.version,
          Description: `${engine} ${target.version}`,
          AutoUpgrade: false,
          IsMajorVersionUpgrade: target.isMajor,
        })),
        ExportableLogTypes: ['postgresql', 'upgrade'],
        SupportsLogExportsToCloudwatchLogs: true,
        SupportsReadReplica: true,
        SupportedEngineModes: engine.startsWith('aurora') ? ['provisioned'] : [],
        Status: listed.endsWith('!') ? 'deprecated' : 'available',
        SupportsParallelQuery: false,
        SupportsGlobalDatabases: engine.startsWith('aurora'),
        SupportsBabelfish: false,
        SupportsCertificateRotationWithoutRestart: true,
        SupportedCACertificateIdentifiers: ['rds-ca-rsa2048-g1', 'rds-ca-ecc384-g1', 'rds-ca-rsa4096-g1'],
      };
    }),
  );
}

export function majorEngineVersions(): DBMajorEngineVersion[] {
  return MAJORS.map(({ engine, major, standardSupport: [from, until], extendedUntil }) => ({
    Engine: engine,
    MajorEngineVersion: major,
    SupportedEngineLifecycles: [
      lifecycle('open-source-rds-standard-support', from, until),
      ...(extendedUntil === undefined ? [] : [lifecycle('open-source-rds-extended-support', until, extendedUntil)]),
    ],
  }));
}

function lifecycle(name: LifecycleSupportName, from: string, until: string) {
  return {
    LifecycleSupportName: name,
    LifecycleSupportStartDate: new Date(from),
    LifecycleSupportEndDate: new Date(`${until}T23:59:59.999Z`),
  };
}

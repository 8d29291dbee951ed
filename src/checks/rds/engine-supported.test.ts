import { expect, test } from 'vitest';
import { answering, awsError, judge, lines } from '../../../test/answers.ts';
import { engineSupported } from './engine-supported.ts';

interface Version {
  readonly engine: string;
  readonly version: string;
  readonly status?: string;
  readonly newer?: readonly string[];
}

function listed(...versions: readonly Version[]) {
  return {
    DBEngineVersions: versions.map(({ engine, version, status = 'available', newer = [] }) => ({
      Engine: engine,
      EngineVersion: version,
      MajorEngineVersion: version.split('.')[0],
      Status: status,
      ValidUpgradeTarget: newer.map((EngineVersion) => ({ EngineVersion, IsMajorVersionUpgrade: false })),
    })),
  };
}

function support(engine: string, major: string, standardUntil: string, extendedUntil?: string) {
  const lifecycle = (name: string, until: string) => ({
    LifecycleSupportName: name,
    LifecycleSupportStartDate: new Date('2020-01-01'),
    LifecycleSupportEndDate: new Date(until),
  });
  return {
    Engine: engine,
    MajorEngineVersion: major,
    SupportedEngineLifecycles: [
      lifecycle('open-source-rds-standard-support', standardUntil),
      ...(extendedUntil === undefined ? [] : [lifecycle('open-source-rds-extended-support', extendedUntil)]),
    ],
  };
}

function instances(...versions: readonly string[]) {
  return {
    DBInstances: versions.map((EngineVersion) => ({
      DBInstanceIdentifier: `pg-${EngineVersion}`,
      Engine: 'postgres',
      EngineVersion,
    })),
  };
}

test('a database that refused Extended Support is not billed for it: AWS will upgrade it', async () => {
  const [DBInstance] = instances('12.22').DBInstances;
  const EngineLifecycleSupport = 'open-source-rds-extended-support-disabled';
  const findings = await judge(engineSupported, {
    'rds:DescribeDBInstances': { DBInstances: [{ ...DBInstance, EngineLifecycleSupport }] },
    'rds:DescribeDBClusters': {},
    'rds:DescribeDBEngineVersions': listed({ engine: 'postgres', version: '12.22' }),
    'rds:DescribeDBMajorEngineVersions': {
      DBMajorEngineVersions: [support('postgres', '12', '2025-02-28', '2028-02-29')],
    },
  });
  expect(lines(findings)).toEqual([
    'pg-12.22: fail high: pg-12.22 runs postgres 12.22, whose standard support ended on 2025-02-28; Extended Support is off: AWS will upgrade it.',
  ]);
});

test('fails what is deprecated, no longer listed or past its standard support, and nothing else', async () => {
  const findings = await judge(engineSupported, {
    'rds:DescribeDBInstances': instances('17.6', '16.3', '14.7', '12.22', '11.22', '9.6.24'),
    'rds:DescribeDBClusters': {},
    'rds:DescribeDBEngineVersions': listed(
      { engine: 'postgres', version: '17.6' },
      { engine: 'postgres', version: '16.3', newer: ['16.8', '16.10'] },
      { engine: 'postgres', version: '14.7', status: 'deprecated' },
      { engine: 'postgres', version: '12.22' },
      { engine: 'postgres', version: '11.22' },
    ),
    'rds:DescribeDBMajorEngineVersions': {
      DBMajorEngineVersions: [
        support('postgres', '16', '2029-02-28'),
        support('postgres', '12', '2025-02-28', '2028-02-29'),
        support('postgres', '11', '2024-02-29', '2026-03-31'),
      ],
    },
  });
  expect(lines(findings)).toEqual([
    'pg-11.22: fail high: pg-11.22 runs postgres 11.22, whose support ended on 2026-03-31.',
    'pg-14.7: fail high: pg-14.7 runs postgres 14.7, which AWS has deprecated.',
    'pg-9.6.24: fail high: pg-9.6.24 runs postgres 9.6.24, which RDS no longer lists.',
    'pg-12.22: fail medium: pg-12.22 runs postgres 12.22, whose standard support ended on 2025-02-28: Extended Support is billed.',
    'pg-16.3: pass: pg-16.3 runs postgres 16.3, with standard support until 2029-02-28; 16.10 is newer.',
    'pg-17.6: pass: pg-17.6 runs postgres 17.6.',
  ]);
});

test.each([
  ['2026-11-23T08:00:00.000Z', 'fail'],
  ['2026-11-23T08:00:01.000Z', 'pass'],
])('standard support that ends at %s: %s', async (until, status) => {
  const [finding] = await judge(engineSupported, {
    'rds:DescribeDBInstances': instances('16.3'),
    'rds:DescribeDBClusters': {},
    'rds:DescribeDBEngineVersions': listed({ engine: 'postgres', version: '16.3' }),
    'rds:DescribeDBMajorEngineVersions': { DBMajorEngineVersions: [support('postgres', '16', until, '2030-01-01')] },
  });
  expect(finding?.status).toBe(status);
});

test('asks for the versions in use in one list, and a cluster in place of its members', async () => {
  const transport = answering({
    'rds:DescribeDBInstances': {
      DBInstances: [
        { DBInstanceIdentifier: 'a', Engine: 'mysql', EngineVersion: '8.4.6' },
        { DBInstanceIdentifier: 'b', Engine: 'mysql', EngineVersion: '8.4.6' },
        { DBInstanceIdentifier: 'o-1', Engine: 'aurora-mysql', EngineVersion: 'v3', DBClusterIdentifier: 'o' },
      ],
    },
    'rds:DescribeDBClusters': {
      DBClusters: [{ DBClusterIdentifier: 'o', Engine: 'aurora-mysql', EngineVersion: 'v3' }],
    },
    'rds:DescribeDBEngineVersions': listed(
      { engine: 'mysql', version: '8.4.6' },
      { engine: 'aurora-mysql', version: 'v3' },
    ),
    'rds:DescribeDBMajorEngineVersions': {},
  });
  const findings = await judge(engineSupported, transport);
  expect(findings.map(({ resource, status }) => `${resource.id} ${status}`)).toEqual(['a pass', 'b pass', 'o pass']);
  const asked = transport.asked.filter(({ operation }) => operation === 'DescribeDBEngineVersions');
  expect(asked.map(({ input }) => input)).toEqual([
    {
      MaxRecords: 100,
      IncludeAll: true,
      Filters: [
        { Name: 'engine', Values: ['aurora-mysql', 'mysql'] },
        { Name: 'engine-version', Values: ['8.4.6', 'v3'] },
      ],
    },
  ]);
});

test('without the dates of support, a deprecated version still fails and the others are unknown', async () => {
  const findings = await judge(engineSupported, {
    'rds:DescribeDBInstances': instances('16.3', '14.7'),
    'rds:DescribeDBClusters': {},
    'rds:DescribeDBEngineVersions': listed(
      { engine: 'postgres', version: '16.3' },
      { engine: 'postgres', version: '14.7', status: 'deprecated' },
    ),
    'rds:DescribeDBMajorEngineVersions': () => awsError('AccessDenied', 'no', 403),
  });
  expect(lines(findings)).toEqual([
    'pg-14.7: fail high: pg-14.7 runs postgres 14.7, which AWS has deprecated.',
    'pg-16.3: unknown: AccessDenied: rds:DescribeDBMajorEngineVersions is not allowed.',
  ]);
});

test('what RDS does not list of DocumentDB or Neptune is unknown', async () => {
  const findings = await judge(engineSupported, {
    'rds:DescribeDBInstances': {},
    'rds:DescribeDBClusters': {
      DBClusters: [{ DBClusterIdentifier: 'docs', Engine: 'docdb', EngineVersion: '5.0.0' }],
    },
    'rds:DescribeDBEngineVersions': {},
    'rds:DescribeDBMajorEngineVersions': {},
  });
  expect(lines(findings)).toEqual(['docs: unknown: docs runs docdb 5.0.0, which RDS does not list.']);
});

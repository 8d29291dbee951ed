import { expect, test } from 'vitest';
import { type Answers, awsError, type JudgeOptions, lines, NOW, runOn } from '../../../test/answers.ts';
import type { Environment } from '../../model/environment.ts';
import { preflight } from './preflight.ts';

const PRODUCTION: Environment = {
  name: 'production',
  production: true,
  services: [],
  databases: [],
  loadBalancers: [],
};
const GROUP = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup';

function ago(hours: number): Date {
  return new Date(NOW.getTime() - hours * 3_600_000);
}

function account(more: Answers = {}): Answers {
  const clusterArn = 'arn:aws:ecs:us-east-1:123456789012:cluster/shop';
  const backup = { BackupRetentionPeriod: 7, LatestRestorableTime: ago(0.1) };
  const taken = { Status: 'available', SnapshotCreateTime: ago(25) };
  return {
    'cloudwatch:DescribeAlarms': {},
    'ecs:ListClusters': { clusterArns: [clusterArn] },
    'ecs:DescribeClusters': { clusters: [{ clusterArn, clusterName: 'shop', status: 'ACTIVE' }] },
    'ecs:ListServices': { serviceArns: ['arn:aws:ecs:us-east-1:123456789012:service/shop/web'] },
    'ecs:DescribeServices': {
      services: [
        {
          clusterArn,
          serviceName: 'web',
          status: 'ACTIVE',
          desiredCount: 1,
          runningCount: 1,
          loadBalancers: [
            {
              targetGroupArn: `${GROUP}/web-blue/1`,
              advancedConfiguration: { alternateTargetGroupArn: `${GROUP}/web-green/2` },
            },
          ],
        },
      ],
    },
    'elbv2:DescribeTargetGroups': {
      TargetGroups: ['web-blue/1', 'web-green/2', 'other/3'].map((name) => ({
        TargetGroupArn: `${GROUP}/${name}`,
        TargetGroupName: name.split('/')[0],
        LoadBalancerArns: ['arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/1'],
      })),
    },
    'elbv2:DescribeTargetHealth': ({ TargetGroupArn }: { readonly TargetGroupArn: string }) => {
      const State = TargetGroupArn.includes('blue') ? 'healthy' : 'unhealthy';
      return { TargetHealthDescriptions: [{ Target: { Id: '10.0.0.1', Port: 80 }, TargetHealth: { State } }] };
    },
    'rds:DescribeDBInstances': {
      DBInstances: [
        { ...backup, DBInstanceIdentifier: 'orders' },
        { ...backup, DBInstanceIdentifier: 'ledger-1', DBClusterIdentifier: 'ledger' },
      ],
    },
    'rds:DescribeDBSnapshots': {
      DBSnapshots: [{ ...taken, DBInstanceIdentifier: 'orders', DBSnapshotIdentifier: 'rds:orders' }],
    },
    'rds:DescribeDBClusters': {
      DBClusters: [
        { ...backup, DBClusterIdentifier: 'ledger', DBClusterMembers: [{ DBInstanceIdentifier: 'ledger-1' }] },
      ],
    },
    'rds:DescribeDBClusterSnapshots': {
      DBClusterSnapshots: [{ ...taken, DBClusterIdentifier: 'ledger', DBClusterSnapshotIdentifier: 'rds:ledger' }],
    },
    ...more,
  };
}

async function failing(options: JudgeOptions, answers = account()): Promise<string[]> {
  const { findings } = await runOn(preflight, answers, options);
  return lines(findings.filter(({ status, check }) => status === 'fail' && check !== 'window-open'));
}

function of(environment: Partial<Environment>, parameters: Record<string, string> = {}): JudgeOptions {
  return { environments: [{ ...PRODUCTION, ...environment }], parameters };
}

test.each(['orders', 'ledger', 'ledger-1', 'Orders'])(
  'E11.4 a database %s of the environment is judged, of a cluster too, by what 24 hours ask',
  async (database) => {
    const found = await failing(of({ services: ['web'], databases: [database] }));
    expect(found.filter((line) => line.includes('not backed up'))).toHaveLength(1);
  },
);

test('E11.4 a database of the environment that is not there does not pass', async () => {
  expect(await failing(of({ services: ['web'], databases: ['orderz'] }))).toContain(
    'orderz: fail critical: There is no database orderz, which the configuration names: what does not exist has no backup.',
  );
});

test('a database is not called missing where databases could not be read, or are not looked at', async () => {
  const denied = account({ 'rds:DescribeDBClusters': awsError('AccessDenied', 'no', 403) });
  const databases = ['ledger'];
  expect((await failing(of({ databases }), denied)).join()).not.toContain('There is no');
  const off = { enabled: false, settings: {} };
  const overrides = { 'rds-instance-backed-up': off, 'rds-cluster-backed-up': off };
  expect((await failing({ ...of({ databases }), overrides })).join()).not.toContain('There is no');
});

test('E11.5 a cluster that is not there is not healthy, whether a service is named or not', async () => {
  const found = await failing({ parameters: { cluster: 'shopp' } });
  expect(found[0]).toBe(
    'shopp: fail critical: There is no cluster shopp with a service in it: what does not exist is not healthy.',
  );
});

test('E11.5 a service of an environment that does not name the cluster is found by its name', async () => {
  expect((await failing(of({ services: ['web'] }))).join()).not.toContain('There is no');
  expect(await failing(of({ services: ['wob'] }))).toContain(
    'wob: fail critical: There is no service wob: what does not exist is not healthy.',
  );
});

test('E11.5 a cluster may be named by its ARN', async () => {
  const cluster = 'arn:aws:ecs:us-east-1:123456789012:cluster/shop';
  expect((await failing(of({ cluster, services: ['web'] }))).join()).not.toContain('There is no');
});

test('E11.5 both colours of a blue/green service are looked at, and no other service’s targets', async () => {
  const found = await failing({ parameters: { cluster: 'shop', service: 'web' } });
  const targets = found.filter((line) => line.includes('no healthy target'));
  expect(targets).toHaveLength(1);
  expect(targets[0]).toMatch(/^web-green: fail critical/);
});

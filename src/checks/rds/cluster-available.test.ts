import { expect, test } from 'vitest';
import { judge, lines } from '../../../test/answers.ts';
import { clusterAvailable } from './cluster-available.ts';

interface ClusterUnderTest {
  readonly id: string;
  readonly status?: string;
  /** The status of each member, the writer first. */
  readonly members?: readonly string[];
  readonly writer?: boolean;
  readonly more?: object;
}

function answers(...clusters: readonly ClusterUnderTest[]) {
  return {
    'rds:DescribeDBClusters': {
      DBClusters: clusters.map(({ id, status = 'available', members = [], writer = true, more = {} }) => ({
        DBClusterIdentifier: id,
        Status: status,
        DBClusterMembers: members.map((_, index) => ({
          DBInstanceIdentifier: `${id}-${index}`,
          IsClusterWriter: writer && index === 0,
        })),
        ...more,
      })),
    },
    'rds:DescribeDBInstances': {
      DBInstances: clusters.flatMap(({ id, members = [] }) =>
        members.map((DBInstanceStatus, index) => ({ DBInstanceIdentifier: `${id}-${index}`, DBInstanceStatus })),
      ),
    },
  } as const;
}

test('a cluster is available when it is and its writer is, whatever its readers do', async () => {
  const findings = await judge(
    clusterAvailable,
    answers(
      { id: 'good', members: ['available', 'storage-full'] },
      { id: 'headless' },
      { id: 'readers', members: ['available'], writer: false },
      { id: 'broken-writer', members: ['incompatible-network', 'available'] },
      { id: 'rebooting', members: ['rebooting'] },
      { id: 'failing-over', status: 'failing-over', members: ['available'] },
      { id: 'asleep', status: 'stopped', members: ['stopped'] },
      { id: 'locked', status: 'inaccessible-encryption-credentials', members: ['available'] },
    ),
  );
  expect(lines(findings)).toEqual([
    'broken-writer: fail critical: broken-writer is available but its writer broken-writer-0 is incompatible-network.',
    'headless: fail critical: headless is available but has no writer.',
    'locked: fail critical: locked is inaccessible-encryption-credentials.',
    'readers: fail critical: readers is available but has no writer.',
    'asleep: fail medium: asleep is stopped.',
    'failing-over: pass: failing-over is failing-over, which passes by itself, with its writer failing-over-0.',
    'good: pass: good is available, with its writer good-0.',
    'rebooting: pass: rebooting is available; its writer rebooting-0 is rebooting.',
  ]);
});

test('Aurora Serverless v1 and the secondary cluster of a global database need no writer', async () => {
  const findings = await judge(
    clusterAvailable,
    answers(
      { id: 'serverless', more: { EngineMode: 'serverless' } },
      { id: 'secondary', more: { ReplicationSourceIdentifier: 'arn:aws:rds:eu-west-1:123456789012:cluster:main' } },
    ),
  );
  expect(lines(findings)).toEqual([
    'secondary: pass: secondary is available.',
    'serverless: pass: serverless is available.',
  ]);
});

test('a writer of which nothing is known leaves the cluster unknown', async () => {
  const findings = await judge(clusterAvailable, {
    ...answers({ id: 'orders', members: ['available'] }),
    'rds:DescribeDBInstances': {},
  });
  expect(lines(findings)).toEqual(['orders: unknown: orders is available; nothing is known of its writer orders-0.']);
});

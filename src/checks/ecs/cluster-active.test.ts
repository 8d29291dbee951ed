import { expect, test } from 'vitest';
import { awsError, judge, lines } from '../../../test/answers.ts';
import { clusterArn } from '../../../test/ecs-answers.ts';
import { clusterActive } from './cluster-active.ts';

test('E1.2 judges every cluster by its state instead of listing its ARN', async () => {
  const findings = await judge(clusterActive, {
    'ecs:ListClusters': { clusterArns: [clusterArn('web'), clusterArn('batch'), clusterArn('old')] },
    'ecs:DescribeClusters': {
      clusters: [
        {
          clusterName: 'web',
          clusterArn: clusterArn('web'),
          status: 'ACTIVE',
          runningTasksCount: 1,
          activeServicesCount: 2,
        },
        { clusterName: 'batch', clusterArn: clusterArn('batch'), status: 'FAILED' },
        { clusterName: 'old', clusterArn: clusterArn('old'), status: 'INACTIVE' },
      ],
    },
  });
  expect(lines(findings)).toEqual([
    'batch: fail high: batch is FAILED: what its capacity providers need could not be created.',
    'old: fail high: old is INACTIVE: it has been deleted.',
    'web: pass: web is ACTIVE: 2 services, 1 running task.',
  ]);
});

test('a state that AWS does not tell is unknown', async () => {
  const findings = await judge(clusterActive, {
    'ecs:ListClusters': { clusterArns: [clusterArn('mute')] },
    'ecs:DescribeClusters': { clusters: [{ clusterName: 'mute', clusterArn: clusterArn('mute') }] },
  });
  expect(lines(findings)).toEqual(['mute: unknown: AWS does not say in which state mute is.']);
});

test('describes a hundred clusters a call', async () => {
  const sizes: number[] = [];
  const arns = Array.from({ length: 230 }, (_, index) => clusterArn(`c${index}`));
  const findings = await judge(clusterActive, {
    'ecs:ListClusters': { clusterArns: arns },
    'ecs:DescribeClusters': ({ clusters }: { clusters: string[] }) => {
      sizes.push(clusters.length);
      return {
        clusters: clusters.map((arn) => ({ clusterArn: arn, clusterName: arn.split('/')[1], status: 'ACTIVE' })),
      };
    },
  });
  expect(sizes).toEqual([100, 100, 30]);
  expect(findings).toHaveLength(230);
});

test('an account without clusters has nothing to judge, and is asked once', async () => {
  expect(await judge(clusterActive, { 'ecs:ListClusters': { clusterArns: [] } })).toEqual([]);
});

test('a denied list is unknown, never a pass', async () => {
  const denied = awsError('AccessDeniedException', 'User is not authorized to perform: ecs:ListClusters', 400);
  const findings = await judge(clusterActive, { 'ecs:ListClusters': () => denied });
  expect(lines(findings)).toEqual(['ecs: unknown: AccessDeniedException: ecs:ListClusters is not allowed.']);
});

import { expect, test } from 'vitest';
import { type Answers, awsError, NOW, runOn } from '../../../test/answers.ts';
import { likelyCauses } from './likely-causes.ts';

const LOOK = { id: 'x', title: 'x', purpose: '', checks: [], sections: [likelyCauses] };
const CLUSTER = 'arn:aws:ecs:us-east-1:123456789012:cluster/shop';

function minutesAgo(minutes: number): Date {
  return new Date(NOW.getTime() - minutes * 60_000);
}

async function causes(answers: Answers) {
  const quiet = { 'cloudtrail:LookupEvents': {}, 'cloudwatch:DescribeAlarms': {}, 'rds:DescribeEvents': {} };
  const { sections } = await runOn(LOOK, { ...quiet, 'ecs:ListClusters': {}, ...answers });
  return sections[0];
}

test('an alarm that only scales is no trouble: what came before it is not put first', async () => {
  const alarm = { StateValue: 'ALARM', Dimensions: [] };
  const policy = 'arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:1:resource/ecs/service/a/b:policyName/cpu';
  const section = await causes({
    'cloudwatch:DescribeAlarms': {
      MetricAlarms: [
        { ...alarm, AlarmName: 'errors', StateTransitionedTimestamp: minutesAgo(10) },
        { ...alarm, AlarmName: 'scale-in', AlarmActions: [policy], StateTransitionedTimestamp: minutesAgo(50) },
      ],
    },
    'cloudtrail:LookupEvents': {
      Events: [
        { EventName: 'TagResource', EventTime: minutesAgo(51) },
        { EventName: 'UpdateService', EventTime: minutesAgo(15) },
      ],
    },
  });
  expect(section?.text).toEqual(['1 alarm is on, errors first, since 2026-11-23T07:50:00.000Z.']);
  expect(section?.rows.map(({ what }) => what)).toEqual(['UpdateService', 'TagResource']);
});

test('E9.4 services of a cluster that may not be read are named among what the ranking is without', async () => {
  const section = await causes({
    'ecs:ListClusters': { clusterArns: [CLUSTER] },
    'ecs:DescribeClusters': { clusters: [{ clusterArn: CLUSTER, clusterName: 'shop', status: 'ACTIVE' }] },
    'ecs:ListServices': awsError('AccessDeniedException', 'no'),
  });
  expect(section?.note).toBe('Ranked without: AccessDeniedException: ecs:ListServices is not allowed.');
});

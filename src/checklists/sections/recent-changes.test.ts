import { expect, test } from 'vitest';
import { awsError, NOW, runOn } from '../../../test/answers.ts';
import type { Call } from '../../aws/service.ts';
import { likelyCauses } from './likely-causes.ts';
import { recentChanges } from './recent-changes.ts';

const LOOK = { id: 'x', title: 'x', purpose: '', checks: [], sections: [likelyCauses, recentChanges] };

test('E9.3 a denied part of the history is said and makes the result incomplete; the rest is there', async () => {
  const { findings, sections } = await runOn(
    LOOK,
    {
      'cloudtrail:LookupEvents': (_: never, { region }: Call) =>
        region === 'us-east-1'
          ? awsError('AccessDeniedException', 'no')
          : { Events: [{ EventId: '1', EventName: 'UpdateService', EventTime: NOW, Username: 'alice' }] },
      'cloudwatch:DescribeAlarms': {},
      'ecs:ListClusters': {},
      'rds:DescribeEvents': {},
    },
    { region: 'eu-central-1' },
  );
  const [causes, changes] = sections;
  expect(changes?.rows).toMatchObject([{ operation: 'UpdateService', actor: 'alice' }]);
  expect(changes?.note).toContain('Not all of them could be read: AccessDeniedException: cloudtrail:LookupEvents');
  expect(changes).not.toHaveProperty('unread');
  expect(causes?.rows).toHaveLength(1);
  expect(causes?.note).toContain('Ranked without: AccessDeniedException');
  expect(findings).toMatchObject([{ status: 'unknown', check: 'x#recent-changes', resource: { id: 'cloudtrail' } }]);
});

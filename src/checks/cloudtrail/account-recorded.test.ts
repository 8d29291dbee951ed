import { expect, test } from 'vitest';
import { answering, awsError, judge, lines } from '../../../test/answers.ts';
import { accountRecorded } from './account-recorded.ts';

interface Planted {
  readonly name: string;
  readonly regional?: boolean;
  readonly stopped?: boolean | Error;
  readonly selectors?: object;
}

function account(...trails: readonly Planted[]) {
  const find = (arn: string): Planted => trails.find(({ name }) => arn.endsWith(`/${name}`)) ?? { name: arn };
  return answering({
    'cloudtrail:DescribeTrails': {
      trailList: trails.map(({ name, regional, selectors }) => ({
        Name: name,
        TrailARN: `arn:aws:cloudtrail:us-east-1:123456789012:trail/${name}`,
        HomeRegion: 'us-east-1',
        IsMultiRegionTrail: !regional,
        HasCustomEventSelectors: selectors !== undefined,
      })),
    },
    'cloudtrail:ListTrails': {},
    'cloudtrail:GetTrailStatus': ({ Name }: { readonly Name: string }) => {
      const { stopped } = find(Name);
      return stopped instanceof Error ? stopped : { IsLogging: !stopped };
    },
    'cloudtrail:GetEventSelectors': ({ TrailName }: { readonly TrailName: string }) => find(TrailName).selectors ?? {},
  });
}

async function judged(...trails: readonly Planted[]): Promise<string> {
  const [line = '', ...more] = lines(await judge(accountRecorded, account(...trails)));
  expect(more).toEqual([]);
  return line.replace('123456789012: ', '');
}

test('a multi-region trail that logs is enough, and its default selectors need no call', async () => {
  const transport = account({ name: 'org-trail' }, { name: 'dead-trail', stopped: true });
  expect(lines(await judge(accountRecorded, transport))).toEqual([
    '123456789012: pass: org-trail records the management events of every region.',
  ]);
  expect(transport.asked.map(({ operation }) => operation)).not.toContain('GetEventSelectors');
});

test('says of each trail why it does not record the account', async () => {
  expect(await judged()).toBe('fail critical: The account has no trail.');
  const writes = { EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] };
  expect(
    await judged(
      { name: 'dead', stopped: true },
      { name: 'local', regional: true },
      { name: 'half', selectors: writes },
    ),
  ).toBe(
    'fail critical: No trail records the account: dead is not logging; local records us-east-1 only; half keeps writes only.',
  );
});

const management = { Field: 'eventCategory', Equals: ['Management'] };

test.each([
  ['all', { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] }, 'pass'],
  ['all by default', { EventSelectors: [{}] }, 'pass'],
  [
    'reads and writes apart',
    { EventSelectors: [{ ReadWriteType: 'ReadOnly' }, { ReadWriteType: 'WriteOnly' }] },
    'pass',
  ],
  ['data events alone', { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: false }] }, 'fail'],
  ['reads alone', { EventSelectors: [{ ReadWriteType: 'ReadOnly' }] }, 'fail'],
  ['advanced: all', { AdvancedEventSelectors: [{ FieldSelectors: [management] }] }, 'pass'],
  [
    'advanced: reads and writes apart',
    {
      AdvancedEventSelectors: [
        { FieldSelectors: [management, { Field: 'readOnly', Equals: ['true'] }] },
        { FieldSelectors: [management, { Field: 'readOnly', Equals: ['false'] }] },
      ],
    },
    'pass',
  ],
  [
    'advanced: writes alone',
    { AdvancedEventSelectors: [{ FieldSelectors: [management, { Field: 'readOnly', Equals: ['false'] }] }] },
    'fail',
  ],
  [
    'advanced: one service alone',
    {
      AdvancedEventSelectors: [
        { FieldSelectors: [management, { Field: 'eventSource', Equals: ['iam.amazonaws.com'] }] },
      ],
    },
    'fail',
  ],
  [
    'advanced: data events alone',
    { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] },
    'fail',
  ],
])('a trail that keeps %s', async (_, selectors, expected) => {
  expect(await judged({ name: 'org-trail', selectors })).toMatch(new RegExp(`^${expected}`));
});

test('a trail that leaves out the key service still records the account, which is said', async () => {
  const without = { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] };
  const advanced = { AdvancedEventSelectors: [{ FieldSelectors: [management, without] }] };
  const plain = { EventSelectors: [{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }] };
  const said = 'pass: t-1 records the management events of every region, but for those of kms.amazonaws.com.';
  expect(await judged({ name: 't-1', selectors: advanced })).toBe(said);
  expect(await judged({ name: 't-1', selectors: plain })).toBe(said);
});

test('a trail that may not be looked at could be the one: unknown, unless another records everything', async () => {
  const denied = awsError('AccessDeniedException', 'no', 400);
  const findings = await judge(
    accountRecorded,
    account({ name: 'dead', stopped: true }, { name: 'hidden', stopped: denied }),
  );
  expect(lines(findings)).toEqual([
    'cloudtrail: unknown: AccessDeniedException: cloudtrail:GetTrailStatus is not allowed.',
  ]);
  expect(await judged({ name: 'hidden', stopped: denied }, { name: 'good' })).toMatch(/^pass: good records/);
});

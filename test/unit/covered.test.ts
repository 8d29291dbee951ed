import { expect, test } from 'vitest';
import { denied, finding, HOME, result } from '../fixtures/result.ts';
import { coveredBy } from '../../src/main/memory/covered.ts';

const checks = [
  { id: 'rds-instance-available', title: '', why: '', scope: 'region' },
  { id: 's3-bucket-not-public', title: '', why: '', scope: 'account' },
] as const;
const targets = [HOME, { ...HOME, region: 'eu-west-1' }];
const none = { findings: [], sections: [], checks, targets };

test('a check that was heard out speaks for its region, or for the whole account', () => {
  expect(lines(none)).toEqual([
    'rds-instance-available 123456789012/us-east-1',
    'rds-instance-available 123456789012/eu-west-1',
    's3-bucket-not-public 123456789012/*',
  ]);
});

test('a check that could not read, or not to the end, says nothing there, and goes on speaking elsewhere', () => {
  const blind = [
    denied('rds-instance-available', 'rds:DescribeDBInstances', { region: 'eu-west-1' }),
    denied('s3-bucket-not-public', 's3:ListAllMyBuckets', { region: 'global' }),
  ];
  expect(lines({ ...none, findings: blind })).toEqual(['rds-instance-available 123456789012/us-east-1']);
});

test('one resource that could not be judged does not silence its check', () => {
  expect(lines({ ...none, findings: [finding({ status: 'unknown' })] })).toHaveLength(3);
});

test('a run that was narrowed says nothing of the rest', () => {
  expect(lines({ ...none, parameters: { service: 'web' } })).toEqual([]);
});

test('a section that could be read again takes back that it could not', () => {
  const sections = [{ id: 'costs', title: 'Costs', columns: [], rows: [], note: null }];
  expect(lines({ ...none, checks: [], targets: [HOME], sections })).toEqual([
    'daily/health-check#costs 123456789012/us-east-1',
  ]);
});

function lines(facts: Parameters<typeof result>[0]): string[] {
  return coveredBy(result(facts)).map(({ check, account, region }) => `${check} ${account}/${region ?? '*'}`);
}

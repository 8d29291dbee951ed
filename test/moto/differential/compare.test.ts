import { expect, test } from 'vitest';
import type { Told } from './ask.ts';
import { differencesOf } from './compare.ts';
import { formatOf } from './format.ts';
import type { Member } from './shape.ts';

function answers(members: Readonly<Record<string, string>>, outcome = 'answers'): Told {
  const shape = new Map<string, Member>(
    Object.entries(members).map(([path, text]) => {
      const [type = '', format] = text.split('/');
      return [path, { types: new Set([type]), formats: new Set(format === undefined ? [] : [format]) }];
    }),
  );
  return { outcome, shape, replies: [] };
}

const refuses: Told = { outcome: 'refuses Gone 404', shape: undefined, replies: [] };

test('tells what one side has and the other not, what is of another type, and what is of another format', () => {
  const ours = answers({ Vpcs: 'list', 'Vpcs[]': 'object', 'Vpcs[].Id': 'string/vpc', 'Vpcs[].Size': 'number' });
  const moto = answers({
    Vpcs: 'list',
    'Vpcs[]': 'object',
    'Vpcs[].Id': 'string/text',
    'Vpcs[].Size': 'string',
    'Vpcs[].More': 'map',
  });
  expect(differencesOf('ec2:DescribeVpcs', [{ name: 'plain', ours, moto }])).toEqual([
    'ec2:DescribeVpcs [plain] Vpcs[].Id: ours vpc, moto text',
    'ec2:DescribeVpcs [plain] Vpcs[].Size: ours number, moto string',
    'ec2:DescribeVpcs [plain] Vpcs[].More: ours absent, moto map',
  ]);
});

test('tells the outermost member that is missing, and nothing below it', () => {
  const ours = answers({ Endpoint: 'object', 'Endpoint.Port': 'number' });
  expect(differencesOf('o:p', [{ name: 'plain', ours, moto: answers({}) }])).toEqual([
    'o:p [plain] Endpoint: ours object, moto absent',
  ]);
});

test('says "every answer" only where it is every one that could differ', () => {
  const pair = (name: string, ours: string) => ({ name, ours: answers({ A: ours }), moto: answers({ A: 'string' }) });
  const pairs = [pair('plain', 'number'), pair('named', 'number')];
  expect(differencesOf('o:p', pairs)).toEqual(['o:p [every answer] A: ours number, moto string']);
  expect(differencesOf('o:p', [...pairs, pair('filtered', 'string')])).toEqual([
    'o:p [plain; named] A: ours number, moto string',
  ]);
});

test('tells an answer from a refusal, and does not compare members then', () => {
  const [only, ...more] = differencesOf('o:p', [{ name: 'known', ours: refuses, moto: answers({ A: 'string' }) }]);
  expect([only, more]).toEqual(['o:p [known] ours refuses Gone 404, moto answers', []]);
});

test.each([
  ['arn:aws:rds:us-east-1:123456789012:db:x', 'ARN rds region account db'],
  ['arn:aws:s3:::bucket', 'ARN s3'],
  ['vpc-0123456789abcdef0', 'vpc-<17 hex digits>'],
  ['manual-backup-20250101', 'text'],
  ['2026-11-23T08:00:00.000Z', 'ISO milliseconds'],
  ['%7B%22Version%22%3A1%7D', 'URL-encoded JSON'],
  ['us-east-1', 'region'],
  ['us-east-1a', 'zone'],
])('%s is %s', (text, format) => expect(formatOf(text)).toBe(format));

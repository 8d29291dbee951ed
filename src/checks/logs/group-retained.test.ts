import { expect, test } from 'vitest';
import { judge, lines } from '../../../test/answers.ts';
import { groupRetained } from './group-retained.ts';

const GB = 1024 ** 3;

test('names the groups that never expire and hold more than 1 GB, with what they cost a month', async () => {
  const findings = await judge(groupRetained, {
    'logs:DescribeLogGroups': {
      logGroups: [
        { logGroupName: '/big', storedBytes: 40 * GB, arn: 'arn:aws:logs:us-east-1:123456789012:log-group:/big:*' },
        { logGroupName: '/exactly', storedBytes: GB },
        { logGroupName: '/just-over', storedBytes: GB + 1 },
        { logGroupName: '/kept', storedBytes: 90 * GB, retentionInDays: 30 },
        { logGroupName: '/new' },
      ],
    },
  });
  expect(lines(findings)).toEqual([
    '/big: fail low: /big never expires and holds 40.0 GB.',
    '/just-over: fail low: /just-over never expires and holds 1.0 GB.',
    '/exactly: pass: /exactly never expires, but holds only 1.0 GB.',
    '/kept: pass: /kept keeps its events for 30 days (90.0 GB).',
    '/new: pass: /new never expires, but holds only 0.0 GB.',
  ]);
  expect(findings[0]).toMatchObject({
    resource: { arn: 'arn:aws:logs:us-east-1:123456789012:log-group:/big' },
    evidence: { monthlyCostUsd: 1.2, priceRegion: 'us-east-1' },
  });
});

import { expect, test } from 'vitest';
import type { DoctorReport } from '../main/doctor/report.ts';
import { renderDoctor } from './doctor.ts';

const report: DoctorReport = {
  schema: 'opsbook/doctor@1',
  well: false,
  parts: [
    { name: 'runtime', health: 'ok', text: 'Node.js 20.20.2 on linux-x64' },
    { name: 'clock', health: 'problem', text: '420 s ahead of AWS: at five minutes AWS refuses every request' },
  ],
  targets: [
    {
      account: '123456789012',
      region: 'us-east-1',
      name: 'production',
      identity: 'arn:aws:sts::123456789012:assumed-role/ReadOnly/opsbook',
      problem: null,
      operations: [
        { operation: 'ec2:DescribeVpcs', access: 'allowed', detail: null, missingAction: null },
        { operation: 's3:ListBuckets', access: 'denied', detail: 'AccessDenied', missingAction: 's3:ListAllMyBuckets' },
        { operation: 'health:DescribeEvents', access: 'not-subscribed', detail: 'needs a plan', missingAction: null },
        { operation: 's3:GetBucketAcl', access: 'not-tried', detail: 'it must be told Bucket', missingAction: null },
      ],
    },
    {
      account: '210987654321',
      region: 'eu-west-1',
      problem: 'ExpiredToken: the credentials have expired.',
      operations: [],
    },
  ],
  checklists: [
    { id: 'daily/health-check', parts: 14, affected: [] },
    { id: 'weekly/security-review', parts: 15, affected: ['s3-bucket-not-public', 'weekly/security-review#buckets'] },
  ],
};

test('says what works and what does not, within 80 columns', () => {
  const text = renderDoctor(report, { width: 80, color: false });
  expect(text).toMatchInlineSnapshot(`
    "Opsbook doctor
      ✓ runtime  Node.js 20.20.2 on linux-x64
      ✗ clock    420 s ahead of AWS: at five minutes AWS refuses every request

    123456789012 in us-east-1 (production) as
      arn:aws:sts::123456789012:assumed-role/ReadOnly/opsbook
      ✓ 1 operation allowed
      ✗ not allowed, to be granted: s3:ListAllMyBuckets
      · health:DescribeEvents: not-subscribed (needs a plan)
      · 1 operation not tried, since each needs a resource, searches or costs

    210987654321 in eu-west-1
      ✗ ExpiredToken: the credentials have expired.

    What the checklists can say here
      ✓ daily/health-check: all 14 checks and sections
      ✗ weekly/security-review: 13 of 15 checks and sections; not wholly:
        s3-bucket-not-public, #buckets

    Not all is well: what is marked ✗ does not work.
    "
  `);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('where no account can be looked at, no checklist can say anything', () => {
  const [, lost] = report.targets;
  const text = renderDoctor({ ...report, targets: lost ? [lost] : [] }, { width: 80, color: false });
  expect(text).toContain('✗ nothing: no account can be looked at');
  expect(text).not.toContain('weekly/security-review');
});

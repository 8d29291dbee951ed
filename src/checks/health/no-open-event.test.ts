import { expect, test } from 'vitest';
import { answering, awsError, judge, lines } from '../../../test/answers.ts';
import { noOpenEvent } from './no-open-event.ts';

const refusal = awsError('SubscriptionRequiredException', 'AWS Premium Support Subscription is required', 400);

function event(region: string, service: string) {
  return {
    arn: `arn:aws:health:${region}::event/${service}/AWS_${service}_OPERATIONAL_ISSUE/AWS_${service}_OPERATIONAL_ISSUE_X1`,
    service,
    eventTypeCode: `AWS_${service}_OPERATIONAL_ISSUE`,
    eventTypeCategory: 'issue',
    region,
    startTime: new Date('2026-11-23T06:00:00Z'),
    statusCode: 'open',
  };
}

function published(arnRegion: string, service: string, more: object = {}) {
  return {
    arn: `arn:aws:health:${arnRegion}::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/AWS_EC2_OPERATIONAL_ISSUE_A`,
    date: '1795413600',
    region_name: 'N. Virginia',
    status: '1',
    service,
    service_name: 'Amazon Elastic Compute Cloud',
    summary: 'Increased error rates',
    event_log: [{ summary: 'x', message: 'y', status: 1, timestamp: 1795414200 }],
    ...more,
  };
}

test('E1.1 asks AWS Health in us-east-1 for open issues, and counts those of the region and the global ones', async () => {
  const transport = answering({
    'health:DescribeEvents': { events: [event('eu-west-1', 'EC2'), event('us-east-1', 'RDS'), event('global', 'IAM')] },
  });
  const findings = await judge(noOpenEvent, transport, { region: 'eu-west-1' });
  expect(transport.asked[0]).toMatchObject({
    region: 'us-east-1',
    input: { filter: { eventStatusCodes: ['open'], eventTypeCategories: ['issue'] } },
  });
  expect(lines(findings)).toEqual([
    'AWS_EC2_OPERATIONAL_ISSUE_X1: fail high: EC2 has an open issue in eu-west-1 since 2026-11-23T06:00:00.000Z: AWS_EC2_OPERATIONAL_ISSUE.',
    'AWS_IAM_OPERATIONAL_ISSUE_X1: fail high: IAM has an open issue everywhere since 2026-11-23T06:00:00.000Z: AWS_IAM_OPERATIONAL_ISSUE.',
  ]);
});

test('E1.1 without any open issue of the region, that is said', async () => {
  const findings = await judge(
    noOpenEvent,
    { 'health:DescribeEvents': { events: [event('us-east-1', 'RDS')] } },
    { region: 'eu-west-1' },
  );
  expect(lines(findings)).toEqual(['health: pass: AWS Health has no open issue in eu-west-1.']);
});

test('E1.1 without a support plan the public feed is asked instead, and says so', async () => {
  const findings = await judge(noOpenEvent, {
    'health:DescribeEvents': () => refusal,
    'feed:PublicEvents': {
      events: [
        published('us-east-1', 'ec2-us-east-1'),
        published('eu-central-1', 'ec2-eu-central-1'),
        published('us-east-1', 'rds-us-east-1', { status: '0' }),
        published('us-east-1', 'sqs-us-east-1', { end_time: '1795417200' }),
      ],
    },
  });
  expect(lines(findings)).toEqual([
    'AWS_EC2_OPERATIONAL_ISSUE_A: fail high: Amazon Elastic Compute Cloud has an open issue in us-east-1 since 2026-11-23T06:00:00.000Z: Increased error rates (public event feed).',
  ]);
  expect(findings[0]?.evidence).toMatchObject({ source: 'feed', updatedAt: '2026-11-23T06:10:00.000Z' });
});

test.each([
  ['by the ending of its service', published('', 'ec2-us-east-1', { arn: '' }), 1],
  [
    'everywhere, where neither says a region',
    published('', 'cloudfront', { arn: 'arn:aws:health:::event/CLOUDFRONT/x/y' }),
    1,
  ],
  ['elsewhere', published('', 'ec2-ap-southeast-2', { arn: '' }), 0],
])('E1.1 an event of the feed is placed %s', async (_, entry, failing) => {
  const findings = await judge(noOpenEvent, {
    'health:DescribeEvents': () => refusal,
    'feed:PublicEvents': { events: [entry] },
  });
  expect(findings.filter(({ status }) => status === 'fail')).toHaveLength(failing);
});

test('E1.1 when neither answers it is unknown, with both reasons', async () => {
  const findings = await judge(noOpenEvent, {
    'health:DescribeEvents': () => refusal,
    'feed:PublicEvents': () => awsError('Http503', 'Service Unavailable', 503),
  });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    status: 'unknown',
    resource: { id: 'health' },
    evidence: { awsCode: 'SubscriptionRequiredException', feed: { operation: 'feed:PublicEvents' } },
  });
});

test('G3 a denied read is unknown: the feed is no way around a missing permission', async () => {
  const transport = answering({ 'health:DescribeEvents': () => awsError('AccessDeniedException', 'no', 403) });
  const findings = await judge(noOpenEvent, transport);
  expect(findings[0]).toMatchObject({ status: 'unknown', evidence: { missingAction: 'health:DescribeEvents' } });
  expect(transport.asked).toHaveLength(1);
});

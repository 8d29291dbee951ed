import { expect, test } from 'vitest';
import { answering, awsError, judge, lines } from '../../../test/answers.ts';
import { trailLogging } from './trail-logging.ts';

function trail(Name: string, HomeRegion = 'us-east-1', IsMultiRegionTrail = false) {
  return {
    Name,
    HomeRegion,
    IsMultiRegionTrail,
    TrailARN: `arn:aws:cloudtrail:${HomeRegion}:123456789012:trail/${Name}`,
  };
}

type Input = { readonly Name: string };

test('E5.7 asks the status by ARN, once for each trail and where it is at home, and names the dead one', async () => {
  const org = trail('org-trail', 'eu-west-1', true);
  const dead = trail('dead-trail');
  const transport = answering({
    'cloudtrail:DescribeTrails': { trailList: [org, dead, org] },
    'cloudtrail:ListTrails': { Trails: [org, dead] },
    'cloudtrail:GetTrailStatus': ({ Name }: Input) =>
      Name === org.TrailARN
        ? { IsLogging: true }
        : { IsLogging: false, StopLoggingTime: new Date('2026-11-03T08:00:00Z') },
  });
  const findings = await judge(trailLogging, transport);
  expect(lines(findings)).toEqual([
    'dead-trail: fail critical: dead-trail is not logging; it was stopped at 2026-11-03T08:00:00.000Z.',
    'org-trail: pass: org-trail is logging.',
  ]);
  expect(findings.map(({ region }) => region)).toEqual(['us-east-1', 'eu-west-1']);
  const statuses = transport.asked.filter(({ operation }) => operation === 'GetTrailStatus');
  expect(statuses.map(({ input, region }) => [input, region])).toEqual([
    [{ Name: org.TrailARN }, 'eu-west-1'],
    [{ Name: dead.TrailARN }, 'us-east-1'],
  ]);
});

test('a trail of another region, which casts no shadow here, is looked at too', async () => {
  const far = trail('far-trail', 'ap-south-1');
  const findings = await judge(trailLogging, {
    'cloudtrail:DescribeTrails': (_: unknown, { region }) => ({ trailList: region === 'ap-south-1' ? [far] : [] }),
    'cloudtrail:ListTrails': { Trails: [far] },
    'cloudtrail:GetTrailStatus': { IsLogging: false },
  });
  expect(lines(findings)).toEqual(['far-trail: fail critical: far-trail is not logging.']);
});

test('a trail that logs into a bucket it may not write is as good as dead', async () => {
  const findings = await judge(trailLogging, {
    'cloudtrail:DescribeTrails': { trailList: [trail('org-trail')] },
    'cloudtrail:ListTrails': {},
    'cloudtrail:GetTrailStatus': { IsLogging: true, LatestDeliveryError: 'AccessDenied' },
  });
  expect(lines(findings)).toEqual(['org-trail: fail critical: org-trail cannot deliver to its bucket: AccessDenied.']);
});

test('a status that is denied, or says nothing, is unknown for that trail alone', async () => {
  const findings = await judge(trailLogging, {
    'cloudtrail:DescribeTrails': { trailList: [trail('a-trail'), trail('b-trail'), trail('c-trail')] },
    'cloudtrail:ListTrails': {},
    'cloudtrail:GetTrailStatus': ({ Name }: Input) =>
      Name.endsWith('a-trail')
        ? awsError('AccessDeniedException', 'no', 400)
        : Name.endsWith('b-trail')
          ? {}
          : { IsLogging: true },
  });
  expect(lines(findings)).toEqual([
    'a-trail: unknown: AccessDeniedException: cloudtrail:GetTrailStatus is not allowed.',
    'b-trail: unknown: CloudTrail does not say whether b-trail is logging.',
    'c-trail: pass: c-trail is logging.',
  ]);
});

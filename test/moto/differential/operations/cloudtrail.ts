import type { Questions } from '../cases.ts';
import { first } from '../roles.ts';

const Name = {
  known: 'org-trail',
  unknown: 'trail-@@@@@@',
  malformed: ['ab', '-trail', 'arn:aws:s3:::b', 'arn:aws:cloudtrail:us-east-1:123456789012:trail/trail-nobody'],
};
const byArn = first('cloudtrail:ListTrails', 'Trails.TrailARN', { like: /org-trail/ });

export const cloudtrail: Record<string, Questions> = {
  DescribeTrails: {
    names: { trailNameList: { ...Name, known: [Name.known] } },
    also: { 'by ARN': { trailNameList: [byArn] }, 'without shadows': { includeShadowTrails: false } },
  },
  ListTrails: {},
  GetTrailStatus: {
    required: { Name: Name.known },
    names: { Name },
    also: { 'by ARN': { Name: byArn }, stopped: { Name: 'dead-trail' } },
  },
  GetEventSelectors: {
    required: { TrailName: Name.known },
    names: { TrailName: Name },
    also: { 'by ARN': { TrailName: byArn }, 'by default': { TrailName: 'dead-trail' } },
  },
};

import { expect, test } from 'vitest';
import { awsError, judge, lines } from '../../../test/answers.ts';
import { logValidation } from './log-validation.ts';

test('names the trails whose logs could be changed unseen', async () => {
  const findings = await judge(logValidation, {
    'cloudtrail:DescribeTrails': {
      trailList: [
        { Name: 'signed', TrailARN: 'arn:1', HomeRegion: 'us-east-1', LogFileValidationEnabled: true },
        { Name: 'unsigned', TrailARN: 'arn:2', HomeRegion: 'us-east-1', LogFileValidationEnabled: false },
      ],
    },
    'cloudtrail:ListTrails': {},
  });
  expect(lines(findings)).toEqual([
    'unsigned: fail medium: unsigned does not sign its log files.',
    'signed: pass: signed signs its log files.',
  ]);
});

test('trails that may not be described are unknown', async () => {
  const findings = await judge(logValidation, {
    'cloudtrail:DescribeTrails': () => awsError('AccessDeniedException', 'no', 400),
    'cloudtrail:ListTrails': {},
  });
  expect(lines(findings)).toEqual([
    'cloudtrail: unknown: AccessDeniedException: cloudtrail:DescribeTrails is not allowed.',
  ]);
});

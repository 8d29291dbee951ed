import { expect, test } from 'vitest';
import { answering, awsError, judge, lines } from '../../../test/answers.ts';
import { alarmQuiet } from './alarm-quiet.ts';

const since = new Date('2026-11-23T07:12:00.000Z');
const updated = new Date('2026-11-23T07:50:00.000Z');

test('E1.3 asks for composite alarms too, and says of every alarm that rings since when and why', async () => {
  const transport = answering({
    'cloudwatch:DescribeAlarms': {
      CompositeAlarms: [
        {
          AlarmName: 'checkout',
          AlarmRule: 'ALARM("5xx")',
          StateValue: 'ALARM',
          StateTransitionedTimestamp: since,
          StateReason: '5xx rang',
        },
      ],
      MetricAlarms: [
        {
          AlarmName: '5xx',
          StateValue: 'ALARM',
          StateReason: 'Threshold Crossed: 1 datapoint [7.0] was greater than the threshold (0.0).',
          StateTransitionedTimestamp: since,
          StateUpdatedTimestamp: updated,
        },
        { AlarmName: 'disk', StateValue: 'OK', StateUpdatedTimestamp: updated },
        { AlarmName: 'queue', StateValue: 'INSUFFICIENT_DATA', StateReason: 'Unchecked: Initial alarm creation' },
      ],
    },
  });
  const findings = await judge(alarmQuiet, transport);
  expect(transport.asked[0]?.input).toMatchObject({ AlarmTypes: ['CompositeAlarm', 'MetricAlarm', 'LogAlarm'] });
  expect(lines(findings)).toEqual([
    '5xx: fail high: 5xx is in ALARM since 2026-11-23T07:12:00.000Z: Threshold Crossed: 1 datapoint [7.0] was greater than the threshold (0.0).',
    'checkout: fail high: checkout (composite) is in ALARM since 2026-11-23T07:12:00.000Z: 5xx rang.',
    'queue: fail low: queue is in INSUFFICIENT_DATA: Unchecked: Initial alarm creation.',
    'disk: pass: disk is OK.',
  ]);
  expect(findings[1]).toMatchObject({
    resource: { type: 'AWS::CloudWatch::CompositeAlarm' },
    evidence: { kind: 'composite' },
  });
});

test('an alarm that only drives a scaling policy is no bad news', async () => {
  const policy = 'arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:1:resource/ecs/service/a/b:policyName/cpu';
  const alarm = { AlarmName: 'TargetTracking-b-AlarmLow-1', StateValue: 'ALARM', AlarmActions: [policy] };
  const both = { ...alarm, AlarmName: 'both', AlarmActions: [policy, 'arn:aws:sns:us-east-1:123456789012:page-us'] };
  const findings = await judge(alarmQuiet, { 'cloudwatch:DescribeAlarms': { MetricAlarms: [alarm, both] } });
  expect(lines(findings)).toEqual([
    'both: fail high: both is in ALARM.',
    'TargetTracking-b-AlarmLow-1: fail informational: TargetTracking-b-AlarmLow-1 is in ALARM. It only drives a scaling policy.',
  ]);
});

test('E1.3 a log alarm rings like any other, and an endpoint that has none yet hides no other alarm', async () => {
  const ScheduledQueryConfiguration = { QueryString: 'filter @message like /ERROR/' };
  const LogAlarms = [{ AlarmName: 'log-errors', StateValue: 'ALARM', ScheduledQueryConfiguration }];
  const findings = await judge(alarmQuiet, { 'cloudwatch:DescribeAlarms': { LogAlarms } });
  expect(findings).toMatchObject([
    { status: 'fail', resource: { type: 'AWS::CloudWatch::LogAlarm' }, evidence: { kind: 'log' } },
  ]);
  const older = ({ AlarmTypes = [] }: { AlarmTypes?: readonly string[] }) =>
    AlarmTypes.includes('LogAlarm')
      ? awsError('ValidationError', 'Member must satisfy enum value set')
      : { MetricAlarms: [{ AlarmName: 'disk', StateValue: 'OK' }] };
  expect(lines(await judge(alarmQuiet, { 'cloudwatch:DescribeAlarms': older }))).toEqual(['disk: pass: disk is OK.']);
});

test('an alarm that CloudWatch cannot evaluate is unknown, though the state it shows is an old OK', async () => {
  const alarm = (AlarmName: string, EvaluationState: string) => ({ AlarmName, StateValue: 'OK', EvaluationState });
  const wrong = { ...alarm('wrong', 'EVALUATION_ERROR'), StateReason: 'The query is not valid' };
  const MetricAlarms = [wrong, alarm('late', 'EVALUATION_FAILURE'), alarm('large', 'PARTIAL_DATA')];
  const findings = await judge(alarmQuiet, { 'cloudwatch:DescribeAlarms': { MetricAlarms } });
  expect(lines(findings)).toEqual([
    'late: unknown: late was OK when CloudWatch could last evaluate it (EVALUATION_FAILURE, which passes by itself).',
    'wrong: unknown: wrong was OK when CloudWatch could last evaluate it; it is set up wrongly (EVALUATION_ERROR): The query is not valid.',
    'large: pass: large is OK.',
  ]);
});

test('alarms of every page are judged', async () => {
  const page = (names: readonly string[]) => names.map((AlarmName) => ({ AlarmName, StateValue: 'OK' }));
  const findings = await judge(alarmQuiet, {
    'cloudwatch:DescribeAlarms': ({ NextToken }: { NextToken?: string }) =>
      NextToken === undefined ? { MetricAlarms: page(['a', 'b']), NextToken: 'more' } : { MetricAlarms: page(['c']) },
  });
  expect(lines(findings)).toEqual(['a: pass: a is OK.', 'b: pass: b is OK.', 'c: pass: c is OK.']);
});

test('G3 alarms that may not be read are unknown, never quiet', async () => {
  const denied = awsError('AccessDenied', 'User is not authorized to perform: cloudwatch:DescribeAlarms', 403);
  const findings = await judge(alarmQuiet, { 'cloudwatch:DescribeAlarms': () => denied });
  expect(lines(findings)).toEqual(['cloudwatch: unknown: AccessDenied: cloudwatch:DescribeAlarms is not allowed.']);
});

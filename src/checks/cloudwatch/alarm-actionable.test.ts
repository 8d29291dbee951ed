import { expect, test } from 'vitest';
import { judge, lines } from '../../../test/answers.ts';
import { alarmActionable } from './alarm-actionable.ts';

const topic = 'arn:aws:sns:us-east-1:123456789012:critical-alerts';

test('names every alarm that tells nobody, and why not', async () => {
  const findings = await judge(alarmActionable, {
    'cloudwatch:DescribeAlarms': {
      MetricAlarms: [
        { AlarmName: 'heard', ActionsEnabled: true, AlarmActions: [topic] },
        { AlarmName: 'muted', ActionsEnabled: false, AlarmActions: [topic] },
        { AlarmName: 'only-ok', ActionsEnabled: true, AlarmActions: [], OKActions: [topic] },
        { AlarmName: 'none', ActionsEnabled: true },
      ],
      CompositeAlarms: [
        { AlarmName: 'all', AlarmRule: 'ALARM("x")', ActionsEnabled: true, AlarmActions: [topic, topic] },
      ],
    },
  });
  expect(lines(findings)).toEqual([
    'muted: fail low: muted has its actions disabled.',
    'none: fail low: none has no alarm action.',
    'only-ok: fail low: only-ok has no alarm action.',
    'all: pass: all has 2 alarm actions, enabled.',
    'heard: pass: heard has one alarm action, enabled.',
  ]);
});

test('an alarm that a composite alarm speaks for is told apart, if that one is heard itself', async () => {
  const child = (AlarmName: string) => ({
    AlarmName,
    AlarmArn: `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${AlarmName}`,
    ActionsEnabled: true,
    AlarmActions: [],
  });
  const composite = (AlarmName: string, AlarmRule: string, AlarmActions: readonly string[]) => ({
    AlarmName,
    AlarmRule,
    ActionsEnabled: true,
    AlarmActions,
  });
  const findings = await judge(alarmActionable, {
    'cloudwatch:DescribeAlarms': {
      MetricAlarms: [child('by-name'), child('by-arn'), child('by'), child('lost')],
      CompositeAlarms: [
        composite('loud', `ALARM("by-name") OR (ALARM(${child('by-arn').AlarmArn}) AND NOT OK(other))`, [topic]),
        composite('silent', 'ALARM(lost)', []),
      ],
    },
  });
  expect(lines(findings)).toEqual([
    'by: fail low: by has no alarm action.',
    'lost: fail low: lost has no alarm action.',
    'silent: fail low: silent has no alarm action.',
    'by-arn: fail informational: by-arn has no alarm action, but composite alarm loud watches it and has one.',
    'by-name: fail informational: by-name has no alarm action, but composite alarm loud watches it and has one.',
    'loud: pass: loud has one alarm action, enabled.',
  ]);
});

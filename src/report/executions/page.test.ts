import { expect, test } from 'vitest';
import type { Plan } from '../../model/plan.ts';
import { type ExecutionFacts, executionLines } from './page.ts';

const AT = new Date('2026-11-23T08:00:00.123Z');
const PLAN: Plan = {
  schema: 'opsbook/plan@1',
  runbook: 'scaling/service',
  title: 'Scale an ECS service',
  parameters: {},
  target: { account: '123456789012', region: 'us-east-1' },
  hash: 'sha256:0',
  basis: [],
  warnings: [],
  locks: [],
  steps: [],
  conduct: { onFailure: 'undo', afterwards: 'keep', undoGoesOn: false, within: null },
  permissions: [],
};

function facts(over: Partial<ExecutionFacts> = {}): ExecutionFacts {
  const step = { direction: 'do', attempts: 1, awsRequestId: null, observed: null, error: null } as const;
  const times = { startedAt: AT, finishedAt: new Date(AT.getTime() + 90_000) };
  return {
    execution: {
      id: '1b2c',
      planId: 'service-0',
      runbook: 'scaling/service',
      account: '123456789012',
      region: 'us-east-1',
      status: 'failed',
      outcome: 'Set web to 5 tasks: AccessDenied',
      requestedBy: 'alice',
      createdAt: AT,
    },
    plan: PLAN,
    steps: [
      { ...step, ...times, key: 'group', title: 'Create the group', status: 'succeeded' },
      {
        ...step,
        ...times,
        key: 'count',
        title: 'Set web to 5 tasks',
        status: 'failed',
        error: 'AccessDenied',
        attempts: 3,
      },
    ],
    audit: [{ at: AT, actor: 'alice', action: 'execution.request', details: {} }],
    left: [],
    ...over,
  };
}

test('what is left behind is said with what to do about it, and to be copied whole', () => {
  const todo = 'aws elbv2 delete-target-group --target-group-arn arn:aws:elasticloadbalancing:us-east-1:123456789012:x';
  const left = [{ step: 'group', title: 'Create the group', resource: 'arn:x', why: 'AccessDenied', todo }];
  const text = executionLines(facts({ left }), 60);
  expect(text).toContain('Left behind:\n  ✗ Create the group: arn:x\n      why: AccessDenied\n');
  expect(text).toContain(`      what to do: ${todo}\n`);
  expect(executionLines(facts(), 60)).not.toContain('Left behind');
});

test('says where each step stands, how long it took and how often it was tried', () => {
  expect(executionLines(facts(), 80)).toBe(
    [
      'Scale an ECS service: failed',
      'Set web to 5 tasks: AccessDenied',
      '',
      'scaling/service in 123456789012/us-east-1, asked for by alice at 2026-11-23',
      '08:00 UTC',
      'execution 1b2c, plan service-0',
      '',
      '  ✓ Create the group (1m30s)',
      '  ✗ Set web to 5 tasks (1m30s), attempt 3',
      '      AccessDenied',
      '',
      'Who did what (times are UTC):',
      '  2026-11-23 08:00:00 alice execution.request',
      '',
    ].join('\n'),
  );
});

test('what is called hostilely moves no cursor and begins no line of its own', () => {
  const evil = '\u001B[2J\n# Approved\u202E';
  const base = facts();
  const text = executionLines(
    facts({
      execution: { ...base.execution, outcome: evil, requestedBy: evil },
      steps: base.steps.map((step) => ({ ...step, title: evil, error: evil })),
      audit: [{ at: AT, actor: evil, action: 'execution.request', details: { reason: evil } }],
      left: [{ step: 'group', title: evil, resource: evil, why: evil, todo: evil }],
    }),
    60,
  );
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u);
  expect(text).not.toMatch(/^# Approved/m);
});

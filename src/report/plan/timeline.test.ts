import { expect, test } from 'vitest';
import { createTimeline, outcomeText } from './timeline.ts';

const STEPS = [{ key: 'a' }, { key: 'b' }].map(({ key }) => ({
  key,
  kind: 'notify' as const,
  title: key,
  impact: 'none' as const,
  before: null,
  after: null,
  undo: null,
  expectedSeconds: 0,
  call: null,
  channel: null,
  message: '',
}));
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 8, 0, seconds));

test('says since when, which step, what is seen, and nothing twice', () => {
  const timeline = createTimeline({ steps: STEPS }, 60);
  const step = { step: 'b', direction: 'do' } as const;
  const lines = [
    timeline.line({ ...step, at: at(0), phase: 'begin', text: 'Wait' }),
    timeline.line({ ...step, at: at(10), phase: 'observed', text: '1 of 3' }),
    timeline.line({ ...step, at: at(20), phase: 'observed', text: '1 of 3' }),
    timeline.line({ ...step, at: at(90), phase: 'observed', text: '3 of 3' }),
    timeline.line({ ...step, at: at(90), phase: 'done', text: '3 of 3' }),
  ];
  expect(lines.filter((line) => line !== undefined)).toEqual([
    '     0s     2/2 ▸ Wait',
    '    10s     2/2 · 1 of 3',
    '  1m30s     2/2 · 3 of 3',
  ]);
});

test('what is undone is marked, stays in its column, and is read to its end', () => {
  const timeline = createTimeline({ steps: STEPS }, 50);
  const step = { step: 'a', direction: 'undo', phase: 'begin', at: at(0) } as const;
  const whole = timeline.line({ ...step, text: 'undo: Send 10 % to web-service-green by the default rule' });
  expect(whole?.split('\n')).toEqual([
    '     0s     1/2 ◂ undo: Send 10 % to',
    '                  web-service-green by the default',
    '                  rule',
  ]);
  expect(createTimeline({ steps: STEPS }, 80).line({ ...step, text: 'Create it' })).toBe(
    '     0s     1/2 ◂ undo: Create it',
  );
});

test('what is seen is not said again where only what is cut differs', () => {
  const timeline = createTimeline({ steps: STEPS }, 40);
  const step = { step: 'b', direction: 'do', phase: 'observed' } as const;
  const seen = ['0 of 3 tasks run; event: one', '0 of 3 tasks run; event: two', '3 of 3 tasks run; event: two'];
  const lines = seen.map((text, index) => timeline.line({ ...step, at: at(index), text }));
  expect(lines).toEqual([
    '     0s     2/2 · 0 of 3 tasks run; eve…',
    undefined,
    '     2s     2/2 · 3 of 3 tasks run; eve…',
  ]);
});

test('why a step failed is never cut', () => {
  const why = 'the targets of web-service-green failed 10 of 32 requests, which is more than 1 %';
  const line = createTimeline({ steps: STEPS }, 50).line({
    at: at(0),
    step: 'a',
    direction: 'do',
    phase: 'failed',
    text: why,
  });
  expect(line?.replaceAll(/\s+/g, ' ')).toContain(why);
  for (const part of line?.split('\n') ?? []) expect(part.length).toBeLessThanOrEqual(50);
});

test('what is left behind is named with what to do', () => {
  const left = {
    step: 'a',
    title: 'Create the group',
    resource: 'arn:x',
    why: 'AccessDenied',
    todo: 'opsbook executions undo 1',
  };
  expect(outcomeText({ status: 'failed', reason: 'It stands', residue: [left] })).toBe(
    'FAILED: It stands\n\nLeft behind:\n  ✗ Create the group: arn:x\n      why: AccessDenied\n      what to do: opsbook executions undo 1\n',
  );
});

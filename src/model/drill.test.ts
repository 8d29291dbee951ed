import { expect, test } from 'vitest';
import { DATA_OF, measureDrill } from './drill.ts';
import type { StepStatus } from './execution.ts';
import type { Plan } from './plan.ts';

const QUIET = {
  title: '',
  call: null,
  before: null,
  after: null,
  undo: null,
  impact: 'none',
  expectedSeconds: 0,
} as const;
const TERRAFORM = { directory: 'network', variables: {}, mustBeNew: true, action: 'apply' } as const;
const PLAN: Pick<Plan, 'steps' | 'basis'> = {
  basis: [{ title: DATA_OF, value: '2026-11-23T03:00:00.000Z' }],
  steps: [
    { ...QUIET, kind: 'terraform', key: 'network', ...TERRAFORM, undo: { impossible: '' } },
    { ...QUIET, kind: 'wait', key: 'available', condition: null, every: '1m', within: '1m', releasesLocks: false },
    {
      ...QUIET,
      kind: 'probe',
      key: 'probe-1',
      probe: { type: 'http', url: '', status: 200 },
      every: '1s',
      within: '1m',
    },
    {
      ...QUIET,
      kind: 'probe',
      key: 'probe-2',
      probe: { type: 'http', url: '', status: 200 },
      every: '1s',
      within: '1m',
    },
  ],
};

test('recovery time is from the first change to the last probe, recovery point from the data to the first change', () => {
  expect(
    measureDrill(PLAN, [
      record('network', '09:00', '09:08'),
      record('available', '09:08', '09:30'),
      record('probe-2', '09:31', '09:40'),
      record('probe-1', '09:30', '09:31'),
    ]),
  ).toMatchObject({ rtoMs: 40 * 60_000, rpoMs: 6 * 3_600_000, recoveredAt: '2026-11-23T09:40:00.000Z' });
});

test('how long taking everything away takes is no part of the recovery time', () => {
  const done = [
    record('network', '09:00', '09:08'),
    record('probe-1', '09:30', '09:31'),
    record('probe-2', '09:31', '09:32'),
  ];
  const undone = { ...record('network', '09:33', '10:50'), direction: 'undo' } as const;
  expect(measureDrill(PLAN, [...done, undone]).rtoMs).toBe(32 * 60_000);
});

test('a probe that failed, or was not reached, leaves no recovery time: the recovery point is known all the same', () => {
  const began = record('network', '09:00', '09:08');
  const failed = { ...record('probe-1', '09:30', '09:35', 'failed'), error: 'it answers 503 instead of 200' };
  expect(measureDrill(PLAN, [began, failed])).toMatchObject({
    rtoMs: null,
    recoveredAt: null,
    rpoMs: 6 * 3_600_000,
    probes: [
      { succeeded: false, observed: 'it answers 503 instead of 200' },
      { succeeded: false, observed: 'not reached' },
    ],
  });
});

test('without probes nothing is proved, and without a change nothing is measured', () => {
  const { steps } = PLAN;
  const unproved = { ...PLAN, steps: steps.filter(({ kind }) => kind !== 'probe') };
  expect(measureDrill(unproved, [record('network', '09:00', '09:08')]).rtoMs).toBeNull();
  expect(measureDrill(PLAN, [])).toMatchObject({ rtoMs: null, rpoMs: null, startedAt: null });
});

function record(key: string, from: string, to: string, status: StepStatus = 'succeeded') {
  const at = (time: string) => new Date(`2026-11-23T${time}:00Z`);
  return {
    key,
    direction: 'do',
    status,
    observed: 'seen',
    error: null,
    startedAt: at(from),
    finishedAt: at(to),
  } as const;
}

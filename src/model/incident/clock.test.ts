import { describe, expect, test } from 'vitest';
import { clockNews, clocksOf, nextBusinessMorning, resolveBy, respondBy } from './clock.ts';

const NEW_YORK = { timezone: 'America/New_York', holidays: ['2026-12-25'] };

function morningAfter(text: string): string {
  return nextBusinessMorning(new Date(text), NEW_YORK).toISOString();
}

describe('a P3 is answered on the next business day at 09:00, in the zone of the schedule', () => {
  test('the day after; after a Friday, on Monday', () => {
    expect(morningAfter('2026-11-24T13:00:00Z')).toBe('2026-11-25T14:00:00.000Z');
    expect(morningAfter('2026-11-27T20:00:00Z')).toBe('2026-11-30T14:00:00.000Z');
  });

  test('also what comes before nine waits for the next day, since that is what next means', () => {
    expect(morningAfter('2026-11-24T11:00:00Z')).toBe('2026-11-25T14:00:00.000Z');
  });

  test('the day is that of New York, not that of UTC', () => {
    expect(morningAfter('2026-11-25T03:00:00Z')).toBe('2026-11-25T14:00:00.000Z');
  });

  test('a holiday before a weekend is passed over with it', () => {
    expect(morningAfter('2026-12-24T15:00:00Z')).toBe('2026-12-28T14:00:00.000Z');
  });

  test('nine is nine on both sides of a clock change', () => {
    expect(morningAfter('2026-03-06T15:00:00Z')).toBe('2026-03-09T13:00:00.000Z');
    expect(morningAfter('2026-10-30T15:00:00Z')).toBe('2026-11-02T14:00:00.000Z');
  });
});

const OPENED = new Date('2026-11-24T12:00:00Z');

test.each([
  ['P0', '2026-11-24T12:00:00.000Z', '2026-11-24T13:00:00.000Z'],
  ['P1', '2026-11-24T12:15:00.000Z', '2026-11-24T16:00:00.000Z'],
  ['P2', '2026-11-24T13:00:00.000Z', '2026-11-25T12:00:00.000Z'],
  ['P3', '2026-11-25T14:00:00.000Z', '2026-12-01T12:00:00.000Z'],
] as const)('%s is answered and resolved in the times of the runbook', (severity, answered, resolved) => {
  expect(respondBy(severity, OPENED, NEW_YORK).toISOString()).toBe(answered);
  expect(resolveBy(severity, OPENED).toISOString()).toBe(resolved);
});

const RUNNING = { severity: 'P1', openedAt: OPENED, respondedAt: null, resolvedAt: null } as const;

test('a clock runs, is met or missed, and exactly at its time is met', () => {
  const states = (minute: number, acknowledged?: number) => {
    const at = (minutes: number) => new Date(OPENED.getTime() + minutes * 60_000);
    const respondedAt = acknowledged === undefined ? null : at(acknowledged);
    return clocksOf({ ...RUNNING, respondedAt }, NEW_YORK, at(minute)).map(({ state }) => state);
  };
  expect(states(15)).toEqual(['running', 'running']);
  expect(states(17)).toEqual(['late', 'running']);
  expect(states(17, 15)).toEqual(['met', 'running']);
  expect(states(300, 200)).toEqual(['missed', 'late']);
});

test('a target is foretold at three quarters of its time, and a P0 is late when a page could have been answered', () => {
  const news = (severity: 'P0' | 'P1') =>
    clockNews({ ...RUNNING, severity }, NEW_YORK).map(
      ({ name, what, at }) => `${name} ${what} ${at.toISOString().slice(11, 16)}`,
    );
  expect(news('P1')).toEqual([
    'response ahead 12:11',
    'response breached 12:15',
    'resolution ahead 15:00',
    'resolution breached 16:00',
  ]);
  expect(news('P0')).toEqual(['response breached 12:01', 'resolution ahead 12:45', 'resolution breached 13:00']);
});

test('what was acknowledged is not said to be unanswered, and what is resolved says nothing more', () => {
  expect(clockNews({ ...RUNNING, respondedAt: OPENED }, NEW_YORK).map(({ name }) => name)).toEqual([
    'resolution',
    'resolution',
  ]);
  expect(clockNews({ ...RUNNING, resolvedAt: OPENED }, NEW_YORK)).toEqual([]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listTurns } from './handoffs.ts';

const HOUR_MS = 60 * 60_000;
const ZONES = ['UTC', 'America/New_York', 'Pacific/Apia', 'Africa/Cairo', 'Australia/Lord_Howe', 'America/Havana'];

test('turns follow each other without a gap, each takes time, and each touches the span', () => {
  fc.assert(
    fc.property(anyPattern(), fc.constantFrom(...ZONES), anySpan(), (pattern, timezone, span) => {
      const turns = listTurns(pattern, timezone, span);
      expect(turns.filter(({ start, end }) => start >= end)).toEqual([]);
      expect(turns.filter(({ start, end }) => start >= span.end || end <= span.start)).toEqual([]);
      expect(turns.slice(1).map(({ start }) => start)).toEqual(turns.slice(0, -1).map(({ end }) => end));
      const last = turns.at(-1);
      expect(last === undefined || last.end >= span.end).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('turns are the same whichever span they are asked for by', () => {
  fc.assert(
    fc.property(anyPattern(), fc.constantFrom(...ZONES), anySpan(), (pattern, timezone, span) => {
      for (const turn of listTurns(pattern, timezone, span).slice(0, 5)) {
        expect(listTurns(pattern, timezone, { start: turn.start, end: turn.end })).toEqual([turn]);
        expect(listTurns(pattern, timezone, { start: turn.end - 1, end: turn.end })).toEqual([turn]);
      }
    }),
    { numRuns: 100 },
  );
});

test('a turn between two hand-offs that the clocks skip takes no time, and is none', () => {
  const hourly = { type: 'hourly' as const, length: 1, start: '2026-03-08T00:00:00' };
  const span = { start: Date.parse('2026-03-08T06:00:00Z'), end: Date.parse('2026-03-08T08:00:00Z') };
  expect(listTurns(hourly, 'America/New_York', span).map(({ number }) => number)).toEqual([1, 3]);
});

test('begins with the turn that holds, after a month that ends early and in an hour that comes twice', () => {
  const monthly = { type: 'monthly' as const, length: 1, start: '2026-01-31T09:00:00' };
  expect(listTurns(monthly, 'UTC', hourFrom('2026-02-28T10:00:00Z')).map(({ number }) => number)).toEqual([1]);
  const hourly = { type: 'hourly' as const, length: 1, start: '2026-10-31T00:30:00' };
  const again = listTurns(hourly, 'America/New_York', hourFrom('2026-11-01T06:10:00Z'));
  expect(again.map(({ number }) => number)).toEqual([25]);
});

function hourFrom(instant: string) {
  const start = Date.parse(instant);
  return { start, end: start + HOUR_MS };
}

function anyPattern() {
  return fc.record({
    type: fc.constantFrom('hourly' as const, 'daily' as const, 'weekly' as const, 'monthly' as const),
    length: fc.integer({ min: 1, max: 4 }),
    start: fc
      .date({ min: new Date('2009-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 19)),
  });
}

function anySpan() {
  return fc
    .tuple(
      fc.integer({ min: Date.UTC(2010, 0) / HOUR_MS, max: Date.UTC(2028, 0) / HOUR_MS }),
      fc.integer({ min: 1, max: 72 }),
    )
    .map(([start, hours]) => ({ start: start * HOUR_MS, end: (start + hours) * HOUR_MS }));
}

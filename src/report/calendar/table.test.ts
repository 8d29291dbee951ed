import { expect, test } from 'vitest';
import { type CalendarEntry, calendarTable } from './table.ts';

const entry: CalendarEntry = {
  checklist: 'daily/health-check',
  cron: '0 8 * * *',
  enabled: true,
  next: new Date('2026-11-30T07:00:00Z'),
  last: { scheduledFor: new Date('2026-11-29T07:00:00Z'), state: 'finished', words: '3 failing' },
  missed: [28, 27, 26, 25].map((day) => new Date(Date.UTC(2026, 10, day, 7))),
};

test('says in the business time zone when what comes next, how it came out last, and what was missed', () => {
  const off = { ...entry, checklist: 'daily/capacity', cron: '–', enabled: false, next: null, last: null, missed: [] };
  expect(calendarTable([entry, off], { timezone: 'Europe/Vienna', width: 120, blank: false })).toBe(
    `CHECKLIST           NEXT                  CADENCE
daily/health-check  Mon 2026-11-30 08:00  0 8 * * *
  last Sun 2026-11-29 08:00: 3 failing
daily/capacity      off                   –

Missed: daily/health-check, 4 runs (Sat 2026-11-28 08:00, Fri 2026-11-27 08:00, Thu 2026-11-26 08:00, …)

Times in Europe/Vienna. opsbook up runs it.
`,
  );
});

import { fail, pass, type Resource } from '../../model/finding.ts';
import { calendarAt } from '../../model/window.ts';
import { defineCheck } from '../define.ts';

const CALENDAR: Resource = { type: 'Opsbook::ChangeWindow', id: 'change-window', arn: 'opsbook:change-window' };

export const windowOpen = defineCheck({
  id: 'window-open',
  title: 'Change window is open',
  severity: 'high',
  why: 'Changes are made when those who can mend them are awake and those who would suffer from them are not.',
  remediation:
    'Wait for the next window, or agree on an exception with whoever owns the calendar (changeWindows in opsbook.yaml).',
  scope: 'account',
  calls: [],
  async *evaluate({ now, outside: { windows, blackouts } }) {
    const calendar = calendarAt(now, { windows, blackouts });
    const at = iso(now);
    switch (calendar.state) {
      case 'unrestricted':
        yield pass(CALENDAR, 'No change window is configured, so a change is allowed at any time.', { at });
        return;
      case 'open':
        yield calendar.until
          ? pass(CALENDAR, `The change window is open until ${iso(calendar.until)}.`, {
              at,
              until: iso(calendar.until),
            })
          : pass(CALENDAR, 'The change window is open.', { at });
        return;
      case 'blackout': {
        const until = iso(calendar.until);
        yield fail(CALENDAR, `Changes are blacked out until ${until}: ${calendar.reason}.`, {
          at,
          until,
          blackout: calendar.reason,
        });
        return;
      }
      case 'closed': {
        const opensAt = calendar.next && iso(new Date(calendar.next.start));
        const closesAt = calendar.next && iso(new Date(calendar.next.end));
        const next = opensAt ? `the next one opens at ${opensAt}` : 'none opens within two weeks';
        yield fail(CALENDAR, `No change window is open; ${next}.`, { at, opensAt, closesAt });
      }
    }
  },
});

function iso(instant: Date): string {
  return instant.toISOString().replace('.000Z', 'Z');
}

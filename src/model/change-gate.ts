import { calendarAt, type ChangeCalendar } from './window.ts';

/** Why production may not be changed at an instant, and when it may, in one sentence; undefined where it may. */
export function closedWords(now: Date, calendar: ChangeCalendar): string | undefined {
  const state = calendarAt(now, calendar);
  switch (state.state) {
    case 'unrestricted':
    case 'open':
      return undefined;
    case 'blackout':
      return `changes are blacked out until ${textOf(state.until)} (${state.reason})`;
    case 'closed': {
      const next = state.next && `the next one is from ${textOf(state.next.start)} to ${textOf(state.next.end)}`;
      return `no change window is open; ${next ?? 'none opens within two weeks'}`;
    }
  }
}

function textOf(at: Date | number): string {
  return new Date(at).toISOString().replace(/:00\.000Z$/, 'Z');
}

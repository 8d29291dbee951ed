import { expect, test } from 'vitest';
import { entry, minutes, page, resolvedView, view } from '../../../test/incident.ts';
import type { IncidentAction } from '../../model/incident/action.ts';
import { afterOpening, afterwards } from './afterwards.ts';
import { handoffWords } from './handoff.ts';
import { impactWords } from './impact.ts';

const NOW = new Date(minutes(10));
const PAGING = { ...view().paging, phase: 'paging', paged: ['alice', 'bob'], acknowledgedBy: ['alice'] } as const;
const AGAIN = { ...PAGING, paged: [...PAGING.paged], acknowledgedBy: [...PAGING.acknowledgedBy] };

test.each<[IncidentAction, ReturnType<typeof view>, string]>([
  [
    { action: 'acknowledge' },
    view(),
    'INC-42 P1 acknowledged by alice; nobody is paged until 13:04Z; resolution target 16:00Z, 3h50m left\n',
  ],
  [
    { action: 'acknowledge' },
    view({ paging: AGAIN }),
    'INC-42 P1 acknowledged by alice, waits for bob; alice and bob are paged (level 1), and the next level at 13:04Z; resolution target 16:00Z, 3h50m left\n',
  ],
  [
    { action: 'status', status: 'verifying' },
    view({ status: 'verifying' }),
    'INC-42 P1 is in verifying, then resolved or fixing or investigating; nobody is paged until 13:04Z; resolution target 16:00Z, 3h50m left\n',
  ],
  [
    { action: 'resolve' },
    resolvedView(),
    'INC-42 P1 resolved by bob after 15m; opsbook incident postmortem 42 writes the draft of what was\n',
  ],
  [
    { action: 'severity', severity: 'P3' },
    view({ severity: 'P3', status: 'ticket', paging: { ...view().paging, phase: 'stopped' }, clocks: [] }),
    'INC-42 P3 from now on; nobody is paged: it is a ticket\n',
  ],
])('says what is so now, and what follows: %j', (action, incident, line) => {
  expect(afterwards(action, incident, NOW)).toBe(line);
});

test('a second opening of the same problem says that it is the same', () => {
  expect(afterOpening('opened', view(), NOW)).toMatch(/^INC-42 P1 opened: The API answers with errors; /);
  expect(afterOpening('again', view({ occurrences: 2 }), NOW)).toMatch(
    /^INC-42 P1 is open already: this is occurrence 2 /,
  );
});

test('whom nothing reaches is named when it is handed to them', () => {
  const at = minutes(9);
  const timeline = [
    { id: 9, at, source: 'cli', eventId: 'e', kind: 'assigned', actor: 'alice', text: '', details: null },
  ];
  const told = {
    kind: 'notice',
    channel: 'pager',
    status: 'waiting',
    dueAt: at,
    sentAt: null,
    attempts: 0,
    detail: null,
  } as const;
  const notifications = [{ ...told, key: `42/assigned/${at}/bob`, person: 'bob' }];
  expect(handoffWords(page({ timeline, notifications }), 'bob')).toBe('bob is told by pager.');
  expect(handoffWords(page({ timeline }), 'bob')).toContain('bob is NOT told');
  expect(handoffWords(page({ timeline }), 'alice')).toBe('alice took it, and need not be told.');
});

test('who is paged because the business is hit is said, beside the level that is paged anyway', () => {
  const impact = entry(8, 'impact', { text: 'The business is hit: nobody can pay' });
  const before = entry(4, 'paged', { text: 'Level 1: alice' });
  const called = entry(9, 'paged', { at: impact.at, text: 'Level 4: vp' });
  expect(impactWords(page({ timeline: [before, impact, called] }))).toBe('Paged for that: Level 4: vp.');
  expect(impactWords(page({ timeline: [before, impact] }))).toBe('Nobody else is paged for that.');
});

import { expect, test } from 'vitest';
import { EVIL, minutes, resolvedView, view } from '../../../test/incident.ts';
import type { IncidentList } from '../../model/incident/view.ts';
import { incidentsTable } from './list.ts';

const TABLE = { now: new Date(minutes(10)), width: 120, all: true };

function list(...incidents: IncidentList['incidents']): IncidentList {
  return { schema: 'opsbook/incidents@1', incidents, next: null };
}

test('one line says how bad, which, where it stands, who has it and how long there is; the worst first', () => {
  const paging = { ...view().paging, phase: 'paging' as const, paged: ['lead'] };
  const late = view({
    number: 41,
    severity: 'P0',
    status: 'responding',
    assignee: null,
    flapping: true,
    paging,
    clocks: [{ name: 'response', dueAt: minutes(0), state: 'late', stoppedAt: null }],
  });
  const held = view({ number: 43, paging: { ...paging, phase: 'held' } });
  expect(incidentsTable(list(held, view(), late, resolvedView({ number: 44 })), TABLE)).toBe(
    [
      'P0  INC-41  responding     paging lead  respond 10m LATE  [flapping] The API answers with errors',
      'P1  INC-43  investigating  alice        resolve in 3h50m  [held until 13:04Z] The API answers with errors',
      'P1  INC-42  investigating  alice        resolve in 3h50m  The API answers with errors',
      'P1  INC-44  resolved       alice        resolution LATE   The API answers with errors',
      '',
    ].join('\n'),
  );
});

test('nothing is said in words, and more is said with how to see it', () => {
  expect(incidentsTable(list(), { ...TABLE, all: false })).toBe('No open incidents.\n');
  expect(incidentsTable({ ...list(view()), next: 42 }, TABLE)).toContain('… and more before INC-42 (--limit)');
});

test('a hostile title stays in its line', () => {
  const text = incidentsTable(list(view({ title: EVIL, assignee: EVIL })), { ...TABLE, width: 300 });
  expect(text.trimEnd()).not.toMatch(/\p{Cc}|\p{Cf}/u);
});

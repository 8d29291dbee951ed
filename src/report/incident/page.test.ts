import { expect, test } from 'vitest';
import { entry, EVIL, minutes, NOON, page, resolvedView, view } from '../../../test/incident.ts';
import type { IncidentPage, IncidentView } from '../../model/incident/view.ts';
import { incidentMarkdown } from './markdown.ts';
import { incidentPageText } from './page.ts';

const NOW = new Date(minutes(10));
const TERMINAL = { now: NOW, width: 80, color: false };

const MITIGATION = {
  runbook: 'scaling/service',
  title: 'Scale web up',
  why: 'web runs 1 of 3 tasks.',
  parameters: { cluster: 'production', service: 'web' },
  missing: ['desiredCount'],
};

test('who was just woken sees how long there is, who has it, who is paged next, and what may help', () => {
  const next = { at: minutes(64), people: ['alice', 'lead'], places: ['ops'], words: [] };
  const executions = [
    { execution: 'f64f2e26-1', runbook: 'scaling/service', status: 'running', requestedBy: 'alice', createdAt: NOON },
  ];
  const text = incidentPageText(page({ next, executions, mitigations: [MITIGATION] }), TERMINAL);
  expect(text.split('\n').slice(0, 10)).toEqual([
    'INC-42 P1 The API answers with errors                              investigating',
    'opened 2026-03-03 12:00 UTC by cloudwatch, 10m ago',
    '',
    'status    investigating since 12:04Z, alice has it',
    'respond   in time, after 4m',
    'resolve   by 16:00Z, 3h50m left',
    'paging    acknowledged by alice; nobody is paged until 13:04Z',
    'next      13:04Z, in 54m: alice, lead and #ops',
    'source    cloudwatch still says so',
    'labels    service=api',
  ]);
  expect(text).toContain(
    [
      '  1. Scale web up',
      '     web runs 1 of 3 tasks.',
      '     scaling/service cluster=production service=web desiredCount=…',
      '     opsbook incident mitigate 42 1 --set desiredCount=…',
    ].join('\n'),
  );
  expect(text).toContain('  scaling/service: running, asked for by alice\n     opsbook executions show f64f2e26\n');
  expect(text).toContain('2026-03-03 12:04:00  alice has it\n');
  expect(text).toContain('  opsbook incident status 42 fixing\n');
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('what did not reach anybody is said, and what nobody has even tried', () => {
  const told = { key: 'k', kind: 'page', channel: 'pager', person: 'alice', sentAt: null, detail: 'HTTP 500' };
  const notifications: IncidentPage['notifications'] = [
    { ...told, status: 'failed', dueAt: NOON, attempts: 5 },
    { ...told, person: 'bob', status: 'waiting', dueAt: minutes(12), attempts: 1 },
    { ...told, status: 'waiting', dueAt: minutes(9), attempts: 0 },
    { ...told, person: 'carol', status: 'waiting', dueAt: minutes(20), attempts: 0 },
    { ...told, person: 'dave', status: 'sent', dueAt: NOON, sentAt: NOON, attempts: 1 },
  ];
  const text = incidentPageText(page({ notifications }), TERMINAL);
  expect(text).toContain('  ! 1 message not taken up by anybody: does opsbook up run on this database?\n');
  expect(text).toContain('  ! alice by pager (page): HTTP 500; 5 attempts, given up\n');
  expect(text).toContain('  ! bob by pager (page): HTTP 500; 1 attempt, tried again at 12:12Z\n');
  expect(text).not.toMatch(/carol|dave/);
});

test.each<[Partial<IncidentView['paging']>, string]>([
  [
    { phase: 'paging', paged: ['lead'], level: 2, lap: 1 },
    'lead is paged (level 2, lap 2), and the next level at 13:04Z',
  ],
  [{ phase: 'held', reason: 'Maintenance: database' }, 'held (Maintenance: database): nobody is paged until 13:04Z'],
  [{ phase: 'unreached' }, 'NOBODY can be paged: no level of platform has anybody on call; looked again at 13:04Z'],
  [
    { phase: 'exhausted', nextAt: null },
    'all levels of platform were paged and nobody has acknowledged: NOBODY is paged any more',
  ],
  [{ phase: 'stopped', nextAt: null }, 'NOBODY is paged: there is no escalation policy platform'],
])('says who is paged, or why nobody is', (paging, words) => {
  const incident = view({ paging: { ...view().paging, acknowledgedBy: [], ...paging } });
  const text = incidentPageText(page({ incident }), { ...TERMINAL, width: 200 });
  expect(text).toContain(`paging    ${words}\n`);
});

test('late is said as late, in both ways', () => {
  const clocks = view().clocks.map((clock) => ({
    ...clock,
    dueAt: minutes(5),
    state: 'late' as const,
    stoppedAt: null,
  }));
  const late = page({ incident: view({ clocks, assignee: null, acknowledgedAt: null }) });
  expect(incidentPageText(late, TERMINAL)).toContain('respond   LATE by 5m: it was due by 12:05Z\n');
  expect(incidentPageText(late, TERMINAL)).toContain('  opsbook incident ack 42\n');
  expect(incidentMarkdown(late, NOW)).toContain('- respond: **LATE by 5m: it was due by 12:05Z**');
});

test('a long timeline shows its newest, and says that there is more', () => {
  const timeline = Array.from({ length: 250 }, (_, index) => entry(index + 1, 'note', { text: `note ${index + 1}` }));
  const text = incidentPageText(page({ timeline }), TERMINAL);
  expect(text).toContain('… 50 earlier ones (--output json)');
  expect(text).not.toContain('note 50\n');
  expect(text).toContain('note 51\n');
});

test('what is over asks for its lessons', () => {
  const text = incidentPageText(page({ incident: resolvedView() }), TERMINAL);
  expect(text).toContain('resolved  12:15Z by bob\n');
  expect(text).toContain('  opsbook incident postmortem 42\n');
  expect(text).not.toContain('paging');
});

test('a hostile note moves no cursor, begins no line, and is no markup', () => {
  const evil = page({
    incident: view({
      title: EVIL,
      assignee: EVIL,
      labels: { [EVIL]: EVIL },
      paging: { ...view().paging, reason: EVIL, phase: 'held' },
    }),
    next: { at: minutes(64), people: [EVIL], places: [EVIL], words: [EVIL] },
    timeline: [entry(1, 'note', { actor: EVIL, text: EVIL }), entry(2, 'opened', { text: EVIL })],
    notifications: [
      {
        key: 'k',
        kind: EVIL,
        channel: EVIL,
        person: EVIL,
        status: 'failed',
        dueAt: NOON,
        sentAt: null,
        attempts: 1,
        detail: EVIL,
      },
    ],
    executions: [{ execution: EVIL, runbook: EVIL, status: EVIL, requestedBy: EVIL, createdAt: NOON }],
    mitigations: [{ runbook: EVIL, title: EVIL, why: EVIL, parameters: { [EVIL]: EVIL }, missing: [EVIL] }],
  });
  const text = incidentPageText(evil, { ...TERMINAL, width: 60 });
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u);
  expect(text).not.toMatch(/^(# Approved|2026-01-01)/m);
  const markdown = incidentMarkdown(evil, NOW);
  expect(markdown.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u);
  expect(markdown).not.toMatch(/^(# Approved|2026-01-01)/m);
  expect(markdown.replaceAll(/``(?!`).*?(?<!`)``/g, '')).not.toMatch(/<img|\[a\]\(javascript|@all/);
});

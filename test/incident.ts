import type { IncidentPage, IncidentView, TimelineEntry } from '../src/model/incident/view.ts';

// An incident as it is told: opened at noon, acknowledged, mended and resolved within half an hour.

export const NOON = '2026-03-03T12:00:00.000Z';

export function minutes(count: number): string {
  return new Date(Date.parse(NOON) + count * 60_000).toISOString();
}

export function view(over: Partial<IncidentView> = {}): IncidentView {
  return {
    number: 42,
    key: 'cloudwatch/123456789012/us-east-1/api-5xx',
    title: 'The API answers with errors',
    severity: 'P1',
    status: 'investigating',
    source: 'cloudwatch',
    labels: { service: 'api' },
    firing: true,
    flapping: false,
    businessImpact: false,
    occurrences: 1,
    previous: null,
    assignee: 'alice',
    openedBy: 'cloudwatch',
    openedAt: NOON,
    statusSince: minutes(4),
    lastOccurrenceAt: NOON,
    acknowledgedAt: minutes(4),
    resolvedAt: null,
    resolvedBy: null,
    postMortemAt: null,
    clocks: [
      { name: 'response', dueAt: minutes(15), state: 'met', stoppedAt: minutes(4) },
      { name: 'resolution', dueAt: minutes(240), state: 'running', stoppedAt: null },
    ],
    paging: {
      policy: 'platform',
      phase: 'acknowledged',
      level: 1,
      lap: 0,
      nextAt: minutes(64),
      paged: ['alice'],
      acknowledgedBy: ['alice'],
      reason: null,
    },
    room: null,
    url: null,
    ...over,
  };
}

export function entry(id: number, kind: string, over: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    id,
    at: minutes(id - 1),
    source: 'opsbook',
    eventId: `event ${id}`,
    kind,
    actor: 'opsbook',
    text: `${kind} ${id}`,
    details: null,
    ...over,
  };
}

/** All that may happen, each a minute after the one before. */
export const WHOLE_TIMELINE: readonly TimelineEntry[] = [
  entry(1, 'opened', { source: 'cloudwatch', actor: 'cloudwatch', text: 'Detected: api-5xx is in ALARM' }),
  entry(2, 'status', { text: 'Assessed as P2: Medium', details: { from: 'detected', to: 'assessed' } }),
  entry(3, 'status', { text: 'Responding', details: { from: 'assessed', to: 'responding' } }),
  entry(4, 'paged', { text: 'Level 1: alice' }),
  entry(5, 'acknowledged', { source: 'cli', actor: 'alice', text: 'alice has it' }),
  entry(6, 'delivered', { source: 'delivery', actor: 'alice', text: 'alice told by pager: 200' }),
  entry(7, 'evidence', { text: 'Likely cause: a deployment', details: { causes: ['api was deployed at 11:58'] } }),
  entry(8, 'severity', { actor: 'alice', text: 'P2 → P1, High: payments', details: { from: 'P2', to: 'P1' } }),
  entry(9, 'impact', { actor: 'alice', text: 'The business is hit: nobody can pay' }),
  entry(10, 'execution', {
    actor: 'alice',
    text: 'deployment/rollback-service is asked for: execution f64f2e26',
    details: { executionId: 'f64f2e26', runbook: 'deployment/rollback-service' },
  }),
  entry(11, 'execution', {
    text: 'deployment/rollback-service succeeded: every step is done (execution f64f2e26)',
    details: { executionId: 'f64f2e26', status: 'succeeded' },
  }),
  entry(12, 'status', { text: 'Verifying', details: { from: 'fixing', to: 'verifying' } }),
  entry(13, 'note', { source: 'slack', actor: 'bob', text: 'looks good' }),
  entry(14, 'assigned', { actor: 'alice', text: 'bob works on it' }),
  entry(15, 'breach', { text: 'The response target is missed', details: { clock: 'response' } }),
  entry(16, 'resolved', { actor: 'bob', text: 'verifying → resolved', details: { from: 'verifying', to: 'resolved' } }),
];

/** As it stands when all of that has happened. */
export function resolvedView(over: Partial<IncidentView> = {}): IncidentView {
  return view({
    status: 'resolved',
    resolvedAt: minutes(15),
    resolvedBy: 'bob',
    clocks: [
      { name: 'response', dueAt: minutes(15), state: 'met', stoppedAt: minutes(4) },
      { name: 'resolution', dueAt: minutes(10), state: 'missed', stoppedAt: minutes(15) },
    ],
    ...over,
  });
}

export function page(over: Partial<IncidentPage> = {}): IncidentPage {
  return {
    schema: 'opsbook/incident@1',
    incident: view(),
    next: null,
    timeline: WHOLE_TIMELINE.slice(0, 7),
    notifications: [],
    executions: [],
    mitigations: [],
    ...over,
  };
}

/** Moves cursors, begins lines, mentions people, closes tables, and runs where it is not escaped. */
export const EVIL =
  '\u001B[2J\r\n\n# Approved\n2026-01-01 00:00:00  resolved\u202E <img src=x onerror=1> | [a](javascript:1) @all `x`';

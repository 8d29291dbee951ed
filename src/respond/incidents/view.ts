import { clocksOf } from '../../model/incident/clock.ts';
import { escalationDue } from '../../model/incident/escalation.ts';
import {
  type IncidentList,
  type IncidentPage,
  type IncidentView,
  type MitigationView,
  mitigationView,
  type TimelineEntry,
} from '../../model/incident/view.ts';
import { listIncidentExecutions } from '../../store/incident-executions.ts';
import { type IncidentEventRow, listIncidentEvents } from '../../store/incident-events.ts';
import { findIncident, type IncidentRow, listIncidents } from '../../store/incidents.ts';
import { listNotifications, type NotificationRow } from '../../store/notifications.ts';
import type { Responder } from '../responder.ts';
import { NoSuchIncident } from './errors.ts';
import { foresee } from './foresee.ts';
import { messageIncident } from './messages.ts';

/** Everything about one, in the order in which it happened. @throws NoSuchIncident */
export async function pageOf(responder: Responder, number: number): Promise<IncidentPage> {
  const { db, now, settings } = responder;
  const incident = await findIncident(db, number);
  if (!incident) throw new NoSuchIncident(number);
  const [events, notifications, executions, roster] = await Promise.all([
    listIncidentEvents(db, number),
    listNotifications(db, number),
    listIncidentExecutions(db, number),
    responder.roster(),
  ]);
  return {
    schema: 'opsbook/incident@1',
    incident: viewOf(incident, { now: now(), settings }),
    next: foresee(incident, { responder, roster, now: now() }),
    timeline: events.map(entryOf),
    notifications: notifications.filter(({ kind }) => kind !== 'look' && kind !== 'room').map(notificationOf),
    executions: executions.map(({ executionId, runbook, status, requestedBy, createdAt }) => ({
      execution: executionId,
      runbook,
      status,
      requestedBy,
      createdAt: createdAt.toISOString(),
    })),
    mitigations: mitigationsIn(events),
  };
}

interface Wanted {
  readonly open?: boolean | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** The newest first, by pages. */
export async function listOf({ db, now, settings }: Responder, { open, before, limit }: Wanted): Promise<IncidentList> {
  const rows = await listIncidents(db, {
    limit: limit + 1,
    ...(open !== undefined && { open }),
    ...(before !== undefined && { before }),
  });
  const shown = rows.slice(0, limit);
  return {
    schema: 'opsbook/incidents@1',
    incidents: shown.map((row) => viewOf(row, { now: now(), settings })),
    next: rows.length > limit ? (shown.at(-1)?.number ?? null) : null,
  };
}

export function viewOf(
  row: IncidentRow,
  { now, settings }: { now: Date; settings: Responder['settings'] },
): IncidentView {
  const { escalation, room } = row;
  const { policy, phase, level, lap, paged, acknowledgedBy, reason } = escalation;
  const nextAt = escalationDue(escalation, settings.policies);
  return {
    number: row.number,
    key: row.key,
    title: row.title,
    severity: row.severity,
    status: row.status,
    source: row.source,
    labels: { ...row.labels },
    firing: row.firing,
    flapping: row.flapping,
    businessImpact: row.businessImpact,
    occurrences: row.occurrences,
    previous: row.previous,
    assignee: row.assignee,
    openedBy: row.openedBy,
    openedAt: row.openedAt.toISOString(),
    statusSince: row.statusSince.toISOString(),
    lastOccurrenceAt: row.lastOccurrenceAt.toISOString(),
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    resolvedBy: row.resolvedBy,
    postMortemAt: row.postMortemAt?.toISOString() ?? null,
    clocks: clocksOf(row, settings.business, now).map(({ name, dueAt, state, stoppedAt }) => ({
      name,
      dueAt: dueAt.toISOString(),
      state,
      stoppedAt: stoppedAt?.toISOString() ?? null,
    })),
    paging: {
      policy,
      phase,
      level,
      lap,
      nextAt: nextAt === null ? null : new Date(nextAt).toISOString(),
      paged: [...paged],
      acknowledgedBy: [...acknowledgedBy],
      reason,
    },
    room: room && { channel: room.channel, name: room.name },
    url: messageIncident(row, settings.url).url,
  };
}

export function entryOf({ id, at, source, eventId, kind, actor, text, details }: IncidentEventRow): TimelineEntry {
  return { id, at: at.toISOString(), source, eventId, kind, actor, text, details };
}

function notificationOf(row: NotificationRow): IncidentPage['notifications'][number] {
  const { key, kind, channel, person, status, dueAt, sentAt, attempts, detail } = row;
  return {
    key,
    kind,
    channel,
    person,
    status,
    dueAt: dueAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
    attempts,
    detail,
  };
}

/** Of the newest look. */
function mitigationsIn(events: readonly IncidentEventRow[]): MitigationView[] {
  const offered = events.findLast(({ kind }) => kind === 'mitigation')?.details;
  const list: unknown =
    typeof offered === 'object' && offered !== null ? Reflect.get(offered, 'mitigations') : undefined;
  const parsed = mitigationView.array().safeParse(list);
  return parsed.success ? parsed.data : [];
}

import { z } from 'zod';
import { INCIDENT_SEVERITIES } from './severity.ts';
import { INCIDENT_STATUSES } from './status.ts';

// An incident as it is told to people and programs: by the command line, over HTTP, to an assistant. Instants are UTC.

const instant = z.iso.datetime();
const optionalInstant = instant.nullable();

const clockView = z.object({
  name: z.enum(['response', 'resolution']),
  dueAt: instant,
  state: z.enum(['running', 'late', 'met', 'missed']),
  stoppedAt: optionalInstant,
});

const pagingView = z.object({
  policy: z.string(),
  phase: z.enum(['paging', 'acknowledged', 'snoozed', 'held', 'unreached', 'exhausted', 'stopped']),
  level: z.number().nullable(),
  lap: z.number(),
  /** When something happens by itself: the next level, the end of a snooze. */
  nextAt: optionalInstant,
  paged: z.array(z.string()),
  acknowledgedBy: z.array(z.string()),
  reason: z.string().nullable(),
});

export const incidentView = z.object({
  number: z.number(),
  key: z.string(),
  title: z.string(),
  severity: z.enum(INCIDENT_SEVERITIES),
  status: z.enum(INCIDENT_STATUSES),
  source: z.string(),
  labels: z.record(z.string(), z.string()),
  /** Whether its source still says so; null where no source says anything. */
  firing: z.boolean().nullable(),
  flapping: z.boolean(),
  businessImpact: z.boolean(),
  occurrences: z.number(),
  /** Of the same key, resolved before. */
  previous: z.number().nullable(),
  assignee: z.string().nullable(),
  openedBy: z.string(),
  openedAt: instant,
  statusSince: instant,
  lastOccurrenceAt: instant,
  acknowledgedAt: optionalInstant,
  resolvedAt: optionalInstant,
  resolvedBy: z.string().nullable(),
  postMortemAt: optionalInstant,
  clocks: z.array(clockView),
  paging: pagingView,
  room: z.object({ channel: z.string(), name: z.string() }).nullable(),
  url: z.string().nullable(),
});
export type IncidentView = z.infer<typeof incidentView>;

export const timelineEntry = z.object({
  /** What a post-mortem links to. */
  id: z.number(),
  at: instant,
  source: z.string(),
  eventId: z.string(),
  kind: z.string(),
  actor: z.string().nullable(),
  /** Plain text, which others may have written: escape it for where it goes. */
  text: z.string(),
  details: z.unknown(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

const notificationView = z.object({
  key: z.string(),
  kind: z.string(),
  channel: z.string(),
  person: z.string().nullable(),
  status: z.enum(['waiting', 'sending', 'sent', 'failed', 'cancelled', 'merged']),
  dueAt: instant,
  sentAt: optionalInstant,
  attempts: z.number(),
  detail: z.string().nullable(),
});

const incidentExecution = z.object({
  execution: z.string(),
  runbook: z.string(),
  status: z.string(),
  requestedBy: z.string(),
  createdAt: instant,
});

/** What may help, offered as a plan: see `opsbook incident mitigate`. */
export const mitigationView = z.object({
  runbook: z.string(),
  title: z.string(),
  why: z.string(),
  parameters: z.record(z.string(), z.string()),
  missing: z.array(z.string()),
  /** `account/region` where it was seen; those that were kept before this was, have none. */
  place: z.string().optional(),
});
export type MitigationView = z.infer<typeof mitigationView>;

/** What its paging does next by itself, if nobody does anything before. */
export const nextPaging = z.object({
  at: instant,
  people: z.array(z.string()),
  /** Channels that are told as places. */
  places: z.array(z.string()),
  /** In sentences: which level, and what is passed over. */
  words: z.array(z.string()),
});
export type NextPaging = z.infer<typeof nextPaging>;

export const incidentPage = z.object({
  schema: z.literal('opsbook/incident@1'),
  incident: incidentView,
  next: nextPaging.nullable(),
  timeline: z.array(timelineEntry),
  notifications: z.array(notificationView),
  executions: z.array(incidentExecution),
  mitigations: z.array(mitigationView),
});
export type IncidentPage = z.infer<typeof incidentPage>;

export const incidentList = z.object({
  schema: z.literal('opsbook/incidents@1'),
  incidents: z.array(incidentView),
  /** For the next page. */
  next: z.number().nullable(),
});
export type IncidentList = z.infer<typeof incidentList>;

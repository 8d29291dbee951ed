import type { ColumnType, Generated } from 'kysely';
import type { Escalation } from '../model/incident/escalation.ts';
import type { Message, MessageKind } from '../model/incident/message.ts';
import type { IncidentSeverity } from '../model/incident/severity.ts';
import type { AlarmAddress, Signal } from '../model/incident/signal.ts';
import type { IncidentStatus } from '../model/incident/status.ts';
import type {
  Document,
  Identity,
  Instant,
  OptionalDocument,
  OptionalInstant,
  OptionalShaped,
  Shaped,
} from './column-types.ts';

/** The incident's own place to talk. */
export interface Room {
  readonly channel: string;
  readonly id: string;
  readonly name: string;
}

/** JSON keeps instants as text. */
export type Kept<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Kept<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Kept<T[Key]> }
      : T;

export interface IncidentsTable {
  number: Identity;
  key: string;
  title: string;
  severity: IncidentSeverity;
  status: IncidentStatus;
  source: string;
  labels: Shaped<Readonly<Record<string, string>>>;
  alarm: OptionalShaped<AlarmAddress>;
  /** Whether the source still says so; null where no source says anything. */
  firing: boolean | null;
  businessImpact: Generated<boolean>;
  flapping: Generated<boolean>;
  occurrences: Generated<number>;
  /** When the source last changed its mind, in milliseconds since 1970. */
  changes: Shaped<readonly number[]>;
  previous: number | null;
  assignee: string | null;
  openedBy: string;
  openedAt: Instant;
  statusSince: Instant;
  lastOccurrenceAt: Instant;
  /** Since when somebody has it; null where nobody has it any more. */
  acknowledgedAt: OptionalInstant;
  /** When somebody first had it: what the response target is measured by. */
  respondedAt: OptionalInstant;
  resolvedAt: OptionalInstant;
  /** `source` where the alarm went out by itself. */
  resolvedBy: string | null;
  postMortemAt: OptionalInstant;
  escalation: Shaped<Escalation>;
  /** Which news of its clocks were told. */
  told: Shaped<readonly string[]>;
  room: OptionalShaped<Room>;
  nextAt: OptionalInstant;
}

export interface IncidentEventsTable {
  id: Identity;
  incident: number;
  at: Instant;
  recordedAt: Instant;
  source: string;
  /** Of the event at its source: the same event comes once. */
  eventId: string;
  kind: string;
  actor: string | null;
  text: string;
  details: OptionalDocument;
}

/** Beside messages: to open the incident's own place to talk, and to have a first look. */
export type NotificationKind = MessageKind | 'room' | 'look';
export type NotificationStatus = 'waiting' | 'sending' | 'sent' | 'failed' | 'cancelled' | 'merged';

export interface NotificationsTable {
  id: Identity;
  key: string;
  incident: number | null;
  kind: NotificationKind;
  /** Of the configuration. */
  channel: string;
  address: string | null;
  person: string | null;
  /** What is in one lane arrives in order. */
  lane: string;
  /** Which of a person's ways it is, from 0. */
  place: number;
  /** All ways of one page to one person; the next is taken when one fails. */
  chain: string | null;
  message: Shaped<Kept<Message>>;
  status: NotificationStatus;
  dueAt: Instant;
  createdAt: Instant;
  attempts: Generated<number>;
  leaseUntil: OptionalInstant;
  /** When it was taken back; what was under way then may have arrived all the same. */
  cancelledAt: OptionalInstant;
  sentAt: OptionalInstant;
  receipt: ColumnType<string | null, string | null | undefined, string | null>;
  detail: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface SignalsTable {
  id: Identity;
  /** Of the configuration. */
  intake: string;
  deliveryId: string;
  key: string;
  signal: Shaped<Kept<Signal>>;
  receivedAt: Instant;
  leaseUntil: OptionalInstant;
  attempts: Generated<number>;
  settledAt: OptionalInstant;
  incident: ColumnType<number | null, number | null | undefined, number | null>;
  outcome: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface SilencesTable {
  id: Identity;
  key: string;
  until: Instant;
  reason: string;
  actor: string;
  createdAt: Instant;
  liftedAt: OptionalInstant;
  liftedBy: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface MaintenanceWindowsTable {
  id: Identity;
  name: string;
  match: Shaped<Readonly<Record<string, string>>>;
  startAt: Instant;
  endAt: Instant;
  actor: string;
  createdAt: Instant;
  endedAt: OptionalInstant;
  endedBy: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface HeartbeatsTable {
  name: string;
  lastAt: Instant;
  dueAt: Instant;
  missingSince: OptionalInstant;
}

export interface HandoffsTable {
  id: Identity;
  schedule: string;
  rotation: string;
  shiftStart: Instant;
  outgoing: string | null;
  incoming: string;
  document: Document;
  createdAt: Instant;
  outgoingSignedAt: OptionalInstant;
  /** The person, or who signed on their behalf. */
  outgoingSignedBy: ColumnType<string | null, string | null | undefined, string | null>;
  incomingSignedAt: OptionalInstant;
  incomingSignedBy: ColumnType<string | null, string | null | undefined, string | null>;
  warnedAt: OptionalInstant;
}

export interface HandoffNotesTable {
  id: Identity;
  schedule: string;
  rotation: string;
  /** Null of what is noted for the next one. */
  handoff: number | null;
  author: string;
  text: string;
  /** Told in every later hand-off too, until somebody drops it. */
  keep: boolean;
  createdAt: Instant;
  droppedAt: OptionalInstant;
  droppedBy: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface OncallOverridesTable {
  id: Identity;
  schedule: string;
  rotation: string | null;
  type: 'add' | 'remove' | 'replace';
  person: string | null;
  removed: string | null;
  startAt: Instant;
  endAt: Instant;
  reason: string | null;
  createdBy: string;
  createdAt: Instant;
  cancelledAt: OptionalInstant;
  cancelledBy: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface IncidentExecutionsTable {
  incident: number;
  executionId: string;
  /** As the timeline last heard. */
  status: string;
}

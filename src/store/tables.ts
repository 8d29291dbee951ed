import type { ColumnType, Generated } from 'kysely';
import type {
  ApprovalOutcome,
  ExecutionStatus,
  Order,
  Role,
  StepDirection,
  StepStatus,
  VoteDecision,
} from '../model/execution.ts';
import type { Status } from '../model/finding.ts';
import type {
  HandoffNotesTable,
  HandoffsTable,
  HeartbeatsTable,
  IncidentEventsTable,
  IncidentExecutionsTable,
  IncidentsTable,
  MaintenanceWindowsTable,
  NotificationsTable,
  OncallOverridesTable,
  SignalsTable,
  SilencesTable,
} from './respond-tables.ts';
import type { Severity } from '../model/severity.ts';
import type { Document, Instant, OptionalDocument, OptionalInstant } from './column-types.ts';

export interface PlansTable {
  id: string;
  hash: string;
  runbook: string;
  document: Document;
  createdAt: Instant;
  createdBy: string;
}

export interface ExecutionsTable {
  id: string;
  planId: string;
  runbook: string;
  account: string;
  region: string;
  environment: string | null;
  status: ExecutionStatus;
  requestedBy: string;
  reason: string | null;
  outcome: string | null;
  residue: OptionalDocument;
  /** By which way it reaches its account: a profile, an endpoint. No secrets. */
  access: OptionalDocument;
  /** Why it may begin though the change calendar or the preflight says no. */
  override: ColumnType<string | null, string | null | undefined, never>;
  createdAt: Instant;
  startedAt: OptionalInstant;
  finishedAt: OptionalInstant;
}

export interface StepsTable {
  executionId: string;
  key: string;
  direction: StepDirection;
  position: number;
  kind: string;
  title: string;
  status: StepStatus;
  attempts: Generated<number>;
  request: OptionalDocument;
  response: OptionalDocument;
  awsRequestId: string | null;
  actor: string | null;
  observed: string | null;
  error: string | null;
  startedAt: OptionalInstant;
  finishedAt: OptionalInstant;
}

export interface ApprovalsTable {
  id: ColumnType<number, never, never>;
  executionId: string;
  stepKey: string | null;
  planHash: string;
  requestedAt: Instant;
  expiresAt: Instant;
  expiryOutcome: string;
  quorum: number;
  excluded: string[];
  outcome: ApprovalOutcome | null;
  closedAt: OptionalInstant;
}

export interface VotesTable {
  approvalId: number;
  person: string;
  decision: VoteDecision;
  reason: string | null;
  via: string;
  at: Instant;
}

export interface OrdersTable {
  id: ColumnType<number, never, never>;
  executionId: string;
  kind: Order;
  actor: string;
  reason: string | null;
  at: Instant;
  /** Which look of the execution took it: taken again after a crash, it is the same. */
  takenFor: string | null;
}

export interface LocksTable {
  resource: string;
  executionId: string;
  holder: string;
  acquiredAt: Instant;
  releasedAt: OptionalInstant;
}

export interface AuditTable {
  seq: number;
  at: Instant;
  actor: string;
  action: string;
  subject: string;
  details: Document;
  previousHash: string;
  hash: string;
}

interface AuditHeadTable {
  one: Generated<boolean>;
  count: number;
  hash: string;
}

export interface PeopleTable {
  id: string;
  name: string;
  email: string | null;
  roles: Role[];
  passwordHash: string | null;
  oidcSubject: string | null;
  createdAt: Instant;
  disabledAt: OptionalInstant;
}

export interface TokensTable {
  id: string;
  name: string;
  personId: string | null;
  role: Role;
  scopes: string[];
  hash: string;
  createdAt: Instant;
  expiresAt: OptionalInstant;
  revokedAt: OptionalInstant;
  lastUsedAt: OptionalInstant;
  /** A person or a token; unknown of those made before this was kept. */
  createdBy: string | null;
}

export interface SessionsTable {
  hash: string;
  personId: string;
  createdAt: Instant;
  expiresAt: Instant;
  endedAt: OptionalInstant;
}

export interface ChecklistRunsTable {
  id: string;
  checklist: string;
  scheduledFor: OptionalInstant;
  result: OptionalDocument;
  startedAt: Instant;
  finishedAt: OptionalInstant;
  /** Who asked for it; null where the calendar did. */
  actor: ColumnType<string | null, string | null | undefined, never>;
  /** Whose it is while it runs, and until when that is believed. */
  claim: ColumnType<string | null, string | null | undefined, string>;
  leaseUntil: OptionalInstant;
  attempts: Generated<number>;
  /** When it was found that nobody ran it in its time. */
  missedAt: OptionalInstant;
  /** Why it has no result. */
  error: ColumnType<string | null, string | null | undefined, string | null>;
  summary: OptionalDocument;
}

export interface FindingsTable {
  id: string;
  check: string;
  account: string;
  region: string;
  resourceType: string;
  resourceId: string;
  resourceArn: string;
  status: Status;
  severity: Severity;
  reason: string;
  firstSeen: Instant;
  lastSeen: Instant;
  lastRun: string;
  failingSince: OptionalInstant;
  fixedAt: OptionalInstant;
}

export interface SuppressionsTable {
  id: ColumnType<number, never, never>;
  findingId: string;
  reason: string;
  actor: string;
  createdAt: Instant;
  until: Instant;
  liftedAt: OptionalInstant;
  liftedBy: string | null;
}

export interface DrillsTable {
  drill: string;
  executionId: string;
  succeededAt: Instant;
  rtoMs: number;
  rpoMs: number | null;
  evidence: Document;
}

export interface ScheduleStateTable {
  schedule: string;
  /** Everything up to here is dealt with. */
  lastFiredFor: Instant;
  firedAt: Instant;
  /** The rhythm that this was said of. */
  cadence: ColumnType<string | null, string | null | undefined, string>;
}

/** The schema `opsbook`, in the names of TypeScript: `created_at` is `createdAt`. */
export interface Tables {
  plans: PlansTable;
  executions: ExecutionsTable;
  steps: StepsTable;
  approvals: ApprovalsTable;
  votes: VotesTable;
  orders: OrdersTable;
  locks: LocksTable;
  audit: AuditTable;
  auditHead: AuditHeadTable;
  people: PeopleTable;
  tokens: TokensTable;
  sessions: SessionsTable;
  checklistRuns: ChecklistRunsTable;
  findings: FindingsTable;
  suppressions: SuppressionsTable;
  drills: DrillsTable;
  scheduleState: ScheduleStateTable;
  incidents: IncidentsTable;
  incidentEvents: IncidentEventsTable;
  notifications: NotificationsTable;
  signals: SignalsTable;
  silences: SilencesTable;
  maintenanceWindows: MaintenanceWindowsTable;
  heartbeats: HeartbeatsTable;
  handoffs: HandoffsTable;
  handoffNotes: HandoffNotesTable;
  oncallOverrides: OncallOverridesTable;
  incidentExecutions: IncidentExecutionsTable;
}

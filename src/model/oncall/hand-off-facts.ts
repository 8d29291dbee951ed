import type { MaintenanceWindow } from '../incident/quiet.ts';
import type { IncidentSeverity } from '../incident/severity.ts';
import type { IncidentStatus } from '../incident/status.ts';
import type { ChangeCalendar } from '../window.ts';
import type { ShiftChange } from './shift-changes.ts';

/** All that a hand-off is filled in from; rows of the database fit as they are. */
export interface HandOffFacts {
  readonly schedule: string;
  readonly timezone: string;
  readonly change: ShiftChange;
  readonly now: Date;
  /** What people are called. */
  nameOf(person: string): string;
  readonly open: readonly IncidentFact[];
  /** In the shift that ends. */
  readonly resolved: readonly IncidentFact[];
  /** In the shift that ends; also what failed. */
  readonly finished: readonly ExecutionFact[];
  /** What waits, runs or failed, and so is on somebody's hands. */
  readonly underWay: readonly ExecutionFact[];
  readonly windows: readonly MaintenanceWindow[];
  /** Of the database. */
  readonly planned: readonly PlannedMaintenance[];
  readonly calendar: ChangeCalendar;
  readonly findings: readonly FindingFact[];
  /** Checks that look ahead and that no stored run has had. */
  readonly unread: readonly string[];
  readonly drills: readonly DrillFact[];
  readonly suppressions: readonly SuppressionFact[];
  readonly silences: readonly SilenceFact[];
  readonly contacts: readonly ContactFact[];
  readonly links: readonly { readonly title: string; readonly url: string }[];
}

export interface IncidentFact {
  readonly number: number;
  readonly title: string;
  readonly severity: IncidentSeverity;
  readonly status: IncidentStatus;
  readonly assignee: string | null;
  readonly openedAt: Date;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
}

export interface ExecutionFact {
  readonly id: string;
  /** Of its plan; null where that is not known. */
  readonly title: string | null;
  readonly runbook: string;
  readonly account: string;
  readonly region: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

export interface PlannedMaintenance {
  readonly id: number;
  readonly name: string;
  readonly startAt: Date;
  readonly endAt: Date;
}

export interface FindingFact {
  readonly id: string;
  readonly resourceId: string;
  readonly account: string;
  readonly region: string;
  readonly reason: string;
  readonly lastSeen: Date;
}

export interface DrillFact {
  readonly drill: string;
  /** When it has to have succeeded again; null where it never has. */
  readonly dueAt: Date | null;
}

export interface SuppressionFact {
  readonly findingId: string;
  /** What rests; null where the finding is gone. */
  readonly what: string | null;
  readonly reason: string;
  readonly actor: string;
  readonly until: Date;
}

export interface SilenceFact {
  readonly key: string;
  readonly reason: string;
  readonly actor: string;
  readonly until: Date;
}

/** Whom a level of an escalation policy tells, at the beginning of the shift. */
export interface ContactFact {
  readonly policy: string;
  readonly level: number;
  /** `On call (platform)`, a person's name, a channel. */
  readonly whom: string;
  /** How to reach them; none for a channel. */
  readonly ways: readonly string[];
  readonly onBusinessImpact: boolean;
}

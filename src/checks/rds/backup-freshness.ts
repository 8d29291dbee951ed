import { fail, pass, type Resource, type Verdict } from '../../model/finding.ts';
import { ageInWords } from '../age.ts';
import { conditionOf } from './database-status.ts';

/** What there is to restore a database from. */
export interface Backups {
  readonly retentionDays: number;
  readonly newestSnapshot: { readonly id: string; readonly createdAt: Date } | undefined;
  /** Absent where AWS keeps no automated backups. */
  readonly latestRestorableTime: Date | undefined;
}

export interface BackupLimits {
  readonly snapshotAgeHours: number;
  readonly restorableAgeHours: number;
}

interface SnapshotFacts {
  readonly status: string | undefined;
  readonly id: string | undefined;
  readonly createdAt: Date | undefined;
}

const HOUR_MS = 3_600_000;
const LONGEST_STOP_MS = 7 * 24 * HOUR_MS;

/** The verdict as of now, or as of when the database was stopped: AWS makes no backups of one that is. */
export function judgeBackups(
  resource: Resource,
  backups: Backups,
  limits: BackupLimits,
  { asOf, stopped }: JudgedAt,
): Verdict {
  const { retentionDays, newestSnapshot: newest, latestRestorableTime: restorable } = backups;
  const { id } = resource;
  const evidence = {
    retentionDays,
    newestSnapshot: newest?.id ?? null,
    newestSnapshotAt: newest?.createdAt.toISOString() ?? null,
    latestRestorableTime: restorable?.toISOString() ?? null,
    judgedAt: asOf.toISOString(),
  };
  const last = newest
    ? `its newest snapshot ${newest.id} ${stopped ? 'was' : 'is'} ${ageInWords(newest.createdAt, asOf)} old${stopped ? ' when it was stopped' : ''}`
    : 'it has no available snapshot';
  if (retentionDays === 0) {
    const reason = `${id} keeps no automated backups (retention 0), and ${last}.`;
    return fail(resource, reason, evidence, { severity: 'critical' });
  }
  if (!newest || isLate(newest.createdAt, limits.snapshotAgeHours, asOf)) {
    return fail(resource, `${id} is not backed up as it should be: ${last}.`, evidence);
  }
  if (!restorable) return fail(resource, `${id} has no time that it could be restored to, but ${last}.`, evidence);
  if (isLate(restorable, limits.restorableAgeHours, asOf)) {
    const reason = `${id} could be restored only to ${restorable.toISOString()}, ${ageInWords(restorable, asOf)} back.`;
    return fail(resource, reason, evidence);
  }
  return pass(resource, `${id} can be restored to ${restorable.toISOString()}; ${last}.`, evidence);
}

interface JudgedAt {
  readonly asOf: Date;
  readonly stopped: boolean;
}

/**
 * When backups are judged: a stopped database does not change. AWS starts it again seven days after it was stopped, so
 * the time of the one tells the other.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_StopInstance.html
 */
export function judgedAt(status: string | undefined, automaticRestart: Date | undefined, now: Date): JudgedAt {
  if (conditionOf(status) !== 'stopped' || !automaticRestart) return { asOf: now, stopped: false };
  return { asOf: new Date(Math.min(automaticRestart.getTime() - LONGEST_STOP_MS, now.getTime())), stopped: true };
}

/** The newest snapshot that is available: one that is being made or has failed restores nothing. */
export function newestAvailable(snapshots: readonly SnapshotFacts[]): Backups['newestSnapshot'] {
  return snapshots
    .flatMap(({ status, id = '', createdAt }) => (status === 'available' && createdAt ? [{ id, createdAt }] : []))
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0];
}

export function isLate(instant: Date, hours: number, asOf: Date): boolean {
  return asOf.getTime() - instant.getTime() > hours * HOUR_MS;
}

import { Refused, UsageError } from '../../model/errors.ts';
import { appendAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database.ts';
import { type FindingRow, findFindings } from '../../store/findings.ts';
import { liftSuppression, suppress } from '../../store/suppressions.ts';
import type { Actor } from '../conduct/workplace.ts';
import type { Desk } from './desk.ts';
import { requireRole } from './require-role.ts';

type Asking = Pick<Desk, 'db' | 'now'>;

export interface Suppressing {
  /** The finding's id, or the beginning of it. */
  readonly id: string;
  readonly reason: string;
  readonly until: Date;
}

/**
 * Lets a finding rest until an instant, for a reason and in somebody's name; it fails again by itself after that.
 * @throws Refused for who may not; UsageError for an id that no finding has, and an end that is over
 */
export async function suppressFinding(desk: Asking, actor: Actor, suppressing: Suppressing): Promise<FindingRow> {
  requireRole(actor, 'operator', 'suppress a finding');
  const { reason, until } = suppressing;
  const at = desk.now();
  if (reason.trim() === '') throw new UsageError('a suppression needs a reason');
  if (until <= at) throw new UsageError(`a suppression has to end later than now: ${until.toISOString()} is over`);
  const finding = await getFinding(desk, suppressing.id);
  await inTransaction(desk.db, async (trx) => {
    await suppress(trx, { findingId: finding.id, reason, actor: actor.id, createdAt: at, until });
    const details = { ...factsOf(finding), reason, until: until.toISOString(), via: actor.via };
    const subject = `finding/${finding.id}`;
    await appendAudit(trx, { at, actor: actor.id, action: 'finding.suppress', subject, details });
  });
  return finding;
}

/** Lets it fail again from now on. @throws Refused, UsageError */
export async function unsuppressFinding(desk: Asking, actor: Actor, id: string): Promise<FindingRow> {
  requireRole(actor, 'operator', 'end a suppression');
  const finding = await getFinding(desk, id);
  const at = desk.now();
  await inTransaction(desk.db, async (trx) => {
    const lifted = await liftSuppression(trx, finding.id, { by: actor.id, at });
    if (!lifted) throw new Refused(`${finding.id} is not suppressed (opsbook findings list)`);
    const details = { ...factsOf(finding), via: actor.via };
    const subject = `finding/${finding.id}`;
    await appendAudit(trx, { at, actor: actor.id, action: 'finding.unsuppress', subject, details });
  });
  return finding;
}

/** Ids are 16 digits long; two are enough to see that a beginning is not enough. */
async function getFinding({ db }: Asking, id: string): Promise<FindingRow> {
  if (id === '') throw new UsageError('an empty id names no finding');
  const [finding, another] = await findFindings(db, id, 2);
  if (!finding) {
    throw new UsageError(
      `no stored finding: ${id} (opsbook findings list; opsbook run … --store stores what it finds)`,
    );
  }
  if (another && finding.id !== id) throw new UsageError(`${id} is the beginning of several findings: give more of it`);
  return finding;
}

function factsOf({ check, account, region, resourceId }: FindingRow) {
  return { check, account, region, resource: resourceId };
}

import { Refused, UsageError } from '../../model/errors.ts';
import { layersOf } from '../../model/oncall/layers.ts';
import type { Schedule } from '../../model/oncall/schedule.ts';
import { peopleOf } from '../../model/oncall/warnings.ts';
import { appendAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database.ts';
import { addOncallOverride, cancelOncallOverride, type OncallOverrideRow } from '../../store/oncall-overrides.ts';
import type { Actor } from '../conduct/workplace.ts';
import type { Desk } from './desk.ts';
import { requireRole } from './require-role.ts';

type Asking = Pick<Desk, 'db' | 'now'>;

/** What is to be otherwise for a while. */
export interface Overriding {
  readonly type: 'add' | 'remove' | 'replace';
  /** Who is on call then; of add and replace. */
  readonly person: string | undefined;
  /** Who is not; of remove and replace. */
  readonly remove: string | undefined;
  readonly rotation: string | undefined;
  readonly start: Date;
  readonly end: Date;
  readonly reason: string | undefined;
}

interface Wish {
  readonly schedule: Schedule;
  /** Who there is beside those of the schedule. */
  readonly people: readonly string[];
  readonly overriding: Overriding;
}

/**
 * Keeps an override in somebody's name.
 * @throws Refused for who may not; UsageError for what would never be in force
 */
export function overrideOncall(desk: Asking, actor: Actor, wish: Wish): Promise<OncallOverrideRow> {
  requireRole(actor, 'operator', 'override who is on call');
  const at = desk.now();
  refuseWhatIsNever(wish, at);
  const { type, person, remove, rotation, start, end, reason } = wish.overriding;
  return inTransaction(desk.db, async (trx) => {
    const row = await addOncallOverride(trx, {
      schedule: wish.schedule.id,
      rotation: rotation ?? null,
      type,
      person: (type === 'remove' ? undefined : person) ?? null,
      removed: (type === 'add' ? undefined : remove) ?? null,
      startAt: start,
      endAt: end,
      reason: reason ?? null,
      createdBy: actor.id,
      createdAt: at,
    });
    await appendAudit(trx, { at, actor: actor.id, action: 'oncall.override', ...recorded(row, actor) });
    return row;
  });
}

/** Ends an override, or lets it never begin. @throws Refused for who may not, and where there is none */
export function cancelOverride(desk: Asking, actor: Actor, id: number): Promise<OncallOverrideRow> {
  requireRole(actor, 'operator', 'cancel an override');
  const at = desk.now();
  return inTransaction(desk.db, async (trx) => {
    const row = await cancelOncallOverride(trx, id, { by: actor.id, at });
    if (!row) throw new Refused(`there is no override ${id} that could be cancelled (opsbook oncall override list)`);
    await appendAudit(trx, { at, actor: actor.id, action: 'oncall.override.cancel', ...recorded(row, actor) });
    return row;
  });
}

function refuseWhatIsNever({ schedule, people, overriding }: Wish, at: Date): void {
  const { type, person, remove, rotation, start, end } = overriding;
  if (type !== 'remove' && person === undefined) throw new UsageError(`to ${type} takes a person who is on call then`);
  if (type !== 'add' && remove === undefined) throw new UsageError(`to ${type} takes a person who is not on call then`);
  if (type === 'replace' && person === remove) throw new UsageError(`${person ?? ''} cannot stand in for themselves`);
  const known = [...new Set([...peopleOf(schedule), ...people])];
  requireKnown('person', person, known);
  requireKnown('person', remove, known);
  const rotations = layersOf(schedule).map(({ name }) => name);
  if (type !== 'add') requireKnown('rotation', rotation, rotations);
  if (end <= start) throw new UsageError('an override has to end later than it starts');
  if (end <= at) throw new UsageError(`an override has to end later than now: ${end.toISOString()} is over`);
}

/** A slip of the keyboard would change nothing, and nobody would notice. */
function requireKnown(what: string, name: string | undefined, known: readonly string[]): void {
  if (name === undefined || known.includes(name)) return;
  throw new UsageError(`unknown ${what}: ${name} (there is ${known.join(', ')})`);
}

function recorded(row: OncallOverrideRow, { via }: Actor) {
  const { id, schedule, type, person, removed, rotation, reason } = row;
  return {
    subject: `oncall/${schedule}`,
    details: {
      override: id,
      type,
      person,
      removed,
      rotation,
      reason,
      start: row.startAt.toISOString(),
      end: row.endAt.toISOString(),
      via,
    },
  };
}

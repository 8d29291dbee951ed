import { renew, stop } from '../../model/incident/escalation.ts';
import { Refused, UsageError } from '../../model/errors.ts';
import { type IncidentStatus, isOpen, refuseMove } from '../../model/incident/status.ts';
import { type IncidentRow, lockNewestByKey } from '../../store/incidents.ts';
import type { Responder, Responding } from '../responder.ts';
import { acknowledged } from './acknowledge.ts';
import { type Change, changeIncident } from './change.ts';
import { anew } from './occurrence.ts';
import { type Hold, holdFor } from './policy-for.ts';
import type { Happened, Scene } from './scene.ts';
import { worldOf } from './world.ts';

interface Word {
  readonly by: Responding;
  /** When it was so, where that is not now. */
  readonly at?: Date | undefined;
  readonly note?: string | null | undefined;
  /** What keeps it quiet, where it would be paged anew. */
  readonly held?: Hold | undefined;
}

/** To the next status of the workflow. @throws Refused for a step that is none, and for times out of order */
export function moveIncident(
  responder: Responder,
  number: number,
  to: IncidentStatus,
  word: Word,
): Promise<IncidentRow> {
  return changeIncident(responder, number, async (incident, scene, trx) => {
    if (isOpen(incident.status) || !isOpen(to)) return movedTo(incident, to, word, scene);
    const newest = await lockNewestByKey(trx, incident.key);
    if (newest && newest.number !== number && isOpen(newest.status)) {
      throw new Refused(`incident ${newest.number} is open for the same problem: go on there`);
    }
    return movedTo(incident, to, { ...word, held: await holdFor(trx, incident, scene) }, scene);
  });
}

function movedTo(incident: IncidentRow, to: IncidentStatus, { by, at: given, note, held }: Word, scene: Scene): Change {
  const { now } = scene;
  const at = given ?? now;
  refuseMove({ from: incident.status, to, since: incident.statusSince, at, now });
  const row: IncidentRow = {
    ...incident,
    status: to,
    statusSince: at,
    ...(to === 'resolved' && { resolvedAt: at, resolvedBy: by.id }),
    ...(to === 'post-mortem' && { postMortemAt: at }),
    ...(!isOpen(incident.status) && isOpen(to) && { resolvedAt: null, resolvedBy: null, acknowledgedAt: null }),
  };
  const text = `${incident.status} → ${to}${note ? `: ${note}` : ''}`;
  const happened = [
    { kind: to === 'resolved' ? 'resolved' : 'status', text, at, by, details: { from: incident.status, to } },
  ];
  if (to === 'resolved') return { incident: row, happened, moved: stop(row.escalation), follow: 'resolved' };
  if (isOpen(to) && !isOpen(incident.status)) return { incident: row, happened, moved: anew(row, held, scene) };
  if (to === 'investigating' && incident.acknowledgedAt === null) return taken(row, happened, { by, at }, scene);
  return { incident: row, happened, moved: renew(row.escalation, worldOf(row, scene)) };
}

/** Who says that it is investigated, has it: the others need not be woken for it any more. */
function taken(
  row: IncidentRow,
  happened: readonly Happened[],
  { by, at }: { readonly by: Responding; readonly at: Date },
  scene: Scene,
): Change {
  const change = acknowledged(row, by, scene);
  return {
    ...change,
    incident: { ...change.incident, status: row.status, statusSince: at },
    happened: [...change.happened, ...happened],
  };
}

interface Resolution extends Word {
  /** Why it is resolved although its source still fires; null where nobody says so. */
  readonly despite?: string | null | undefined;
  /** Why it was none, or is over without a fix: ends it from wherever it stands. */
  readonly dismiss?: string | null | undefined;
}

/**
 * Ends it, once it is verified; or dismisses it.
 * @throws Refused while its source still fires, unless somebody says why it is over all the same
 */
export function resolveIncident(responder: Responder, number: number, resolution: Resolution): Promise<IncidentRow> {
  const { by, despite, dismiss } = resolution;
  for (const reason of [despite, dismiss]) if (reason?.trim() === '') throw new UsageError('a reason is needed');
  return changeIncident(responder, number, (incident, scene) => {
    if (incident.firing === true && !despite) {
      throw new Refused(
        `nothing was changed: ${incident.alarm?.name ?? 'its source'} still fires, and would open it again. ` +
          'Mend it first, or say why it is over all the same: --despite "reason"',
      );
    }
    const note = [
      dismiss && `dismissed: ${dismiss}`,
      despite && `although its source still fires: ${despite}`,
      resolution.note,
    ]
      .filter(Boolean)
      .join('; ');
    if (!dismiss || !isOpen(incident.status)) return movedTo(incident, 'resolved', { ...resolution, note }, scene);
    const { now } = scene;
    const text = `${incident.status} → resolved: ${note}`;
    return {
      incident: { ...incident, status: 'resolved', statusSince: now, resolvedAt: now, resolvedBy: by.id },
      happened: [
        { kind: 'resolved', text, at: now, by, details: { from: incident.status, to: 'resolved', dismissed: true } },
      ],
      moved: stop(incident.escalation),
      follow: 'resolved',
    };
  });
}

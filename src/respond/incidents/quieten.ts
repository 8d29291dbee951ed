import { hold, release, snooze as snoozePaging } from '../../model/incident/escalation.ts';
import { Refused, UsageError } from '../../model/errors.ts';
import { isOpen } from '../../model/incident/status.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import { insertSilence, liftSilences } from '../../store/silences.ts';
import type { Responder, Responding } from '../responder.ts';
import { changeIncident } from './change.ts';
import { holdFor } from './policy-for.ts';
import { worldOf } from './world.ts';

interface Quiet {
  readonly until: Date;
  readonly by: Responding;
  readonly reason: string;
}

/** Nobody is paged until then; what still stands then is paged anew. @throws UsageError, Refused */
export function snooze(
  responder: Responder,
  number: number,
  { until, by }: Omit<Quiet, 'reason'>,
): Promise<IncidentRow> {
  return changeIncident(responder, number, (incident, { now }) => {
    refuse(incident, until, now);
    const { phase } = incident.escalation;
    if (phase === 'held' || phase === 'stopped')
      throw new Refused(`incident ${number} pages nobody as it is: there is nothing to snooze`);
    return {
      incident,
      happened: [],
      moved: snoozePaging(incident.escalation, { until: until.getTime(), by: by.id }, now.getTime()),
    };
  });
}

/**
 * Silences its key: this incident, and whatever is opened or comes back with the same key until then. It holds also over
 * an end in between.
 */
export function silence(responder: Responder, number: number, { until, by, reason }: Quiet): Promise<IncidentRow> {
  return changeIncident(responder, number, async (incident, { now }, trx) => {
    refuse(incident, until, now);
    await insertSilence(trx, { key: incident.key, until, reason, actor: by.id, createdAt: now });
    const why = `Silenced by ${by.id}: ${reason}`;
    const { phase } = incident.escalation;
    const moved =
      phase === 'stopped'
        ? undefined
        : hold(incident.escalation, { until: until.getTime(), reason: why }, now.getTime());
    const text = `${why} (until ${until.toISOString()})`;
    return { incident, happened: [{ kind: 'silenced', text, at: now, by }], moved };
  });
}

/** Ends a silence or a snooze before its time: what still stands is paged at once. @throws Refused */
export function unsilence(responder: Responder, number: number, by: Responding): Promise<IncidentRow> {
  return changeIncident(responder, number, async (incident, scene, trx) => {
    const lifted = await liftSilences(trx, incident.key, { by: by.id, at: scene.now });
    const { phase } = incident.escalation;
    if (!lifted && phase !== 'snoozed') throw new Refused(`incident ${number} is neither silenced nor snoozed`);
    // Maintenance goes on, whoever ends a silence in it.
    const held = phase === 'held' ? await holdFor(trx, incident, scene) : undefined;
    const moved = held
      ? hold(incident.escalation, held, scene.now.getTime())
      : release(incident.escalation, worldOf(incident, scene));
    return { incident, happened: [{ kind: 'unsilenced', text: `${by.id} ends the quiet`, at: scene.now, by }], moved };
  });
}

function refuse({ number, status }: IncidentRow, until: Date, now: Date): void {
  if (!isOpen(status)) throw new Refused(`incident ${number} is ${status}: there is nothing to quieten`);
  if (until <= now) throw new UsageError(`${until.toISOString()} is over already`);
}

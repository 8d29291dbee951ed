import { renew } from '../../model/incident/escalation.ts';
import { UsageError } from '../../model/errors.ts';
import type { Json } from '../../model/json.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { Responder, Responding } from '../responder.ts';
import { changeIncident } from './change.ts';
import { peopleAndPlaces } from './tasks.ts';
import { worldOf } from './world.ts';

/** Longer texts belong elsewhere, and are linked. */
const MOST_CHARACTERS = 10_000;

interface Note {
  readonly text: string;
  readonly by: Responding;
  /** When it was so, where that is not now. */
  readonly at?: Date | undefined;
  readonly eventId?: string | undefined;
  readonly kind?: 'note' | 'chat' | 'execution' | 'mitigation' | 'finding' | undefined;
  readonly details?: Json | undefined;
}

/** Adds to the timeline; the same event of the same source is added once. @throws UsageError */
export function addNote(responder: Responder, number: number, note: Note): Promise<IncidentRow> {
  const { text, by, at, eventId, kind = 'note', details } = note;
  if (text.trim() === '') throw new UsageError('a note needs a text');
  if (text.length > MOST_CHARACTERS)
    throw new UsageError(`a note has ${MOST_CHARACTERS} characters at most: link what is longer`);
  return changeIncident(
    responder,
    number,
    (incident, scene) => {
      const { now } = scene;
      if (at && at > now) throw new UsageError(`${at.toISOString()} has not come yet`);
      const happened = [{ kind, text: text.trim(), at: at ?? now, by, eventId, details }];
      return { incident, happened, moved: renew(incident.escalation, worldOf(incident, scene)) };
    },
    { by, eventId },
  );
}

interface Handing {
  readonly by: Responding;
  /** What who has it now has to know. */
  readonly note?: string | undefined;
}

/** Says who works on it. Whom somebody else says so of is told. @throws UsageError for who is not known */
export function assign(
  responder: Responder,
  number: number,
  assignee: string,
  { by, note }: Handing,
): Promise<IncidentRow> {
  const { people } = responder.settings;
  // A slip of the keyboard would leave it with nobody.
  if (assignee !== by.id && people.size > 0 && !people.has(assignee)) {
    const known = [...people.keys()].slice(0, 20).join(', ');
    throw new UsageError(`the configuration does not know ${assignee}: there is ${known}`);
  }
  return changeIncident(responder, number, (given, scene) => {
    const incident = { ...given, assignee };
    const text = `${assignee} works on it${note === undefined ? '' : `: ${note}`}`;
    const words = `${by.id} hands it to ${assignee}${note === undefined ? '' : `: ${note}`}`;
    const telling = { key: `assigned/${scene.now.toISOString()}`, words, notBefore: 0 };
    return {
      incident,
      happened: [{ kind: 'assigned', text, at: scene.now, by, details: { from: given.assignee, to: assignee } }],
      moved: renew(incident.escalation, worldOf(incident, scene)),
      notices: assignee === by.id ? [] : peopleAndPlaces(incident, [{ person: assignee }], telling, scene),
    };
  });
}

import { policyOf } from '../../model/incident/walk.ts';
import { SEVERITY_MEANING } from '../../model/incident/severity.ts';
import { quietUntil } from '../../model/incident/quiet.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { NewNotification } from '../../store/notifications.ts';
import { aboutOf, kept, messageOf } from './messages.ts';
import { notificationOf } from './notification.ts';
import { laneOf, waysTo } from './pages.ts';
import type { Hold } from './policy-for.ts';
import type { Scene } from './scene.ts';
import { worldOf } from './world.ts';

/** What is done once for a serious incident beside paging: a first look at the account, and a place to talk. */
export function tasksOf(incident: IncidentRow, { responder, now }: Scene): NewNotification[] {
  const { number, severity } = incident;
  const { rooms, url } = responder.settings;
  const message = (key: string) => kept(messageOf(incident, { key, kind: 'notice', at: now, url }));
  const task = (kind: 'look' | 'room', channel: string, lane: string): NewNotification => ({
    key: `${number}/${kind}`,
    incident: number,
    kind,
    channel,
    address: null,
    person: null,
    lane,
    place: 0,
    chain: null,
    message: message(`${number}/${kind}`),
    dueAt: now,
    createdAt: now,
  });
  return [
    ...(SEVERITY_MEANING[severity].pages ? [task('look', 'first-look', `look/${number}`)] : []),
    ...(rooms?.severities.includes(severity) ? [task('room', rooms.channel, `${rooms.channel}/room/${number}`)] : []),
  ];
}

/** Who is on call hears of a ticket too, once, by their first way, and when they are awake. */
export function ticketNotices(incident: IncidentRow, hold: Hold | undefined, scene: Scene): NewNotification[] {
  const { responder, now } = scene;
  if (SEVERITY_MEANING[incident.severity].pages) return [];
  const [first] = policyOf(incident.escalation, responder.settings)?.levels ?? [];
  return peopleAndPlaces(
    incident,
    first?.notify ?? [],
    { key: 'ticket', words: undefined, notBefore: hold?.until ?? 0 },
    { ...scene, now },
  );
}

interface Notice {
  /** Names this notice among those of the incident. */
  readonly key: string;
  readonly words: string | undefined;
  readonly notBefore: number;
}

/** A notice to everybody that targets mean, once each. */
export function peopleAndPlaces(
  incident: IncidentRow,
  targets: readonly Parameters<ReturnType<typeof worldOf>['peopleOf']>[0][],
  { key, words, notBefore }: Notice,
  scene: Scene,
): NewNotification[] {
  const { responder, now } = scene;
  const { settings } = responder;
  const at = Math.max(now.getTime(), notBefore);
  const world = worldOf(incident, scene);
  // Read at night, and alone: it has to say what it is about.
  const told = words === undefined ? undefined : `${words}\n${aboutOf(incident)}`;
  const people = [...new Set(targets.flatMap((target) => world.peopleOf(target, at)))];
  const toPeople = people.flatMap((id) => {
    const person = settings.people.get(id);
    const [way] = person ? waysTo(person, settings) : [];
    if (!person || !way) return [];
    const dueAt = quietUntil(person.quietHours, incident.severity, at) ?? at;
    return [notice(way.channel.name, way.address, id, dueAt)];
  });
  const toPlaces = targets.flatMap((target) =>
    'channel' in target && settings.channels.has(target.channel)
      ? [notice(target.channel, target.to ?? null, null, at)]
      : [],
  );
  return [...toPeople, ...toPlaces];

  function notice(channel: string, address: string | null, person: string | null, dueAt: number): NewNotification {
    const name = `${incident.number}/${key}/${person ?? `#${channel}/${address ?? ''}`}`;
    const message = messageOf(incident, { key: name, kind: 'notice', at: now, url: settings.url, words: told });
    const lane = laneOf(channel, address ?? person, incident.number);
    return notificationOf(message, {
      incident: incident.number,
      channel,
      address,
      person,
      lane,
      dueAt: new Date(dueAt),
    });
  }
}

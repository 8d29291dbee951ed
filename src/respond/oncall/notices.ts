import type { Message } from '../../model/incident/message.ts';
import { quietUntil } from '../../model/incident/quiet.ts';
import type { NewNotification } from '../../store/notifications.ts';
import { notificationOf } from '../incidents/notification.ts';
import { waysTo } from '../incidents/pages.ts';
import type { RespondSettings } from '../responder.ts';
import type { Letter } from './letter.ts';

interface Telling {
  /** Of all that is told of this, so that nobody is told twice. */
  readonly key: string;
  readonly people: readonly string[];
  /** Where everybody hears of it. */
  readonly channel: string | null;
  readonly letter: Letter;
  readonly now: Date;
}

/** A notice to people by their first way, when they are awake, and to a channel at once. It belongs to no incident. */
export function tellAll(settings: RespondSettings, { key, people, channel, letter, now }: Telling): NewNotification[] {
  const toPeople = people.flatMap((id) => {
    const person = settings.people.get(id);
    const [way] = person ? waysTo(person, settings) : [];
    if (!way) return [];
    const dueAt = quietUntil(person?.quietHours, null, now.getTime());
    return [notice(way.channel.name, way.address, id, dueAt === undefined ? now : new Date(dueAt))];
  });
  return channel !== null && settings.channels.has(channel)
    ? [...toPeople, notice(channel, null, null, now)]
    : toPeople;

  function notice(name: string, address: string | null, person: string | null, dueAt: Date): NewNotification {
    const own = `${key}/${person ?? `#${name}`}`;
    const message: Message = { key: own, kind: 'notice', ...letter, incident: null, at: now };
    const lane = `${name}/${address ?? person ?? '*'}/handoff`;
    return notificationOf(message, { incident: null, channel: name, address, person, lane, dueAt });
  }
}

/** Who of them no channel reaches. */
export function unreachedOf(people: readonly string[], settings: RespondSettings): string[] {
  return people.filter((id) => {
    const person = settings.people.get(id);
    return !person || waysTo(person, settings).length === 0;
  });
}

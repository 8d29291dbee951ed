import type { Page } from '../../model/incident/escalation.ts';
import { quietUntil } from '../../model/incident/quiet.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { NewNotification } from '../../store/notifications.ts';
import type { Channel, Person, RespondSettings } from '../responder.ts';
import { kept, messageOf } from './messages.ts';
import { notificationOf } from './notification.ts';
import { type Happened, OPSBOOK, type Scene } from './scene.ts';

/** How long one way to a person has before the next is tried as well, where they do not say. */
const NEXT_WAY_AFTER_MS = 5 * 60_000;

/** One way in which a person can be told. */
export interface Way {
  readonly channel: Channel;
  readonly address: string | null;
  readonly afterMs: number;
}

/** The ways to a person, in their order; none where no channel reaches them. */
export function waysTo(person: Person, { channels }: RespondSettings): Way[] {
  const wanted =
    person.notify ?? [...channels.keys()].map((channel, index) => ({ channel, afterMs: index * NEXT_WAY_AFTER_MS }));
  return wanted.flatMap(({ channel: name, afterMs }) => {
    const channel = channels.get(name);
    const address = channel?.definition.addressOf(person, channel.settings);
    if (!channel || address === null || address === undefined) return [];
    return [{ channel, address: typeof address === 'string' ? address : null, afterMs }];
  });
}

/** Whether a person would hear of it now: somebody who sleeps behind quiet hours, or whom nothing reaches, would not. */
export function hears(
  id: string,
  incident: Pick<IncidentRow, 'severity'>,
  settings: RespondSettings,
  at: number,
): boolean {
  const person = settings.people.get(id);
  if (!person || waysTo(person, settings).length === 0) return false;
  return quietUntil(person.quietHours, incident.severity, at) === undefined;
}

/** What has to be delivered for a page. */
export function pageNotifications(
  incident: IncidentRow,
  page: Page,
  scene: Scene,
): { notifications: NewNotification[]; happened: Happened[] } {
  return 'person' in page.to
    ? toPerson(incident, page, page.to.person, scene)
    : toPlace(incident, page, page.to, scene);
}

function toPerson(incident: IncidentRow, page: Page, id: string, { responder: { settings }, now }: Scene) {
  const person = settings.people.get(id);
  const ways = person ? waysTo(person, settings) : [];
  if (!person || ways.length === 0) {
    const why = person ? 'no channel of the configuration reaches them' : 'the configuration does not know them';
    return {
      notifications: [],
      happened: [{ kind: 'unreachable', text: `${id} cannot be paged: ${why}`, at: now, by: OPSBOOK }],
    };
  }
  const chain = `${incident.number}/${page.key}`;
  const begins = quietUntil(person.quietHours, incident.severity, now.getTime()) ?? now.getTime();
  const notifications = ways.map(({ channel, address, afterMs }, place): NewNotification => {
    const key = `${chain}/${place}`;
    const message = messageOf(incident, { key, kind: 'page', at: now, url: settings.url });
    return {
      key,
      incident: incident.number,
      kind: 'page',
      channel: channel.name,
      address,
      person: id,
      lane: laneOf(channel.name, address ?? id, incident.number),
      place,
      chain,
      message: kept(message),
      dueAt: new Date(begins + afterMs),
      createdAt: now,
    };
  });
  return { notifications, happened: [] };
}

function toPlace(incident: IncidentRow, page: Page, to: { channel: string; to?: string | undefined }, scene: Scene) {
  const { responder, now } = scene;
  const channel = responder.settings.channels.get(to.channel);
  if (!channel) {
    const text = `The configuration has no channel ${to.channel}: it is not told`;
    return { notifications: [], happened: [{ kind: 'unreachable', text, at: now, by: OPSBOOK }] };
  }
  const key = `${incident.number}/${page.key}`;
  const address = to.to ?? null;
  const message = messageOf(incident, { key, kind: 'page', at: now, url: responder.settings.url });
  const lane = laneOf(to.channel, address, incident.number);
  const notification = notificationOf(message, { incident: incident.number, channel: to.channel, address, lane });
  return { notifications: [notification], happened: [] };
}

/** What goes to one place about one incident arrives in order. */
export function laneOf(channel: string, address: string | null, incident: number): string {
  return `${channel}/${address ?? '*'}/${incident}`;
}

import type { IncidentPage, TimelineEntry } from '../../../model/incident/view.ts';
import { escapeMarkdown } from '../../markdown/escape.ts';
import { spoken } from '../timeline.ts';
import { secondOf } from '../words.ts';

export const NOT_RECORDED = '_(not recorded)_';

type Entry = TimelineEntry | undefined;

/** What a post-mortem is written from: the timeline, and no claim without an event of it. */
export interface PostMortemRecord {
  readonly page: IncidentPage;
  /** In the order in which it happened. */
  of(...kinds: readonly string[]): readonly TimelineEntry[];
  /** Words with links to the events that say so; left blank where one of them is not there. */
  claim(words: string, ...events: readonly Entry[]): string;
  /** The links alone, or blank. */
  links(...events: readonly Entry[]): string;
  /** An event as it was told, with when, and the link. */
  dated(event: TimelineEntry): string;
}

export function createRecord(page: IncidentPage): PostMortemRecord {
  const { timeline, incident } = page;
  const base = incident.url === null ? '' : addressOf(incident.url);

  function links(...events: readonly Entry[]): string {
    const known = events.flatMap((event) => (event ? [event.id] : []));
    if (known.length === 0 || known.length < events.length) return NOT_RECORDED;
    return [...new Set(known)].map((id) => `[#${id}](${base}#event-${id})`).join(', ');
  }

  function claim(words: string, ...events: readonly Entry[]): string {
    const linked = links(...events);
    return linked === NOT_RECORDED ? NOT_RECORDED : `${escapeMarkdown(words)} (${linked})`;
  }

  return {
    page,
    of: (...kinds) => timeline.filter(({ kind }) => kinds.includes(kind)),
    claim,
    links,
    dated: (event) => claim(`${secondOf(event.at)} ${spoken(event)}`, event),
  };
}

/** Text of an event's details, by its name. */
export function detailOf({ details }: TimelineEntry, name: string): string | undefined {
  const value: unknown = typeof details === 'object' && details !== null ? Reflect.get(details, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** https://spec.commonmark.org/0.31.2/#link-destination: no spaces, and nothing that ends it early. */
function addressOf(url: string): string {
  return encodeURI(url).replaceAll('(', '%28').replaceAll(')', '%29').replaceAll('%25', '%');
}

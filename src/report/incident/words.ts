import { formatDuration } from '../../model/duration.ts';
import { SEVERITY_MEANING } from '../../model/incident/severity.ts';
import { isOpen } from '../../model/incident/status.ts';
import type { IncidentView, NextPaging } from '../../model/incident/view.ts';
import { listed } from '../text/value.ts';

// Sentences about an incident, for every format: what others wrote is in them as it is, and is escaped where they go.

export function incidentName({ number }: Pick<IncidentView, 'number'>): string {
  return `INC-${number}`;
}

/** `13:05Z`, with its day where that is not today. */
export function instantWords(at: string, now: Date): string {
  const iso = new Date(at).toISOString();
  const time = `${iso.slice(11, 16)}Z`;
  return iso.slice(0, 10) === now.toISOString().slice(0, 10) ? time : `${iso.slice(0, 10)} ${time}`;
}

/** `2026-03-03 12:00:05`, which is UTC. */
export function secondOf(at: string): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** What is left or late, to the minute: seconds are noise where hours count. */
export function coarse(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return formatDuration(minutes > 0 ? minutes * 60_000 : ms);
}

export function between(from: string, to: string | Date): string {
  return formatDuration(new Date(to).getTime() - Date.parse(from));
}

/** Who is paged, or why nobody is, and until when. */
export function pagingWords({ paging, severity, status }: IncidentView, now: Date): string {
  const { phase, level, paged, nextAt, reason, policy } = paging;
  const until = nextAt === null ? undefined : instantWords(nextAt, now);
  switch (phase) {
    case 'paging': {
      const whom = paged.length > 0 ? `${listed(paged)} ${paged.length > 1 ? 'are' : 'is'} paged` : 'nobody is on call';
      return `${whom} (level ${level ?? 1}${lapWords(paging.lap)})${until === undefined ? '' : `, and the next level at ${until}`}`;
    }
    case 'acknowledged':
      return until === undefined ? 'nobody is paged any more' : `nobody is paged until ${until}`;
    case 'snoozed':
      return `snoozed: nobody is paged until ${until ?? 'further notice'}`;
    case 'held':
      return `held (${reason ?? 'maintenance'}): nobody is paged until ${until ?? 'further notice'}`;
    case 'unreached':
      return `NOBODY can be paged: no level of ${policy} has anybody on call${until === undefined ? '' : `; looked again at ${until}`}`;
    case 'exhausted':
      return `all levels of ${policy} were paged and nobody has acknowledged: NOBODY is paged any more`;
    case 'stopped':
      if (!isOpen(status)) return 'nobody is paged: it is over';
      return SEVERITY_MEANING[severity].pages
        ? `NOBODY is paged: there is no escalation policy ${policy}`
        : 'nobody is paged: it is a ticket';
  }
}

function lapWords(lap: number): string {
  return lap > 0 ? `, lap ${lap + 1}` : '';
}

/** Who is paged next, if nobody does anything before. */
export function nextWords({ at, people, places, words }: NextPaging, now: Date): string {
  const ahead = Date.parse(at) - now.getTime();
  const when = ahead < 1000 ? 'now' : `${instantWords(at, now)}, in ${coarse(ahead)}`;
  const whom = listed([...people, ...places.map((place) => `#${place}`)]);
  // With nobody to be paged, what happens instead is the news.
  return whom === '' ? `${when}: ${words.at(-1) ?? 'nothing'}` : `${when}: ${whom}`;
}

type ClockView = IncidentView['clocks'][number];

/** `by 16:05Z, 3h50m left`, or by how much it is late, or how long it took. */
export function clockWords({ dueAt, state, stoppedAt }: ClockView, { openedAt }: IncidentView, now: Date): string {
  const due = instantWords(dueAt, now);
  switch (state) {
    case 'running':
      return Date.parse(dueAt) <= now.getTime() ? 'at once' : `by ${due}, ${coarse(msUntil(dueAt, now))} left`;
    case 'late':
      return `LATE by ${coarse(-msUntil(dueAt, now))}: it was due ${dueAt === openedAt ? 'at once' : `by ${due}`}`;
    case 'met':
      return `in time, after ${between(openedAt, stoppedAt ?? now)}`;
    case 'missed':
      return `LATE, after ${between(openedAt, stoppedAt ?? now)}: it was due ${dueAt === openedAt ? 'at once' : `by ${due}`}`;
  }
}

function msUntil(at: string, now: Date): number {
  return Date.parse(at) - now.getTime();
}

/** The clock that counts now: to the first answer, then to the end; undefined once it is over. */
export function clockThatRuns({ clocks }: IncidentView): ClockView | undefined {
  return clocks.find(({ state }) => state === 'running' || state === 'late');
}

/** Who works on it: who was named, or else who has acknowledged. */
export function holderOf({ assignee, paging }: IncidentView): string | undefined {
  return assignee ?? (paging.phase === 'acknowledged' ? paging.acknowledgedBy.at(-1) : undefined);
}

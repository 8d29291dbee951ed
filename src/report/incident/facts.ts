import { isOpen } from '../../model/incident/status.ts';
import type { IncidentPage, IncidentView } from '../../model/incident/view.ts';
import { listed } from '../text/value.ts';
import { between, clockWords, holderOf, instantWords, nextWords, pagingWords, secondOf } from './words.ts';

export interface IncidentFact {
  readonly label: string;
  readonly words: string;
  readonly alarming: boolean;
}

export function openedWords(
  { openedAt, openedBy, source, occurrences, lastOccurrenceAt, previous }: IncidentView,
  now: Date,
): string {
  const often = occurrences > 1 ? `; ${occurrences} times, the last at ${instantWords(lastOccurrenceAt, now)}` : '';
  const before = previous === null ? '' : `; the same was INC-${previous}`;
  const by = openedBy === source ? openedBy : `${openedBy} (${source})`;
  return `opened ${secondOf(openedAt).slice(0, 16)} UTC by ${by}, ${between(openedAt, now)} ago${often}${before}`;
}

/** Where it stands, label by label: whose it is, its clocks, its paging. */
export function factsOf({ incident, next }: IncidentPage, now: Date): IncidentFact[] {
  const { status, statusSince, labels, room, url, paging, resolvedAt, resolvedBy } = incident;
  const holder = holderOf(incident);
  const open = isOpen(status);
  const has = holder === undefined ? 'nobody has it' : `${holder} has it`;
  const clocks = incident.clocks.map((clock) =>
    fact(clock.name === 'response' ? 'respond' : 'resolve', clockWords(clock, incident, now), clock.state === 'late'),
  );
  const acknowledged = paging.acknowledgedBy.length > 0 ? `acknowledged by ${listed(paging.acknowledgedBy)}; ` : '';
  const words = pagingWords(incident, now);
  return [
    fact('status', `${status} since ${instantWords(statusSince, now)}${open ? `, ${has}` : ''}`, false),
    ...(resolvedAt === null ? [] : [fact('resolved', `${instantWords(resolvedAt, now)} ${byWhom(resolvedBy)}`, false)]),
    ...clocks,
    ...(open ? [fact('paging', `${acknowledged}${words}`, words.includes('NOBODY'))] : []),
    ...(open && next ? [fact('next', nextWords(next, now), false)] : []),
    ...(incident.businessImpact ? [fact('business', 'is hit', true)] : []),
    ...sourceFacts(incident),
    ...(Object.keys(labels).length > 0
      ? [
          fact(
            'labels',
            Object.entries(labels)
              .map(([key, value]) => `${key}=${value}`)
              .join(' '),
            false,
          ),
        ]
      : []),
    ...(room ? [fact('talk', `#${room.name} (${room.channel})`, false)] : []),
    ...(url === null ? [] : [fact('see', url, false)]),
  ];
}

function byWhom(resolvedBy: string | null): string {
  return resolvedBy === 'source' ? 'by itself: its source is quiet' : `by ${resolvedBy ?? 'somebody'}`;
}

function sourceFacts({ firing, flapping, source, status }: IncidentView): IncidentFact[] {
  if (firing === null || !isOpen(status)) return [];
  const says = firing ? 'still says so' : 'says that it is over';
  return [
    fact('source', `${source} ${says}${flapping ? ', and changes its mind all the time (flapping)' : ''}`, false),
  ];
}

function fact(label: string, words: string, alarming: boolean): IncidentFact {
  return { label, words, alarming };
}

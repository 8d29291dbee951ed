import type { IncidentList, IncidentView } from '../../model/incident/view.ts';
import { isOpen } from '../../model/incident/status.ts';
import { columnLines } from '../text/columns.ts';
import { plain } from '../text/plain.ts';
import { clockThatRuns, coarse, holderOf, incidentName, instantWords } from './words.ts';

interface Options {
  readonly now: Date;
  readonly width: number;
  /** Whether what is over was asked for too. */
  readonly all: boolean;
}

/** Incidents, one a line: how bad, which, where it stands, who has it, how long there is, what it is. */
export function incidentsTable({ incidents, next }: IncidentList, { now, width, all }: Options): string {
  if (incidents.length === 0) return all ? 'No incidents.\n' : 'No open incidents.\n';
  const rows = incidents.toSorted(worstFirst).map((incident) => [
    incident.severity,
    incidentName(incident),
    incident.status,
    whoText(incident),
    clockText(incident, now),
    // A source says what it likes.
    [...marksOf(incident, now), plain(incident.title)].join(' '),
  ]);
  const more = next === null ? '' : `… and more before ${incidentName({ number: next })} (--limit)\n`;
  return `${columnLines(rows, width)}${more}`;
}

/** Open ones first, the worst of them first; the newest first of what is as bad, and of what is over. */
function worstFirst(one: IncidentView, other: IncidentView): number {
  const [a, b] = [isOpen(one.status), isOpen(other.status)];
  if (a !== b) return a ? -1 : 1;
  if (a && one.severity !== other.severity) return one.severity < other.severity ? -1 : 1;
  return other.number - one.number;
}

function whoText(incident: IncidentView): string {
  const holder = holderOf(incident);
  if (holder !== undefined) return plain(holder);
  const { phase, paged } = incident.paging;
  if (phase === 'paging' && paged.length > 0) return `paging ${plain(paged.join(', '))}`;
  if (phase === 'unreached' || phase === 'exhausted') return 'NOBODY';
  return '–';
}

function clockText(incident: IncidentView, now: Date): string {
  const clock = clockThatRuns(incident);
  if (!clock) {
    const missed = incident.clocks.filter(({ state }) => state === 'missed').map(({ name }) => name);
    return missed.length > 0 ? `${missed.join(' and ')} LATE` : 'in time';
  }
  const verb = clock.name === 'response' ? 'respond' : 'resolve';
  const left = Date.parse(clock.dueAt) - now.getTime();
  if (clock.state === 'late') return `${verb} ${coarse(-left)} LATE`;
  return left <= 0 ? `${verb} at once` : `${verb} in ${coarse(left)}`;
}

function marksOf({ flapping, businessImpact, paging, status }: IncidentView, now: Date): string[] {
  const { phase, nextAt } = paging;
  const until = nextAt === null ? '' : ` until ${instantWords(nextAt, now)}`;
  return [
    ...(businessImpact ? ['[business]'] : []),
    ...(flapping ? ['[flapping]'] : []),
    ...(isOpen(status) && (phase === 'held' || phase === 'snoozed') ? [`[${phase}${until}]`] : []),
  ];
}

import type { IncidentAction } from '../../model/incident/action.ts';
import { isOpen, nextStatuses } from '../../model/incident/status.ts';
import type { IncidentView } from '../../model/incident/view.ts';
import { plain } from '../text/plain.ts';
import { listed } from '../text/value.ts';
import { between, clockThatRuns, clockWords, incidentName, instantWords, pagingWords } from './words.ts';

/** One line after somebody did something: what is so now, and what follows. */
export function afterwards(action: IncidentAction, incident: IncidentView, now: Date): string {
  return lineOf(incident, didWords(action, incident, now), now);
}

/** The same after one was opened. */
export function afterOpening(how: 'opened' | 'again' | 'reopened', incident: IncidentView, now: Date): string {
  const did =
    how === 'opened'
      ? `opened: ${incident.title}`
      : `${how === 'again' ? 'is open already' : 'is opened again'}: this is occurrence ${incident.occurrences} of ${incident.title}`;
  return lineOf(incident, did, now);
}

/** One line of where it stands, whatever was done. */
export function standingLine(incident: IncidentView, now: Date): string {
  return lineOf(incident, standingWords(incident), now);
}

function lineOf(incident: IncidentView, did: string, now: Date): string {
  const parts = [`${incidentName(incident)} ${incident.severity} ${did}`, ...followingWords(incident, now)];
  return `${plain(parts.join('; '))}\n`;
}

function followingWords(incident: IncidentView, now: Date): string[] {
  const { number, status } = incident;
  if (status === 'resolved') return [`opsbook incident postmortem ${number} writes the draft of what was`];
  if (!isOpen(status)) return [];
  const clock = clockThatRuns(incident);
  return [
    pagingWords(incident, now),
    ...(clock ? [`${clock.name} target ${clockWords(clock, incident, now).replace(/^by /, '')}`] : []),
  ];
}

function standingWords({ status, resolvedBy, resolvedAt, openedAt }: IncidentView): string {
  if (status === 'resolved') {
    return `resolved by ${resolvedBy ?? 'somebody'} after ${between(openedAt, resolvedAt ?? openedAt)}`;
  }
  const next = nextStatuses(status);
  return `is in ${status}${next.length > 0 ? `, then ${next.join(' or ')}` : ''}`;
}

function didWords(action: IncidentAction, incident: IncidentView, now: Date): string {
  const { paging } = incident;
  switch (action.action) {
    case 'acknowledge': {
      const missing = paging.paged.filter((one) => !paging.acknowledgedBy.includes(one));
      const by = `acknowledged by ${listed(paging.acknowledgedBy)}`;
      return paging.phase === 'paging' && missing.length > 0 ? `${by}, waits for ${listed(missing)}` : by;
    }
    case 'unacknowledge':
      return 'is given back';
    case 'escalate':
      return action.businessImpact === undefined ? 'escalated' : 'is known to hit the business';
    case 'severity':
      return 'from now on';
    case 'note':
      return 'has the note';
    case 'status':
    case 'resolve':
      return standingWords(incident);
    case 'snooze':
      return 'is left alone for a while';
    case 'silence':
      return `silenced until ${instantWords(action.until, now)}, with all that has its key`;
    case 'unsilence':
      return 'is quiet no more';
    case 'assign':
      return `is with ${incident.assignee ?? 'nobody'}`;
    case 'policy':
      return `is escalated by ${paging.policy}`;
  }
}

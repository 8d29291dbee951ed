import { Refused } from '../errors.ts';

/** From the first sign to the lessons: the operators' workflow, left to right. */
export const INCIDENT_STATUSES = [
  'detected',
  'assessed',
  'responding',
  'ticket',
  'investigating',
  'fixing',
  'verifying',
  'resolved',
  'post-mortem',
] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

/**
 * What a person may move it to. What pages is responded to, what does not is a ticket; both are investigated, fixed and
 * verified; what was not verified is not resolved. What comes back is investigated again.
 */
const NEXT: Readonly<Record<IncidentStatus, readonly IncidentStatus[]>> = {
  detected: ['assessed'],
  assessed: ['responding', 'ticket'],
  responding: ['investigating', 'ticket'],
  ticket: ['investigating', 'responding'],
  investigating: ['fixing'],
  fixing: ['verifying', 'investigating'],
  verifying: ['resolved', 'fixing', 'investigating'],
  resolved: ['post-mortem', 'investigating'],
  'post-mortem': [],
};

export function isOpen(status: IncidentStatus): boolean {
  return status !== 'resolved' && status !== 'post-mortem';
}

/** Where it may go from here. */
export function nextStatuses(status: IncidentStatus): readonly IncidentStatus[] {
  return NEXT[status];
}

interface Move {
  readonly from: IncidentStatus;
  readonly to: IncidentStatus;
  /** When it came to where it is. */
  readonly since: Date;
  readonly at: Date;
  readonly now: Date;
}

/** @throws Refused for a step that is none, or a time that is out of order */
export function refuseMove({ from, to, since, at, now }: Move): void {
  if (from === to) throw new Refused(`it is ${from} already`);
  if (!NEXT[from].includes(to)) {
    const ways = NEXT[from].length > 0 ? `from ${from} it goes to ${NEXT[from].join(' or ')}` : `${from} is the end`;
    const hint =
      to === 'resolved' ? ': what is resolved was fixed and verified first, or is dismissed with a reason' : '';
    throw new Refused(`it cannot go from ${from} to ${to}${hint} (${ways})`);
  }
  if (at < since) {
    throw new Refused(`it was ${from} only since ${since.toISOString()}, and cannot be ${to} at ${at.toISOString()}`);
  }
  if (at > now) throw new Refused(`${at.toISOString()} has not come yet`);
}

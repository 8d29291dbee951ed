import {
  HAND_OFF_SECTIONS,
  type HandOffDocument,
  type HandOffEntry,
  type HandOffSection,
  type HandOffSectionId,
} from './hand-off.ts';
import { maintenanceEntries } from './hand-off-ahead.ts';
import type { ContactFact, ExecutionFact, HandOffFacts, IncidentFact } from './hand-off-facts.ts';

/** Who takes a shift over reads it whole: what is longer is looked up. */
const MOST = 50;

/** The checklist of a hand-off, filled in. */
export function handOffOf(facts: HandOffFacts): HandOffDocument {
  const { schedule, timezone, now } = facts;
  const { rotation, start, end, outgoing, incoming } = facts.change;
  return {
    schedule,
    timezone,
    rotation,
    shift: { start: iso(start), end: iso(end) },
    outgoing: outgoing && { id: outgoing.person, name: facts.nameOf(outgoing.person), since: iso(outgoing.since) },
    incoming: { id: incoming, name: facts.nameOf(incoming) },
    filledAt: now.toISOString(),
    sections: [
      sectionOf('ongoing', [
        ...facts.open.toSorted(bySeverity).map(openEntry),
        ...facts.underWay.map(underWayEntry),
        ...facts.resolved.map(resolvedEntry),
      ]),
      sectionOf('changes', facts.finished.toSorted(deploymentsFirst).map(finishedEntry)),
      sectionOf('maintenance', maintenanceEntries(facts), facts.unread.map(unreadWords)),
      sectionOf('ending', endingEntries(facts)),
      sectionOf('contacts', facts.contacts.map(contactEntry)),
      sectionOf('links', facts.links.map(linkEntry)),
    ],
  };
}

function sectionOf(
  id: HandOffSectionId,
  entries: readonly HandOffEntry[],
  unknown: readonly string[] = [],
): HandOffSection {
  return {
    id,
    title: HAND_OFF_SECTIONS[id],
    entries: entries.slice(0, MOST),
    more: Math.max(0, entries.length - MOST),
    unknown: [...unknown],
  };
}

function openEntry({ number, title, severity, status, assignee, openedAt }: IncidentFact): HandOffEntry {
  const whose = assignee === null ? '' : `, ${assignee} works on it`;
  return {
    text: `${severity} #${number} ${title}: ${status}${whose}`,
    time: { word: 'since', at: openedAt.toISOString(), to: null },
    source: { kind: 'incident', id: String(number) },
  };
}

function resolvedEntry({ number, title, severity, resolvedAt, resolvedBy }: IncidentFact): HandOffEntry {
  const by = resolvedBy === 'source' ? 'by itself' : `by ${resolvedBy ?? 'somebody'}`;
  return {
    text: `${severity} #${number} ${title}: resolved ${by}`,
    time: resolvedAt && { word: 'on', at: resolvedAt.toISOString(), to: null },
    source: { kind: 'incident', id: String(number) },
  };
}

function underWayEntry({ createdAt, ...execution }: ExecutionFact): HandOffEntry {
  return {
    text: `${executionWords(execution)}: ${execution.status}, and not over`,
    time: { word: 'since', at: createdAt.toISOString(), to: null },
    source: { kind: 'execution', id: execution.id },
  };
}

function finishedEntry({ finishedAt, outcome, ...execution }: ExecutionFact): HandOffEntry {
  return {
    text: `${executionWords(execution)}: ${execution.status}${outcome === null ? '' : `. ${outcome}`}`,
    time: finishedAt && { word: 'on', at: finishedAt.toISOString(), to: null },
    source: { kind: 'execution', id: execution.id },
  };
}

function executionWords({
  title,
  runbook,
  account,
  region,
}: Pick<ExecutionFact, 'title' | 'runbook' | 'account' | 'region'>) {
  return `${title ?? runbook} (${title === null ? '' : `${runbook}, `}${account}/${region})`;
}

function endingEntries({ change, suppressions, silences }: HandOffFacts): HandOffEntry[] {
  const entries: HandOffEntry[] = [
    ...suppressions.map(({ findingId, what, reason, actor, until }) => ({
      text: `${what ?? `finding ${findingId}`} counts again; suppressed by ${actor}: ${reason}`,
      time: { word: 'on' as const, at: until.toISOString(), to: null },
      source: { kind: 'suppression' as const, id: findingId },
    })),
    ...silences.map(({ key, reason, actor, until }) => ({
      text: `${key} pages again; silenced by ${actor}: ${reason}`,
      time: { word: 'on' as const, at: until.toISOString(), to: null },
      source: { kind: 'silence' as const, id: key },
    })),
  ];
  return entries
    .filter(({ time }) => time && Date.parse(time.at) < change.end)
    .toSorted((a, b) => (a.time?.at ?? '').localeCompare(b.time?.at ?? ''));
}

function contactEntry({ policy, level, whom, ways, onBusinessImpact }: ContactFact): HandOffEntry {
  const when = onBusinessImpact ? ', when the business is hit' : '';
  return {
    text: `Level ${level}${when}: ${[whom, ...ways].join(' · ')}`,
    time: null,
    source: { kind: 'policy', id: policy },
  };
}

function linkEntry({ title, url }: HandOffFacts['links'][number]): HandOffEntry {
  return { text: title, time: null, source: { kind: 'link', id: url } };
}

function unreadWords(check: string): string {
  return `No stored run has had the check ${check}: opsbook run … --store, or the calendar of opsbook up`;
}

function bySeverity(a: IncidentFact, b: IncidentFact): number {
  return a.severity.localeCompare(b.severity) || a.number - b.number;
}

/** Then the newest first. */
function deploymentsFirst(a: ExecutionFact, b: ExecutionFact): number {
  const deploys = ({ runbook }: ExecutionFact): number => Number(runbook.startsWith('deployment/'));
  return deploys(b) - deploys(a) || (b.finishedAt?.getTime() ?? 0) - (a.finishedAt?.getTime() ?? 0);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

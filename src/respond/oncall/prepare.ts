import type { HandOffDocument } from '../../model/oncall/hand-off.ts';
import { handOffOf } from '../../model/oncall/hand-off-document.ts';
import type { DrillFact, FindingFact, HandOffFacts, SuppressionFact } from '../../model/oncall/hand-off-facts.ts';
import type { Database } from '../../store/database.ts';
import { listLastDrills } from '../../store/drills.ts';
import { listExecutionsIn, listFinishedExecutions } from '../../store/executions.ts';
import { findFinding, listFindings } from '../../store/findings.ts';
import { listIncidents } from '../../store/incidents.ts';
import { listMaintenance } from '../../store/maintenance.ts';
import { listSilencesEnding } from '../../store/silences.ts';
import { listSuppressions } from '../../store/suppressions.ts';
import type { Responder } from '../responder.ts';
import type { ScheduleChange } from './changes.ts';
import { contactsOf } from './contacts.ts';
import type { HandOffSources } from './sources.ts';

/** More than a hand-off shows of anything. */
const MOST = 200;
/** Of who had nobody before them. */
const BACK_MS = 7 * 86_400_000;

/** Checks whose findings say what comes. */
const AHEAD = ['acm-certificate-current', 'rds-maintenance-not-pending'];
const DRILL_CHECK = 'recovery-drill-recent';

/** Not over: on somebody's hands. */
const UNDER_WAY = ['pending-approval', 'running', 'waiting', 'undoing', 'failed'] as const;

/** The checklist of a change, filled in with what is known now. */
export async function prepareHandOff(
  responder: Responder,
  sources: HandOffSources,
  change: ScheduleChange,
): Promise<HandOffDocument> {
  return handOffOf(await factsOf(responder, sources, change));
}

async function factsOf(
  responder: Responder,
  sources: HandOffSources,
  { known, change }: ScheduleChange,
): Promise<HandOffFacts> {
  const { db, settings } = responder;
  const now = responder.now();
  const [begins, ends] = [new Date(Math.max(change.start, now.getTime())), new Date(change.end)];
  const since = new Date(change.outgoing?.since ?? change.start - BACK_MS);
  const { calendar, drills, drillEveryMs, links } = sources;
  const checks = drills.length === 0 ? [...AHEAD, DRILL_CHECK] : AHEAD;
  const [open, resolved, finished, notOver, planned, seen, suppressions, silences, lastDrills, contacts] =
    await Promise.all([
      listIncidents(db, { open: true, limit: MOST }),
      listIncidents(db, { open: false, resolvedAfter: since, limit: MOST }),
      listFinishedExecutions(db, { from: since, to: begins, limit: MOST }),
      listExecutionsIn(db, UNDER_WAY, MOST),
      listMaintenance(db, begins),
      Promise.all(checks.map((check) => findingsOf(db, check))),
      suppressionsEnding(db, now, ends),
      listSilencesEnding(db, now, ends),
      listLastDrills(db),
      contactsOf(responder, known.schedule.id, change.start),
    ]);
  const succeeded = new Map(lastDrills.map(({ drill, succeededAt }) => [drill, succeededAt]));
  return {
    schedule: known.schedule.id,
    timezone: known.schedule.timezone,
    change,
    now,
    nameOf: (person) => settings.people.get(person)?.name ?? person,
    open,
    resolved,
    finished,
    underWay: notOver.filter(({ id }) => !finished.some((one) => one.id === id)),
    windows: settings.windows,
    planned,
    calendar,
    findings: seen.flatMap((findings) => findings ?? []),
    unread: checks.filter((_check, index) => seen[index] === undefined),
    drills: drills.map(({ drill, lastSuccess }) => drillFact(drill, [lastSuccess, succeeded.get(drill)], drillEveryMs)),
    suppressions,
    silences,
    contacts,
    links:
      settings.url === null
        ? links
        : [...links, { title: 'Incidents', url: `${settings.url.replace(/\/$/, '')}/incidents` }],
  };
}

/** What fails or cannot be told; undefined where the check was never had. */
async function findingsOf(db: Database, check: string): Promise<readonly FindingFact[] | undefined> {
  const [any] = await listFindings(db, { check, limit: 1 });
  if (!any) return undefined;
  return listFindings(db, { check, statuses: ['fail', 'unknown'], open: true, limit: MOST });
}

async function suppressionsEnding(db: Database, now: Date, before: Date): Promise<SuppressionFact[]> {
  const ending = (await listSuppressions(db, now)).filter(({ until }) => until < before).slice(0, MOST);
  return Promise.all(
    ending.map(async ({ findingId, reason, actor, until }) => {
      const finding = await findFinding(db, findingId);
      return { findingId, what: finding ? `${finding.check} of ${finding.resourceId}` : null, reason, actor, until };
    }),
  );
}

function drillFact(drill: string, successes: readonly (string | Date | undefined)[], everyMs: number): DrillFact {
  const times = successes.flatMap((at) => (at === undefined ? [] : [new Date(at).getTime()]));
  return { drill, dueAt: times.length === 0 ? null : new Date(Math.max(...times) + everyMs) };
}

import type { z } from 'zod';
import type { IncidentDesk } from '../../main/incidents/desk.ts';
import { type IncidentAction, incidentAction, incidentOpening } from '../../model/incident/action.ts';
import { UsageError } from '../../model/errors.ts';
import { afterOpening, afterwards } from '../../report/incident/afterwards.ts';
import { handoffWords } from '../../report/incident/handoff.ts';
import { impactWords } from '../../report/incident/impact.ts';
import { plain } from '../../report/text/plain.ts';
import { EXIT } from '../exit.ts';
import { print } from '../out.ts';
import { parseParameters } from '../parameters.ts';
import { parseSince, parseUntil } from '../when.ts';
import { atDesk, type IncidentOptions, jsonText } from './desk.ts';
import { warnOfUntaken } from './untaken.ts';

export interface OpenOptions extends IncidentOptions {
  readonly severity?: string;
  readonly key?: string;
  readonly label: readonly string[];
  readonly policy?: string;
  readonly note?: string;
}

/** `opsbook incident open <title>`; of a key that is open already, it is one occurrence more. */
export async function openCommand(title: string, options: OpenOptions): Promise<number> {
  const { severity, key, policy, note } = options;
  const labels = parseParameters(options.label, '--label');
  const opening = parsed(incidentOpening, { title, severity, key, labels, policy, note });
  return atDesk(options, async (desk) => {
    const { how, incident } = await desk.open(opening);
    await print(options.output === 'json' ? jsonText(incident) : afterOpening(how, incident, new Date()));
    await warnOfUntaken(desk, incident);
    return EXIT.done;
  });
}

export interface ActOptions extends IncidentOptions {
  /** An instant, or so long ago. */
  readonly at?: string;
  /** An instant, or a duration from now on. */
  readonly until?: string;
}

/** Does one thing to an incident, and says in one line what is so now and what follows. */
export async function actCommand(number: number, wanted: object, options: ActOptions): Promise<number> {
  const now = new Date();
  const { at, until } = options;
  const action = parsed(incidentAction, {
    ...wanted,
    ...(at !== undefined && { at: parseSince(at, now).toISOString() }),
    ...(until !== undefined && { until: parseUntil(until, now).toISOString() }),
  });
  return atDesk(options, async (desk) => {
    const incident = await desk.perform(number, action);
    if (options.output === 'json') await print(jsonText(incident));
    else await print(`${afterwards(action, incident, new Date())}${await more(desk, number, action)}`);
    if (PAGING.has(action.action)) await warnOfUntaken(desk, incident);
    return EXIT.done;
  });
}

/** After what somebody may be paged. */
const PAGING = new Set<IncidentAction['action']>([
  'escalate',
  'policy',
  'severity',
  'status',
  'unacknowledge',
  'unsilence',
]);

/** Whether who has it now hears of that, or who is paged beside the level. */
async function more(desk: IncidentDesk, number: number, action: IncidentAction): Promise<string> {
  if (action.action === 'assign') return `${plain(handoffWords(await desk.show(number), action.person))}\n`;
  if (action.action !== 'escalate' || action.businessImpact === undefined) return '';
  return `${plain(impactWords(await desk.show(number)))}\n`;
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const { data, error } = schema.safeParse(value);
  if (data !== undefined) return data;
  const [issue] = error?.issues ?? [];
  throw new UsageError(issue ? `${issue.path.join('.')}: ${wordsOf(issue)}` : 'this cannot be meant');
}

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') return 'expected a text, which is empty';
  return issue.code === 'too_big' ? `expected at most ${issue.maximum} characters` : issue.message;
}

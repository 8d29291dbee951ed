import type { Answer, Asking } from '../main/oncall/asking.ts';
import { readProcess } from '../main/process.ts';
import { plain } from '../report/text/plain.ts';
import { EXIT } from './exit.ts';
import { print } from './out.ts';
import { checkWritable, writeWhole } from './output-file.ts';
import { parseSince, parseUntil } from './when.ts';

export interface OncallOptions {
  readonly config?: string;
  readonly schedule?: string;
  readonly output?: 'table' | 'json';
}

export interface SpanOptions extends OncallOptions {
  readonly from?: string;
  readonly to?: string;
}

const TIMELINE_MS = 14 * 86_400_000;
const CHECK_MS = 30 * 86_400_000;

/** `opsbook oncall who`: who is on call now, or at an instant. */
export async function whoCommand(options: OncallOptions & { readonly at?: string }): Promise<number> {
  const { whoAnswer } = await import('../main/oncall/who.ts');
  const now = new Date();
  return tell(await whoAnswer(askingOf(options), options.at === undefined ? now : parseUntil(options.at, now)));
}

/** `opsbook oncall timeline`: from now on for two weeks, unless something else is asked for. */
export async function timelineCommand(options: SpanOptions): Promise<number> {
  const { timelineAnswer } = await import('../main/oncall/timeline.ts');
  return tell(await timelineAnswer(askingOf(options), spanOf(options, TIMELINE_MS)));
}

/** `opsbook oncall check`: exit 1 where there are gaps or conflicts ahead. */
export async function checkCommand(options: SpanOptions): Promise<number> {
  const { checkAnswer } = await import('../main/oncall/check.ts');
  const answer = await checkAnswer(askingOf(options), spanOf(options, CHECK_MS));
  const code = await tell(answer);
  return answer.faulty ? EXIT.findings : code;
}

/** `opsbook oncall fairness`: of this quarter, unless something else is asked for. */
export async function fairnessCommand(options: SpanOptions): Promise<number> {
  const { fairnessAnswer } = await import('../main/oncall/fairness.ts');
  const now = new Date();
  const from = options.from === undefined ? undefined : parseSince(options.from, now);
  const to = options.to === undefined ? undefined : parseUntil(options.to, now);
  return tell(await fairnessAnswer(askingOf(options), { now, from, to }));
}

export interface IcalOptions extends OncallOptions {
  readonly person?: string;
  readonly outputFile?: string;
}

/** `opsbook oncall ical`: a calendar to import, or to serve. */
export async function icalCommand(options: IcalOptions): Promise<number> {
  const { person, outputFile } = options;
  if (outputFile !== undefined) await checkWritable(outputFile);
  const { calendarAnswer } = await import('../main/oncall/calendar.ts');
  const answer = await calendarAnswer(askingOf(options), { now: new Date(), person });
  if (outputFile === undefined) return tell(answer);
  await writeWhole(outputFile, answer.text);
  return tell({ ...answer, text: '' });
}

export interface OverrideOptions extends OncallOptions {
  readonly person?: string;
  readonly remove?: string;
  readonly rotation?: string;
  readonly start?: string;
  readonly end: string;
  readonly reason?: string;
}

/** `opsbook oncall override add|remove|replace`: from now on, unless a start is given. */
export async function overrideCommand(type: 'add' | 'remove' | 'replace', options: OverrideOptions): Promise<number> {
  const { overrideOne } = await import('../main/oncall/overrides.ts');
  const { person, remove, rotation, reason } = options;
  const now = new Date();
  const start = options.start === undefined ? now : parseUntil(options.start, now);
  // A duration is how long it lasts.
  const end = parseUntil(options.end, start);
  return tell(await overrideOne(askingOf(options), { type, person, remove, rotation, start, end, reason }));
}

/** `opsbook oncall override list` */
export async function overridesCommand(options: OncallOptions): Promise<number> {
  const { overridesPage } = await import('../main/oncall/overrides.ts');
  await print(await overridesPage(askingOf(options)));
  return EXIT.done;
}

/** `opsbook oncall override cancel <id>` */
export async function cancelOverrideCommand(id: number): Promise<number> {
  const { cancelOne } = await import('../main/oncall/overrides.ts');
  await print(await cancelOne(readProcess().environment, id));
  return EXIT.done;
}

function askingOf({ config, schedule, output }: OncallOptions): Asking {
  const { environment, columns: width } = readProcess();
  return { environment, configFile: config, schedule, json: output === 'json', width };
}

function spanOf({ from, to }: SpanOptions, lengthMs: number): { from: Date; to: Date } {
  const now = new Date();
  const start = from === undefined ? now : parseUntil(from, now);
  return { from: start, to: to === undefined ? new Date(start.getTime() + lengthMs) : parseUntil(to, start) };
}

/** What could not be read is said beside the answer, and what may be wrong for it is incomplete. */
async function tell({ text, warnings, incomplete }: Answer): Promise<number> {
  for (const warning of warnings) process.stderr.write(`opsbook: warning: ${plain(warning)}\n`);
  if (text !== '') await print(text);
  return incomplete ? EXIT.incomplete : EXIT.done;
}

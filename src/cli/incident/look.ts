import { readProcess, wantsColor } from '../../main/process.ts';
import { incidentsTable } from '../../report/incident/list.ts';
import { incidentMarkdown } from '../../report/incident/markdown.ts';
import { incidentPageText } from '../../report/incident/page.ts';
import { renderPostMortem } from '../../report/incident/post-mortem.ts';
import { EXIT } from '../exit.ts';
import { print } from '../out.ts';
import { checkWritable, writeWhole } from '../output-file.ts';
import { atDesk, type IncidentOptions, jsonText } from './desk.ts';

export interface ListOptions extends IncidentOptions {
  readonly all?: boolean;
  readonly resolved?: boolean;
  readonly limit: number;
}

/** `opsbook incident list`: open ones, unless something else is asked for. */
export async function listCommand(options: ListOptions): Promise<number> {
  const { all = false, resolved = false, limit, output } = options;
  const open = all ? undefined : !resolved;
  const list = await atDesk(options, (desk) => desk.list({ open, limit }));
  const printing = { now: new Date(), width: readProcess().columns, all: open !== true };
  await print(output === 'json' ? jsonText(list) : incidentsTable(list, printing));
  return EXIT.done;
}

/** `opsbook incident show <incident>` */
export async function showCommand(
  number: number,
  options: IncidentOptions & { readonly color: boolean },
): Promise<number> {
  const page = await atDesk(options, (desk) => desk.show(number));
  const now = new Date();
  if (options.output === 'json') await print(jsonText(page));
  else if (options.output === 'markdown') await print(incidentMarkdown(page, now));
  else {
    const facts = readProcess();
    const color = wantsColor(facts, options.color);
    await print(incidentPageText(page, { now, width: Math.min(facts.columns, 100), color }));
  }
  return EXIT.done;
}

/** `opsbook incident postmortem <incident>`: the draft, as Markdown. Moves nothing by itself. */
export async function postMortemCommand(
  number: number,
  options: IncidentOptions & { readonly outputFile?: string },
): Promise<number> {
  const { outputFile } = options;
  if (outputFile !== undefined) await checkWritable(outputFile);
  const text = renderPostMortem(await atDesk(options, (desk) => desk.show(number)));
  await (outputFile === undefined ? print(text) : writeWhole(outputFile, text));
  return EXIT.done;
}

import {
  type CheckDescription,
  type ChecklistDescription,
  describeCatalog,
  type RunbookDescription,
} from '../main/describe.ts';
import { padEnd } from '../report/text/width.ts';
import { wrapIndented } from '../report/text/wrap.ts';
import { EXIT } from './exit.ts';
import { type Out, standardOut } from './out.ts';

type Entry = ChecklistDescription | CheckDescription | RunbookDescription;

/** `opsbook catalog`: every checklist, runbook and check, with its title and when it is run. */
export async function catalogCommand(
  { output }: { readonly output: 'table' | 'json' },
  out: Out = standardOut(),
): Promise<number> {
  const entries = describeCatalog();
  await out.write(output === 'json' ? renderJson(entries) : renderTable(entries, out.width));
  return EXIT.done;
}

function renderJson(entries: readonly Entry[]): string {
  const plain = entries.map((entry) => {
    const cadence = entry.kind === 'checklist' ? entry.cadence : null;
    return {
      id: entry.id,
      title: entry.title,
      kind: entry.kind,
      cadence: cadence?.words ?? null,
      cron: cadence?.cron ?? null,
    };
  });
  return `${JSON.stringify({ schema: 'opsbook/catalog@1', entries: plain }, null, 2)}\n`;
}

function renderTable(entries: readonly Entry[], width: number): string {
  const longest = Math.max(...entries.map(({ id }) => id.length));
  const lines = (kind: Entry['kind'], heading: string): string[] => {
    const ofKind = entries.filter((entry) => entry.kind === kind);
    return [`${heading} (${ofKind.length})`, ...ofKind.flatMap((entry) => entryLines(entry, longest, width))];
  };
  const help =
    'opsbook explain <id> says more; opsbook run <id> runs a checklist or a check; opsbook plan <id> says what a runbook would do.';
  return [
    ...lines('checklist', 'CHECKLISTS'),
    '',
    ...lines('runbook', 'RUNBOOKS'),
    '',
    ...lines('check', 'CHECKS'),
    '',
    ...wrapIndented(help, width, ''),
    '',
  ].join('\n');
}

function entryLines(entry: Entry, longest: number, width: number): string[] {
  const when = entry.kind === 'checklist' ? ` (${entry.cadence?.words ?? 'when needed'})` : '';
  return wrapIndented(`${entry.title}${when}`, width, `  ${padEnd(entry.id, longest)}  `);
}

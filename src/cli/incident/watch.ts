import { setTimeout as sleep } from 'node:timers/promises';
import { readProcess } from '../../main/process.ts';
import { isOpen } from '../../model/incident/status.ts';
import type { IncidentPage, TimelineEntry } from '../../model/incident/view.ts';
import { standingLine } from '../../report/incident/afterwards.ts';
import { entryLines } from '../../report/incident/timeline.ts';
import { EXIT } from '../exit.ts';
import { catchInterrupts } from '../interrupt.ts';
import { print } from '../out.ts';
import { atDesk, type IncidentOptions } from './desk.ts';

const LOOK_EVERY_MS = 1000;
/** Of what was before. */
const LAST_ENTRIES = 20;

/** `opsbook incident watch <incident>`: its timeline, line by line as it grows, until it is over. */
export async function watchCommand(number: number, options: IncidentOptions): Promise<number> {
  const signal = catchInterrupts().letEnd();
  const json = options.output === 'json';
  return atDesk(options, async (desk) => {
    let page = await desk.show(number);
    const seen = new Set<number>();
    await printFresh(json ? page.timeline : page.timeline.slice(-LAST_ENTRIES), json);
    markSeen(page, seen);
    // It lasts as long as somebody watches.
    while (isOpen(page.incident.status)) {
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return EXIT.interrupted;
      page = await desk.show(number);
      await printFresh(
        page.timeline.filter(({ id }) => !seen.has(id)),
        json,
      );
      markSeen(page, seen);
    }
    if (!json) await print(standingLine(page.incident, new Date()));
    return EXIT.done;
  });
}

function markSeen({ timeline }: IncidentPage, seen: Set<number>): void {
  for (const { id } of timeline) seen.add(id);
}

async function printFresh(entries: readonly TimelineEntry[], json: boolean): Promise<void> {
  const { columns } = readProcess();
  for (const entry of entries) {
    await print(json ? `${JSON.stringify(entry)}\n` : `${entryLines(entry, columns).join('\n')}\n`);
  }
}

import { readFile, stat } from 'node:fs/promises';
import type { Absence } from '../../model/oncall/schedule.ts';
import type { TimelineSpan } from '../../model/oncall/timeline.ts';
import type { PersonConfig } from '../config/people.ts';
import { withinTime } from './within-time.ts';

export interface Absences {
  readonly absences: readonly Absence[];
  /** Whose calendar could not be read, and why; who then counts as present. */
  readonly warnings: readonly string[];
}

interface Wanted {
  readonly span: TimelineSpan;
  /** Of whoever names none for their quiet hours. */
  readonly timezone: string;
}

const MOST_BYTES = 2 * 1024 * 1024;
const READ_MS = 5000;
const EXPAND_MS = 2000;

/** When people are away, by their calendars. One that cannot be read is a warning, and stops no other. */
export async function readAbsences(
  people: Readonly<Record<string, PersonConfig>>,
  { span, timezone }: Wanted,
): Promise<Absences> {
  const read = await Promise.all(
    Object.entries(people).map(async ([person, { absences, quietHours }]) => {
      if (absences === undefined) return { absences: [], warnings: [] };
      const reading = { person, ...span, timezone: quietHours?.timezone ?? timezone };
      try {
        const text = await readFeed(absences);
        // Who has no such calendar does not wait for its parser.
        const { absencesIn } = await import('./absence-calendar.ts');
        return { absences: withinTime(EXPAND_MS, () => absencesIn(text, reading)), warnings: [] };
      } catch (error) {
        return { absences: [], warnings: [`absences of ${person} could not be read: ${reasonOf(error)}`] };
      }
    }),
  );
  return { absences: read.flatMap((one) => one.absences), warnings: read.flatMap((one) => one.warnings) };
}

function readFeed(place: string): Promise<string> {
  return /^https?:\/\//i.test(place) ? fetchFeed(place) : readFeedFile(place);
}

/** A redirect could lead to where the configuration would not have been let. */
async function fetchFeed(url: string): Promise<string> {
  const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(READ_MS) });
  if (answer.status >= 300 && answer.status < 400) throw new Unreadable('it redirects, which is not followed');
  if (!answer.ok || !answer.body) throw new Unreadable(`it answers ${answer.status}`);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body) {
    bytes += part.byteLength;
    if (bytes > MOST_BYTES) throw new Unreadable('it is larger than 2 MiB');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

async function readFeedFile(path: string): Promise<string> {
  const there = await stat(path);
  if (!there.isFile()) throw new Unreadable('it is no file');
  if (there.size > MOST_BYTES) throw new Unreadable('it is larger than 2 MiB');
  return readFile(path, 'utf8');
}

/** Says why in words of ours. */
class Unreadable extends Error {}

/** An address may be secret, so that no message that may hold it is repeated. */
function reasonOf(error: unknown): string {
  if (error instanceof Unreadable) return error.message;
  if (!(error instanceof Error)) return 'it is not readable';
  if (error.name === 'TimeoutError') return 'it does not answer within 5 seconds';
  const code = codeOf(error) ?? codeOf(error.cause);
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'its repeats have no end';
  return code ?? 'it is no calendar that can be read';
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

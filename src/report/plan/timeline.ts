import { formatDuration } from '../../model/duration.ts';
import type { Outcome, StepDirection } from '../../model/execution.ts';
import type { Plan } from '../../model/plan.ts';
import { plain } from '../text/plain.ts';
import { shorten } from '../text/width.ts';
import { wrapIndented } from '../text/wrap.ts';

/** Something that happened while a plan was carried out. */
export interface Happening {
  readonly at: Date;
  readonly step: string | null;
  readonly direction: StepDirection;
  readonly phase: 'begin' | 'observed' | 'done' | 'failed' | 'skipped' | 'status';
  readonly text: string;
}

export interface Timeline {
  /** The line for a happening; undefined where it says nothing new. */
  line(happening: Happening): string | undefined;
}

const UNDOING = '◂';
const MARKS = { begin: '▸', observed: '·', done: '✓', failed: '✗', skipped: '-', status: '=' } as const;

/** Tells an execution line by line: how long since it began, which step, what is seen; the same thing only once. */
export function createTimeline({ steps }: Pick<Plan, 'steps'>, width: number): Timeline {
  let began: number | undefined;
  let last = '';
  let seen = '';
  return {
    line({ at, step, direction, phase, text }) {
      began ??= at.getTime();
      const number = steps.findIndex(({ key }) => key === step) + 1;
      const place = number > 0 ? `${number}/${steps.length}` : '';
      const said = plain(text);
      // The next step's beginning says as much.
      const isPlainEnd = phase === 'done' && (said === seen || said === 'done' || said === 'undone');
      if (phase === 'observed') seen = said;
      if (isPlainEnd) return undefined;
      const mark = direction === 'undo' && phase === 'begin' ? UNDOING : MARKS[phase];
      const head = `${formatDuration(at.getTime() - began).padStart(7)}  ${place.padStart(6)} ${mark} `;
      const words = mark === UNDOING ? `undo: ${said.replace(/^undo: /, '')}` : said;
      // What is seen comes often, and is cut; what is done, and why it failed, is read to its end on any terminal.
      const lines = phase === 'observed' ? [shorten(`${head}${words}`, width)] : wrapIndented(words, width, head);
      // Not said again either where what differs is cut.
      const same = [place, direction, ...lines.map((line) => line.slice(head.length))].join(' ');
      if (same === last) return undefined;
      last = same;
      return lines.join('\n');
    },
  };
}

/** How an execution ended, and what is left behind, for people. */
export function outcomeText({ status, reason, residue }: Outcome): string {
  const words = {
    succeeded: 'Done',
    undone: 'Undone, nothing of it is left',
    failed: 'FAILED',
    cancelled: 'Cancelled',
    expired: 'Expired, nothing was done',
    waiting: 'Waits for a person',
    running: 'Running',
    undoing: 'Undoing',
    planned: 'Planned',
    'pending-approval': 'Waits for an approval',
  } as const;
  const why = plain(reason);
  const head = `${words[status]}${why === '' ? '' : `: ${why}`}`;
  return `${[head, ...residueLines(residue)].join('\n')}\n`;
}

/** What was made and stands although nobody wants it, why, and what to do about it; not wrapped, to be copied from. */
export function residueLines(residue: Outcome['residue']): string[] {
  if (residue.length === 0) return [];
  const left = residue.flatMap((one) => [
    `  ✗ ${plain(one.title)}: ${plain(one.resource ?? 'not known whether it is there')}`,
    `      why: ${plain(one.why)}`,
    `      what to do: ${plain(one.todo)}`,
  ]);
  return ['', 'Left behind:', ...left];
}

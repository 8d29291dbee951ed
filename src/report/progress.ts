import { plain } from './text/plain.ts';
import { counted } from './text/value.ts';
import { shorten } from './text/width.ts';

interface Place {
  readonly account: string;
  readonly region: string;
  readonly name?: string;
}

/** What a run tells while it runs. */
type ProgressEvent =
  | { readonly kind: 'target'; readonly target: Place; readonly checks: number }
  | { readonly kind: 'judged'; readonly check: string; readonly target: Place };

interface ProgressOptions {
  /** Writes to standard error: the report itself goes to standard output. */
  readonly write: (text: string) => unknown;
  readonly terminal: boolean;
  readonly quiet: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

interface ProgressDisplay {
  /** `calls`: AWS calls made so far. */
  event(event: ProgressEvent, calls: number): void;
  /** Takes the updating line away; what is printed next begins on a clean line. */
  stop(): void;
}

const ERASE = '\r\u001B[2K';
const SILENT: ProgressDisplay = { event: () => undefined, stop: () => undefined };

/** On a terminal one line that keeps up to date; elsewhere a line for each account and region; nothing when quiet. */
export function createProgress(options: ProgressOptions): ProgressDisplay {
  if (options.quiet) return SILENT;
  return options.terminal ? updatingLine(options) : linePerTarget(options);
}

function updatingLine({ write, width }: ProgressOptions): ProgressDisplay {
  let [checks, judged, targets, shown] = [0, 0, 0, ''];
  return {
    event(event, calls) {
      if (event.kind === 'target') {
        targets += 1;
        checks += event.checks;
      } else judged += 1;
      const where =
        targets > 1 ? `${counted(targets, 'target')}, now ${placeText(event.target)}` : placeText(event.target);
      const text = `${judged} of ${counted(checks, 'check')} judged, ${counted(calls, 'AWS call')} so far (${where})`;
      // A full line would make some terminals begin the next one.
      shown = shorten(text, width - 1);
      write(`${ERASE}${shown}`);
    },
    stop() {
      if (shown !== '') write(ERASE);
      shown = '';
    },
  };
}

function linePerTarget({ write }: ProgressOptions): ProgressDisplay {
  return {
    event(event) {
      if (event.kind === 'target') write(`${placeText(event.target)}: ${counted(event.checks, 'check')}\n`);
    },
    stop: () => undefined,
  };
}

function placeText({ account, region, name }: Place): string {
  return plain(name === undefined ? `${account}/${region}` : `${name} ${account}/${region}`);
}

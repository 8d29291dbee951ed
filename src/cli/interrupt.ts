import { EXIT } from './exit.ts';
import { removeUnfinished } from './output-file.ts';

export interface Interrupts {
  /** From now on an execution may be under way: the signal asks it to leave at the end of its step. */
  letEnd(): AbortSignal;
}

/** What Ctrl-C and SIGTERM come to: before anything is begun, the end at once; then, the execution stands as it is. */
export function catchInterrupts(): Interrupts {
  const leaving = new AbortController();
  let mayBeUnderWay = false;

  function interrupted(): void {
    if (!mayBeUnderWay) {
      removeUnfinished();
      process.stderr.write('opsbook: interrupted; nothing was changed\n');
      process.exit(EXIT.interrupted);
    }
    if (leaving.signal.aborted) process.exit(EXIT.interrupted);
    process.stderr.write('opsbook: leaving at the end of what is under way (again: at once)\n');
    leaving.abort();
  }

  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  return {
    letEnd() {
      mayBeUnderWay = true;
      return leaving.signal;
    },
  };
}

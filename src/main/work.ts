import type { ProgressEvent } from '../engine/execute/ports.ts';
import { CHECKS } from './catalog.ts';
import { plain } from '../report/text/plain.ts';
import { loadConfig } from './config/load.ts';
import { openDesk } from './open-desk.ts';
import { startRespondingHere } from './respond/compose.ts';
import { handOffWatcher } from './respond/hand-offs.ts';

export interface Working {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly configFile?: string | undefined;
  /** The database has given this worker up: others go on with its executions. */
  readonly onLost: () => void;
  readonly tell: (line: string) => void;
}

/** A worker on the database: takes up what is asked for, and what another left when it died; pages, and follows timers. */
export async function startWorker({ environment, configFile, onLost, tell }: Working): Promise<Worker> {
  const config = await loadConfig(configFile, CHECKS);
  const desk = await openDesk({ config, environment, takeWork: true, onLost, progress: teller(tell) });
  const { db, now, url: databaseUrl } = desk;
  try {
    const everyMinute = [handOffWatcher(config)];
    const sources = { db, now, config, configFile, environment, tell, databaseUrl, everyMinute };
    const responding = await startRespondingHere(sources);
    return {
      words: desk.words,
      async close() {
        await responding.stop();
        await desk.close();
      },
    };
  } catch (error) {
    await desk.close();
    throw error;
  }
}

export interface Worker {
  /** Where the database is, in words. */
  readonly words: string;
  /** Lets what is under way come to a point where it can be taken up again, and leaves. */
  close(): Promise<void>;
}

/** One line for everything that an execution does, but for what it only looks at. */
export function teller(tell: (line: string) => void): (executionId: string, event: ProgressEvent) => void {
  return (executionId, { phase, direction, step, text }) => {
    if (phase === 'observed') return;
    const about = step === null ? '' : ` ${direction === 'undo' ? 'undo ' : ''}${step}`;
    tell(plain(`${executionId.slice(0, 8)}${about} ${phase}: ${text}`));
  };
}

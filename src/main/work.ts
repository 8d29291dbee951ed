import type { ProgressEvent } from '../engine/execute/ports.ts';
import { CHECKS } from './catalog.ts';
import { plain } from '../report/text/plain.ts';
import { loadConfig } from './config/load.ts';
import { openDesk, type OpenDesk } from './open-desk.ts';

export interface Working {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly configFile?: string | undefined;
  /** The database has given this worker up: others go on with its executions. */
  readonly onLost: () => void;
  readonly tell: (line: string) => void;
}

/** A worker on the database: takes up what is asked for, and what another left when it died. */
export async function startWorker({ environment, configFile, onLost, tell }: Working): Promise<OpenDesk> {
  const config = await loadConfig(configFile, CHECKS);
  return openDesk({
    config,
    environment,
    takeWork: true,
    onLost,
    progress: teller(tell),
  });
}

/** One line for everything that an execution does, but for what it only looks at. */
export function teller(tell: (line: string) => void): (executionId: string, event: ProgressEvent) => void {
  return (executionId, { phase, direction, step, text }) => {
    if (phase === 'observed') return;
    const about = step === null ? '' : ` ${direction === 'undo' ? 'undo ' : ''}${step}`;
    tell(plain(`${executionId.slice(0, 8)}${about} ${phase}: ${text}`));
  };
}

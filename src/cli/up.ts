import { readProcess } from '../main/process.ts';
import { startUp } from '../main/up.ts';
import { EXIT } from './exit.ts';
import { print } from './out.ts';

export interface UpOptions {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
}

/** `opsbook up`: server, worker and calendar in one process, until Ctrl-C. */
export async function upCommand({ config, host, port }: UpOptions, version: string): Promise<number> {
  const { environment } = readProcess();
  const up = await startUp({
    environment,
    configFile: config,
    version,
    host,
    port,
    // Its executions go on elsewhere: whoever supervises it starts another.
    onLost: () => process.exit(EXIT.failed),
    tell: (line) => process.stderr.write(`${line}\n`),
  });
  const stopped = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await print(`opsbook is up; Ctrl-C stops it, and executions go on where they stand\n\n  ${up.words.join('\n  ')}\n`);
  await stopped;
  process.stderr.write('opsbook: stopping; what is under way comes to the end of its step (Ctrl-C again: at once)\n');
  process.once('SIGINT', () => process.exit(EXIT.interrupted));
  await up.close();
  return EXIT.done;
}

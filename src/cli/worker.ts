import { readProcess } from '../main/process.ts';
import { startWorker } from '../main/work.ts';
import { EXIT } from './exit.ts';
import { print } from './out.ts';

/** `opsbook worker`: one more worker on the same database, until Ctrl-C. */
export async function workerCommand({ config }: { readonly config?: string }): Promise<number> {
  const { environment } = readProcess();
  const desk = await startWorker({
    environment,
    configFile: config,
    // Its executions go on elsewhere: whoever supervises it starts another.
    onLost: () => process.exit(EXIT.failed),
    tell: (line) => process.stderr.write(`${line}\n`),
  });
  await print(`opsbook worker on ${desk.words}; Ctrl-C stops it, and others go on with what it leaves\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await desk.close();
  return EXIT.done;
}

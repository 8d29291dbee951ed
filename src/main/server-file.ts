import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What tells other programs on this machine where the server is. */
export interface ServerFacts {
  readonly url: string;
  readonly pid: number;
  readonly startedAt: string;
}

const NAME = 'server.json';

/** Gives what takes it away again, unless another server has written it since. */
export async function writeServerFile(folder: string, facts: ServerFacts): Promise<() => Promise<void>> {
  const path = join(folder, NAME);
  const text = `${JSON.stringify(facts, null, 2)}\n`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${facts.pid}`;
  await writeFile(unfinished, text, { mode: 0o600 });
  await rename(unfinished, path);
  return async () => {
    const now = await readFile(path, 'utf8').catch(() => '');
    if (now === text) await rm(path, { force: true });
  };
}

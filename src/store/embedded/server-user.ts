import { execFile } from 'node:child_process';
import { lchown, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DatabaseUnavailable } from '../unavailable.ts';
import type { Binaries } from './binaries.ts';

const run = promisify(execFile);

/** As whom the server's programs run. PostgreSQL refuses to be root, which is who a container is. */
export interface ServerUser {
  /** Runs one of the programs to its end; resolves to what it printed. */
  run(program: string, words: readonly string[]): Promise<string>;
  /** Gives a folder to that user, as far as it belongs to another. */
  own(folder: string): Promise<void>;
}

interface Way {
  /** What stands before the program: `unshare …`. */
  readonly prefix: readonly string[];
  /** Who must own the files, as numbers outside; undefined: whoever makes them. */
  readonly owner: number | undefined;
}

/** By old custom the user that owns nothing: 65534 on every Linux. */
const NOBODY = 65_534;

/** The most telling first: a user namespace needs no other user to be able to reach the files. */
const ROOT_WAYS: readonly Way[] = [
  { prefix: ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`], owner: 0 },
  { prefix: ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'], owner: NOBODY },
  { prefix: ['runuser', '-u', 'nobody', '--'], owner: NOBODY },
];

/** Programs that print much or run long are none of these. */
const TIMEOUT_MS = 120_000;

/** @throws DatabaseUnavailable where this is root and no way leads out of it. */
export async function serverUser(
  binaries: Binaries,
  ways: readonly Way[] = ROOT_WAYS,
  root: boolean = process.getuid?.() === 0,
): Promise<ServerUser> {
  if (!root) return userBy({ prefix: [], owner: undefined });
  for (const way of ways) {
    const user = userBy(way);
    const works = await user.run(binaries.initdb, ['--version']).then(
      () => true,
      () => false,
    );
    if (works) return user;
  }
  throw new DatabaseUnavailable(
    'PostgreSQL does not run as root, and nothing here can run it as somebody else ' +
      '(unshare, setpriv and runuser were tried): run as another user, or set DATABASE_URL',
  );
}

function userBy(way: Way): ServerUser {
  return {
    async run(program, words) {
      const [command = program, ...rest] = [...way.prefix, program, ...words];
      const { stdout } = await run(command, rest, { timeout: TIMEOUT_MS, cwd: '/' });
      return stdout;
    },
    async own(folder) {
      if (way.owner !== undefined && (await lstat(folder)).uid !== way.owner) await giveTo(folder, way.owner);
    },
  };
}

async function giveTo(path: string, owner: number): Promise<void> {
  if ((await lstat(path)).isDirectory()) {
    for (const name of await readdir(path)) await giveTo(join(path, name), owner);
  }
  // The folder last: that it is owned says that all in it is.
  await lchown(path, owner, owner);
}

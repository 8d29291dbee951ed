import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbedded } from '../../../src/store/embedded/start.ts';
import { openSession } from '../../../src/store/session.ts';

/** A server for one test file, and as many empty databases on it as are asked for. */
export interface Databases {
  /** The folder that the server was started in. */
  readonly folder: string;
  /** The URL of a new, empty database. */
  fresh(): Promise<string>;
  stop(): Promise<void>;
}

export async function startDatabases(): Promise<Databases> {
  const folder = await mkdtemp(join(tmpdir(), 'opsbook-store-'));
  const postgres: EmbeddedPostgres = await startEmbedded(folder);
  let count = 0;
  return {
    folder,
    async fresh() {
      count += 1;
      const name = `test_${count}`;
      await ask(postgres.url, `create database ${name}`);
      return postgres.url.replace('/opsbook?', `/${name}?`);
    },
    async stop() {
      await postgres.leave();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One statement on a connection of its own. */
export async function ask<Row extends object>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const session = await openSession(url, { name: 'test' });
  try {
    return await session.query<Row>(text, values);
  } finally {
    await session.close();
  }
}

import { findBinaries } from '../../store/embedded/binaries.ts';
import { serverUser } from '../../store/embedded/server-user.ts';
import { refuseNewer } from '../../store/migrate.ts';
import { openSession } from '../../store/session.ts';
import { dataFolder } from '../data-folder.ts';
import type { Part } from './report.ts';

const VERSIONS = 'select version, oldest_user from opsbook.schema_versions order by version';

/** Whether executions could be kept: looked at, nothing is started and nothing is made. */
export async function database(environment: Readonly<Record<string, string | undefined>>): Promise<Part> {
  const url = environment['DATABASE_URL'];
  try {
    return url ? await given(url) : await embedded(dataFolder(environment));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { name: 'database', health: 'problem', text: why };
  }
}

async function given(url: string): Promise<Part> {
  const session = await openSession(url, { name: 'opsbook doctor' });
  try {
    const [row] = await session.query<{ there: boolean; version: string }>(
      "select to_regclass('opsbook.executions') is not null as there, current_setting('server_version') as version",
    );
    if (row?.there) refuseNewer(await session.query(VERSIONS));
    const state = row?.there ? "Opsbook's tables are there" : "Opsbook's tables will be made when they are needed";
    return { name: 'database', health: 'ok', text: `PostgreSQL ${row?.version ?? ''} at DATABASE_URL; ${state}` };
  } finally {
    await session.close();
  }
}

async function embedded(folder: string): Promise<Part> {
  await serverUser(findBinaries());
  return {
    name: 'database',
    health: 'ok',
    text: `an embedded PostgreSQL, kept in ${folder}; DATABASE_URL names another`,
  };
}

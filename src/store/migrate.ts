import { type Migration, MIGRATIONS } from './migrations/registry.ts';
import { openSession, type Session } from './session.ts';
import { DatabaseUnavailable } from './unavailable.ts';

/** Of our own choosing; held while the schema is looked at and changed. */
const MIGRATING = 7_003_002;
/** A migration waits that long for the queries of an Opsbook beside, and is tried again at the next start. */
const LOCK_TIMEOUT = '10s';

const VERSIONS = `
  create schema if not exists opsbook;
  create table if not exists opsbook.schema_versions (
    version integer primary key,
    name text not null,
    oldest_user integer not null,
    applied_at timestamptz not null default now()
  );
`;

/**
 * Brings the schema to this version, once however many processes start. A newer schema that this version can work with
 * is left alone. Returns the names of what was applied.
 * @throws DatabaseUnavailable where the schema is too new.
 */
export async function migrate(url: string, migrations: readonly Migration[] = MIGRATIONS): Promise<string[]> {
  const session = await openSession(url, { name: 'opsbook migrate' });
  try {
    await session.query('select pg_advisory_lock($1)', [MIGRATING]);
    await session.query(VERSIONS);
    return await applyMissing(session, migrations);
  } finally {
    await session.close();
  }
}

async function applyMissing(session: Session, migrations: readonly Migration[]): Promise<string[]> {
  const rows = await session.query<{ version: number; oldest_user: number }>(
    'select version, oldest_user from opsbook.schema_versions order by version',
  );
  refuseNewer(rows, migrations);
  const found = rows.at(-1)?.version ?? 0;
  const missing = migrations.filter(({ version }) => version > found);
  for (const migration of missing) await apply(session, migration);
  return missing.map(({ name }) => name);
}

/** @throws DatabaseUnavailable where only a newer version can work with what is there */
export function refuseNewer(
  rows: readonly { readonly version: number; readonly oldest_user: number }[],
  migrations: readonly Migration[] = MIGRATIONS,
): void {
  const known = migrations.at(-1)?.version ?? 0;
  const oldestUser = Math.max(0, ...rows.map(({ oldest_user }) => oldest_user));
  if (oldestUser <= known) return;
  const found = rows.at(-1)?.version ?? 0;
  throw new DatabaseUnavailable(
    `The database was brought to schema ${found} by a newer Opsbook, and this one knows ${known}: update this one`,
  );
}

async function apply(session: Session, migration: Migration): Promise<void> {
  const { version, name, oldestUser } = migration;
  await session.query('begin');
  try {
    await session.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
    await session.query(migration.sql);
    await session.query('insert into opsbook.schema_versions (version, name, oldest_user) values ($1, $2, $3)', [
      version,
      name,
      oldestUser,
    ]);
    await session.query('commit');
  } catch (cause) {
    await session.query('rollback');
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DatabaseUnavailable(`The database could not be brought to schema ${version} (${name}): ${why}`, {
      cause,
    });
  }
}

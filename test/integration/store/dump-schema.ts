import { ask } from './databases.ts';

/** The schema `opsbook` as text: the same for the same schema, so that a migration shows as a difference. */
export async function dumpSchema(url: string): Promise<string> {
  const columns = await ask<{ line: string; table: string }>(
    url,
    `select c.relname as table, '  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
        || case when a.attnotnull then ' not null' else '' end
        || case a.attidentity when 'a' then ' generated always as identity' else '' end
        || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as line
      from pg_attribute a
      join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'opsbook'::regnamespace
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attnum > 0 and not a.attisdropped
      order by c.relname, a.attnum`,
  );
  const constraints = await ask<{ line: string; table: string }>(
    url,
    `select conrelid::regclass::text as table, '  ' || conname || ' ' || pg_get_constraintdef(oid) as line
      from pg_constraint where connamespace = 'opsbook'::regnamespace and contype <> 'n' order by conname`,
  );
  const indexes = await ask<{ line: string; table: string }>(
    url,
    `select tablename as table, '  ' || indexdef as line from pg_indexes where schemaname = 'opsbook'
      and indexname not in (select conname from pg_constraint where connamespace = 'opsbook'::regnamespace)
      order by indexname`,
  );
  const of = (rows: { line: string; table: string }[], table: string) =>
    rows.filter((row) => row.table.replace('opsbook.', '') === table).map(({ line }) => `${line}\n`);
  const tables = [...new Set(columns.map(({ table }) => table))];
  return tables
    .map((table) => [`${table}\n`, ...of(columns, table), ...of(constraints, table), ...of(indexes, table)].join(''))
    .join('\n');
}

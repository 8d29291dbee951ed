import type { Probe } from '../../model/plan.ts';
import { querySql } from '../../store/sql-probe.ts';
import type { Probed } from '../execute/ports.ts';

type SqlProbe = Extract<Probe, { type: 'sql' }>;

/** One query: its first value is what is expected, or, where nothing is, it gives a row. PostgreSQL's protocol only. */
export async function probeSql(url: string, { query, expect }: SqlProbe): Promise<Probed> {
  if (!/^postgres(ql)?:\/\//.test(url)) return { ok: false, observed: 'only postgres:// databases can be asked' };
  try {
    const { rows, first } = await querySql(url, query);
    if (rows === 0) return { ok: false, observed: 'the query gives no row' };
    const given = first ?? 'null';
    if (expect === undefined || given === expect) return { ok: true, observed: `the query gives ${given}` };
    return { ok: false, observed: `the query gives ${given} instead of ${expect}` };
  } catch (error) {
    return { ok: false, observed: `the database does not answer: ${reasonOf(error)}` };
  }
}

/** The first line: PostgreSQL's own words. Nothing is said where they are empty but the code of the system. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason is given';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return error.message.split('\n')[0] || code;
}

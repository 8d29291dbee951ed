import type { Database } from '../../store/database.ts';
import { listLastDrills } from '../../store/drills.ts';
import type { Records } from '../outside.ts';

/** What the database knows of things that are not in AWS. */
export function recordsOf(db: Database): Records {
  return {
    async drills() {
      const rows = await listLastDrills(db);
      return rows.map(({ drill, succeededAt }) => ({ drill, succeededAt: succeededAt.toISOString() }));
    },
    openIncidents: () => Promise.resolve(undefined),
  };
}

import type { Database } from '../../store/database.ts';
import { listLastDrills } from '../../store/drills.ts';
import { listIncidents } from '../../store/incidents.ts';
import type { Records } from '../outside.ts';

/** One is enough to stop a deployment; more than these nobody reads. */
const MOST_OPEN = 200;

/** What the database knows of things that are not in AWS. */
export function recordsOf(db: Database): Records {
  return {
    async drills() {
      const rows = await listLastDrills(db);
      return rows.map(({ drill, succeededAt }) => ({ drill, succeededAt: succeededAt.toISOString() }));
    },
    async openIncidents() {
      const open = await listIncidents(db, { open: true, limit: MOST_OPEN });
      return open.map(({ number, title, severity }) => ({ id: `INC-${number}`, title, severity }));
    },
  };
}

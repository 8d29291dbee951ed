import { z } from 'zod';
import { requireOperator } from '../../api/guard/incident-scope.ts';
import { requireRole } from '../../engine/desk/require-role.ts';
import type { StoredMaintenance } from '../../report/incident/maintenance.ts';
import {
  addMaintenance,
  endMaintenance,
  getMaintenance,
  listMaintenance,
} from '../../respond/incidents/maintenance.ts';
import type { MaintenanceRow } from '../../store/maintenance.ts';
import { type Ask, askingServer } from '../remote-desk.ts';
import type { IncidentWhere } from './desk.ts';
import { type LocalResponder, withLocalResponder } from './local-responder.ts';

export interface NewMaintenance {
  readonly name: string;
  readonly match: Readonly<Record<string, string>>;
  readonly start: Date;
  readonly end: Date;
}

/** Where maintenance is looked at, begun and ended: the database at hand, or a server that is asked. */
export interface MaintenanceDesk {
  /** What holds and what is ahead, of what was added. @throws NotAllowed */
  list(): Promise<readonly StoredMaintenance[]>;
  /** @throws UsageError, NotAllowed */
  start(wanted: NewMaintenance): Promise<StoredMaintenance>;
  /** Gives the incidents that it alone held: they are paged now. @throws UsageError, Refused */
  end(id: number): Promise<readonly number[]>;
}

/** By the server of `OPSBOOK_SERVER`, where that is set; else on the database. @throws UsageError, DatabaseUnavailable */
export async function withMaintenance<T>(
  where: IncidentWhere,
  work: (desk: MaintenanceDesk) => Promise<T>,
): Promise<T> {
  const { environment } = where;
  const server = environment['OPSBOOK_SERVER'];
  if (server) return work(remote(askingServer(server, environment['OPSBOOK_TOKEN'])));
  return withLocalResponder(where, (local) => work(here(local)));
}

function here({ responder, actor, by }: LocalResponder): MaintenanceDesk {
  return {
    async list() {
      requireRole(actor, 'viewer', 'look at maintenance');
      return (await listMaintenance(responder)).map(viewOf);
    },
    async start(wanted) {
      requireOperator(actor, wanted.match, 'add maintenance');
      return viewOf(await addMaintenance(responder, wanted, by));
    },
    async end(id) {
      requireRole(actor, 'operator', 'end maintenance');
      requireOperator(actor, (await getMaintenance(responder, id)).match, `end maintenance ${id}`);
      return (await endMaintenance(responder, id, by)).released;
    },
  };
}

const window = z.object({
  id: z.int(),
  name: z.string(),
  match: z.record(z.string(), z.string()),
  start: z.iso.datetime(),
  end: z.iso.datetime(),
  actor: z.string(),
  createdAt: z.iso.datetime(),
});

function remote(ask: Ask): MaintenanceDesk {
  return {
    list: async () => (await ask('/api/maintenance', z.object({ windows: z.array(window) }))).windows,
    start: (wanted) => ask('/api/maintenance', window, wanted),
    end: async (id) =>
      (await ask(`/api/maintenance/${id}`, z.object({ released: z.array(z.int()) }), undefined, 'DELETE')).released,
  };
}

function viewOf({ id, name, match, startAt, endAt, actor, createdAt }: MaintenanceRow): StoredMaintenance {
  const [start, end] = [startAt.toISOString(), endAt.toISOString()];
  return { id, name, match: { ...match }, start, end, actor, createdAt: createdAt.toISOString() };
}

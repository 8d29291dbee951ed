import type { Database } from '../../store/database.ts';
import { listMachinesOf, listMakersOf } from '../../store/tokens.ts';
import { machineId, machineNameOf } from './person-id.ts';

/**
 * Everybody that is one with this actor when it comes to four eyes: a person and the machines whose tokens they made,
 * a machine and who made its tokens. Whoever made a token has seen its secret.
 */
export async function samePeople(db: Database, id: string): Promise<string[]> {
  const machine = machineNameOf(id);
  const makers = machine === undefined ? [id] : await listMakersOf(db, machine);
  const machines = await Promise.all(makers.map((maker) => listMachinesOf(db, maker)));
  return [...new Set([id, ...makers, ...machines.flat().map(machineId)])];
}

import type { Database } from '../../store/database.ts';
import { findPerson, hasPeople } from '../../store/people.ts';
import { findMachineToken } from '../../store/tokens.ts';
import { hasRole } from '../desk/require-role.ts';
import { machineNameOf } from './person-id.ts';

/**
 * Whether a vote of theirs counts at this instant: who was disabled, lost the role or had the token revoked has none.
 * Before there are people, whoever has the database is trusted.
 */
export async function mayApprove(db: Database, id: string, at: Date): Promise<boolean> {
  const machine = machineNameOf(id);
  if (machine !== undefined) {
    const token = await findMachineToken(db, machine, at);
    return token !== undefined && hasRole([token.role], 'approver');
  }
  const person = await findPerson(db, id);
  if (person) return person.disabledAt === null && hasRole(person.roles, 'approver');
  return !(await hasPeople(db));
}

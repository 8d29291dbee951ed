import { network } from './furnishing/network.ts';
import { running } from './furnishing/running.ts';
import { stored } from './furnishing/stored.ts';
import { watched } from './furnishing/watched.ts';
import { resolveRoles } from './roles.ts';
import type { OperationName, Side } from './side.ts';

export type Step = readonly [operation: OperationName, input: object];

/** What the newcomer's account has and the seeded account of moto lacks, so that there is something to compare with. */
export async function furnish(moto: Side): Promise<void> {
  for (const [operation, input] of [...network, ...running, ...stored, ...watched]) {
    // Another object each time: what a role stands for is remembered by side, and changes here.
    const reply = await moto.ask(operation, await resolveRoles(input, { ...moto }));
    if ('refusal' in reply) throw new Error(`${operation}: ${reply.refusal.code} ${reply.refusal.message}`);
  }
}

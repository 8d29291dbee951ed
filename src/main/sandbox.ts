import type { Target } from '../checklists/run.ts';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../sandbox/create.ts';
import { inProcessTransport } from '../sandbox/in-process.ts';
import type { World } from '../sandbox/world/world.ts';

/** The sandbox in this process, as targets to look at. */
export function sandboxTargets(world: World = createSandbox()): { world: World; targets: Target[] } {
  const account = { id: SANDBOX_ACCOUNT, partition: 'aws', transport: inProcessTransport(world, SANDBOX_ACCOUNT) };
  const report = { account: SANDBOX_ACCOUNT, region: SANDBOX_REGION, name: 'sandbox' };
  return { world, targets: [{ report, account, first: true }] };
}

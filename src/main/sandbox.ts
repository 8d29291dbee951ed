import type { Execution } from '../aws/execution.ts';
import { getCallerIdentity } from '../aws/sts.ts';
import type { Target } from '../checklists/run.ts';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../sandbox/create.ts';
import { inProcessTransport } from '../sandbox/in-process.ts';
import { chooseTargets } from './choose.ts';
import { parseRegion } from './regions.ts';

interface SandboxRequest {
  readonly regions: readonly string[];
  readonly names: readonly string[];
}

/** The sandbox in this process, and its own time: what a newcomer runs on, and what a rehearsal starts from. */
export async function sandboxScene({ regions, names }: SandboxRequest, execution: Execution) {
  const world = createSandbox();
  const account = { id: SANDBOX_ACCOUNT, partition: 'aws', transport: inProcessTransport(world, SANDBOX_ACCOUNT) };
  const named = regions.length > 0 ? regions.map(parseRegion) : [SANDBOX_REGION];
  const { Arn: identity = '' } = await getCallerIdentity(execution.open(account, SANDBOX_REGION), {});
  const targets = named.map((region): Target => {
    const report = { account: SANDBOX_ACCOUNT, region, name: 'sandbox', identity, sandbox: true } as const;
    return { report, account, first: false };
  });
  return { targets: chooseTargets(targets, names), clock: () => world.clock.now(), world };
}

import { SANDBOX_ACCOUNT } from '../src/sandbox/create.ts';
import { SERVICE_HANDLERS } from '../src/sandbox/dispatch.ts';
import type { World } from '../src/sandbox/world/world.ts';

/** What anybody else with access to the account does in a region, at once. @throws SandboxError */
export function elsewhere(world: World, region: string) {
  return (service: string, operation: string, input: object): object => {
    const handler = SERVICE_HANDLERS[service]?.[operation];
    if (!handler) throw new Error(`the sandbox has no ${service}:${operation}`);
    const account = world.account(SANDBOX_ACCOUNT);
    const context = { world, account, region: world.region(SANDBOX_ACCOUNT, region), now: world.clock.now() };
    return handler(input as never, { ...context, requestId: 'elsewhere', accessKeyId: 'AKIAELSEWHERE' });
  };
}

import { SandboxError } from './error.ts';
import type { HandlerTable } from './handlers.ts';
import { ec2 } from './services/ec2.ts';
import { sts } from './services/sts.ts';
import { faultFor } from './world/faults.ts';
import type { World } from './world/world.ts';

/** Every service of the sandbox, by the AWS CLI's name. */
export const SERVICE_HANDLERS: Readonly<Record<string, HandlerTable>> = { ec2, sts };

export interface SandboxRequest {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly requestId: string;
}

/**
 * One request to the simulated AWS: the two doors to it, in process and over the wire, both end here.
 * @throws SandboxError as AWS would answer it
 */
export async function dispatch(world: World, request: SandboxRequest, input: object): Promise<object> {
  const fault = faultFor(world, request);
  if (fault?.error) throw fault.error;
  if (fault?.latencyMs !== undefined) await new Promise((resolve) => setTimeout(resolve, fault.latencyMs));
  const handler = SERVICE_HANDLERS[request.service]?.[request.operation];
  if (!handler) {
    throw new SandboxError(
      'NotImplemented',
      `The sandbox does not serve ${request.service}:${request.operation}.`,
      501,
    );
  }
  const answer: unknown = Reflect.apply(handler, undefined, [
    input,
    {
      world,
      account: world.account(request.accountId),
      region: world.region(request.accountId, request.region),
      now: world.clock.now(),
      requestId: request.requestId,
      accessKeyId: request.accessKeyId,
    },
  ]);
  return typeof answer === 'object' && answer !== null ? answer : {};
}

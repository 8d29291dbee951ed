import { randomUUID } from 'node:crypto';
import { dispatch } from './dispatch.ts';
import type { World } from './world/world.ts';

interface InProcessCall {
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  readonly region: string;
}

/** The sandbox's door for our own process: no socket and no serialisation, the answers are what the wire would carry. */
export function inProcessTransport(world: World, accountId: string) {
  return {
    async send(call: InProcessCall, onRequest: () => void): Promise<unknown> {
      onRequest();
      const requestId = randomUUID();
      const answer = await dispatch(world, { ...call, accountId, accessKeyId: 'AKIASANDBOX', requestId }, call.input);
      return { ...answer, $metadata: { requestId } };
    },
  };
}

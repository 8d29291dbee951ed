import { MUTATIONS } from '../../aws/mutations.ts';
import { type Call, type OperationName, operationName } from '../../aws/service.ts';
import type { Transport } from '../../aws/transport.ts';
import { ADOPTED } from '../../sandbox/adopt/adopt.ts';
import type { Recording } from '../../sandbox/adopt/recording.ts';
import { SandboxError, Unreachable } from '../../sandbox/error.ts';
import { inProcessTransport } from '../../sandbox/in-process.ts';
import type { World } from '../../sandbox/world/world.ts';
import { findAnswer } from './record-answers.ts';
import type { Trouble } from './trouble.ts';

/** Which step of the plan is being carried out, there or back. */
export interface Now {
  key: string | null;
  direction: 'do' | 'undo';
}

export interface StageCalls {
  readonly now: Now;
  /** Every operation that was called. */
  readonly called: Set<OperationName>;
  /** Services that answered what they had answered before, since the sandbox cannot be loaded with them. */
  readonly replayed: Set<string>;
  readonly trouble: Trouble | undefined;
  /** Lets the first answer to every step's change get lost after AWS took the call. */
  readonly losesAnswers: boolean;
}

/** The way to the sandbox in which something is rehearsed: it sees every call, and makes the trouble that is asked for. */
export function stageTransport(
  world: World,
  accountId: string,
  recordings: readonly Recording[],
  calls: StageCalls,
): Transport {
  const sandbox = inProcessTransport(world, accountId);
  const lost = new Set<string>();
  return {
    async send(call, onRequest) {
      calls.called.add(operationName(call));
      if (isTrouble(call, calls)) throw new SandboxError('ValidationError', 'refused, as rehearsed');
      if (!ADOPTED.includes(call.service)) return replay(call, recordings, calls);
      const answer = await sandbox.send(call, onRequest);
      const step = `${calls.now.direction} ${calls.now.key}`;
      if (calls.losesAnswers && MUTATIONS[operationName(call)] && !lost.has(step)) {
        lost.add(step);
        throw new Unreachable('the answer got lost, as rehearsed');
      }
      return answer;
    },
  };
}

function isTrouble(call: Call, { now, trouble }: StageCalls): boolean {
  if (trouble?.kind !== 'refused' || trouble.step.kind !== 'change') return false;
  const { service, operation } = trouble.step.call;
  const isHere = now.key === trouble.step.key && now.direction === 'do';
  return isHere && call.service === service && call.operation === operation;
}

function replay(call: Call, recordings: readonly Recording[], { replayed }: StageCalls): unknown {
  const known = findAnswer(recordings, call);
  replayed.add(call.service);
  if (known) return structuredClone(known.answer);
  throw new SandboxError(
    'NotImplemented',
    `${operationName(call)} cannot be rehearsed: nobody has asked it before.`,
    501,
  );
}

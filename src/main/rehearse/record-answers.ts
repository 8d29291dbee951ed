import type { Account } from '../../aws/execution.ts';
import { MUTATIONS } from '../../aws/mutations.ts';
import { type Call, operationName } from '../../aws/service.ts';
import type { Transport } from '../../aws/transport.ts';
import type { Recording } from '../../sandbox/adopt/recording.ts';

export interface Recorder {
  /** The account, looked at through the recorder. */
  readonly account: Account;
  /** What it answered, oldest first. */
  readonly recordings: Recording[];
}

/**
 * Writes down every answer of an account. What was asked once is answered from that: the rehearsal is of one moment. It is
 * looked at only: a change never gets through.
 */
export function recordAnswers({ id, partition, transport }: Account): Recorder {
  const recordings: Recording[] = [];
  const recording: Transport = {
    ...transport,
    async send(call, onRequest) {
      if (MUTATIONS[operationName(call)]) {
        throw new Error(`${operationName(call)} would change AWS, which a rehearsal never does`);
      }
      const known = findAnswer(recordings, call);
      if (known) return structuredClone(known.answer);
      const answer = await transport.send(call, onRequest);
      const { service, operation, region, input } = call;
      recordings.push(structuredClone({ service, operation, region, input, answer }));
      return answer;
    },
  };
  return { account: { id, partition, transport: recording }, recordings };
}

export function findAnswer(recordings: readonly Recording[], call: Call): Recording | undefined {
  const key = keyOf(call);
  return recordings.find((one) => keyOf(one) === key);
}

function keyOf({ service, operation, region, input }: Recording | Call): string {
  const members = Object.entries(input).filter(([, value]) => value !== undefined);
  return JSON.stringify([service, operation, region, members.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

import { claimNotifications } from '../../store/attempts.ts';
import type { DeliveryPorts, Responder } from '../responder.ts';
import { attempt } from './attempt.ts';

/** After which another worker takes up what this one took and did not bring back: longer than any attempt lasts. */
const LEASE_MS = 20_000;
const AT_ONCE = 20;
/** What may be under way at once where nobody waits for what takes long. */
const MOST_UNDER_WAY = 100;
/** Of one channel: one that hangs leaves room for the others. */
const MOST_OF_A_CHANNEL = 40;
const KINDS = ['page', 'notice', 'acknowledged', 'resolved', 'test', 'room'] as const;

/** Delivers what is due, side by side; gives how many attempts that were. */
export async function deliver(responder: Responder, ports: DeliveryPorts, leaseMs = LEASE_MS): Promise<number> {
  const claimed = await claim(responder, { limit: AT_ONCE, leaseMs });
  const attempts = await Promise.allSettled(claimed.map((one) => attempt(one, responder, ports)));
  for (const one of attempts) if (one.status === 'rejected') throw one.reason;
  return claimed.length;
}

export interface Deliverer {
  /** Begins what is due; gives how many attempts that were. */
  deliver(): Promise<number>;
  /** When nothing is under way any more. */
  idle(): Promise<void>;
}

interface Delivering {
  readonly leaseMs?: number | undefined;
  /** An attempt is over: its lane is free. `trouble`: why its end could not be kept. */
  readonly onEnd: (trouble: string | undefined) => void;
}

/** Delivers, and does not wait for what takes long: a channel that hangs delays nothing that goes through another. */
export function createDeliverer(responder: Responder, ports: DeliveryPorts, options: Delivering): Deliverer {
  const { leaseMs = LEASE_MS, onEnd } = options;
  /** Each attempt, and its channel. */
  const underWay = new Map<Promise<void>, string>();
  return {
    async deliver() {
      if (underWay.size >= MOST_UNDER_WAY) await Promise.race(underWay.keys());
      const limit = Math.min(MOST_UNDER_WAY - underWay.size, AT_ONCE);
      const claimed = await claim(responder, { limit, leaseMs, busy: busyIn(underWay.values()) });
      for (const one of claimed) {
        const work = attempt(one, responder, ports)
          .then(
            () => undefined,
            (error: unknown) => (error instanceof Error ? error.message : String(error)),
          )
          .then((trouble) => {
            underWay.delete(work);
            onEnd(trouble);
          });
        underWay.set(work, one.channel);
      }
      return claimed.length;
    },
    async idle() {
      await Promise.all(underWay.keys());
    },
  };
}

function busyIn(channels: Iterable<string>): string[] {
  const counts = new Map<string, number>();
  for (const channel of channels) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  return [...counts].flatMap(([channel, count]) => (count >= MOST_OF_A_CHANNEL ? [channel] : []));
}

interface Claiming {
  readonly limit: number;
  readonly leaseMs: number;
  readonly busy?: readonly string[];
}

function claim({ db, now }: Responder, claiming: Claiming) {
  return claimNotifications(db, { kinds: KINDS, now: now(), ...claiming });
}

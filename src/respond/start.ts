import { nextIncidentAt } from '../store/incidents.ts';
import { nextNotificationAt } from '../store/attempts.ts';
import { createDeliverer } from './delivery/deliver.ts';
import { look } from './delivery/look.ts';
import { followExecutions } from './incidents/executions.ts';
import { tick } from './incidents/tick.ts';
import type { DeliveryPorts, Responder } from './responder.ts';
import { forgetSignals } from './signals/forget.ts';
import { expectHeartbeats, watchHeartbeats } from './signals/heartbeats.ts';
import { type ReadAlarms, workOnSignals } from './signals/work.ts';

export interface RespondingOptions {
  readonly responder: Responder;
  readonly ports: DeliveryPorts;
  readonly readAlarms: ReadAlarms;
  /** Ends early when the signal aborts; never throws. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly tell: (line: string) => void;
  /** What else comes by itself now and then, like a hand-off. */
  readonly everyMinute?: readonly (() => Promise<unknown>)[];
  /** The same every few seconds. */
  readonly often?: readonly (() => Promise<unknown>)[];
  readonly onLateness?: (ms: number) => void;
  /** After which another takes up what one took and did not bring back; by default as long as each kind of work may last. */
  readonly leaseMs?: number;
}

export interface RespondingWork {
  /** There is something to do: look now. */
  wake(): void;
  /** Lets what is under way end, and begins nothing more. */
  stop(): Promise<void>;
}

/** How long nobody looks at most, where nothing is due and nobody says that there is something. */
const LOOK_EVERY_MS = 1000;
const OFTEN_MS = 3000;
const MINUTE_MS = 60_000;
/** What is due and was not taken is held by somebody else, or there is no room for it: asking at once would be in vain. */
const HELD_MS = 50;
/** After a failure of the database, which is what fails here. */
const AFTER_TROUBLE_MS = 1000;

/**
 * Everything that responding does by itself, until it is stopped: timers, deliveries, first looks, signals and heartbeats.
 * As many processes as there are may do so on one database; each piece of work is done by one of them.
 */
export function startResponding(options: RespondingOptions): RespondingWork {
  const { responder, ports, readAlarms, leaseMs, onLateness = () => undefined } = options;
  const deliverer = createDeliverer(responder, ports, {
    leaseMs,
    onEnd(trouble) {
      if (trouble !== undefined) options.tell(`deliveries: ${trouble}`);
      loops[1]?.wake();
    },
  });
  const loops = [
    loop('timers', options, async () => {
      const due = await nextIncidentAt(responder.db);
      if (due === undefined || due > responder.now()) return untilDue(due, responder.now());
      const { latenessMs, count } = await tick(responder);
      if (count === 0) return HELD_MS;
      onLateness(latenessMs);
      wakeAll();
      return 0;
    }),
    loop('deliveries', options, async () => {
      if ((await deliverer.deliver()) > 0) return 0;
      return untilDue(await nextNotificationAt(responder.db), responder.now());
    }),
    loop('first looks', options, async () => ((await look(responder, ports, leaseMs)) > 0 ? 0 : LOOK_EVERY_MS)),
    loop('signals', options, async () =>
      (await workOnSignals(responder, readAlarms, leaseMs)) > 0 ? 0 : LOOK_EVERY_MS,
    ),
    loop('heartbeats', options, async () => {
      await watchHeartbeats(responder);
      return LOOK_EVERY_MS;
    }),
    loop('executions', options, async () => {
      await followExecutions(responder);
      return LOOK_EVERY_MS;
    }),
    loop('now and then', options, async () => {
      for (const work of options.often ?? []) await work();
      return OFTEN_MS;
    }),
    loop('each minute', options, async () => {
      await expectHeartbeats(responder);
      await forgetSignals(responder);
      for (const work of options.everyMinute ?? []) await work();
      return MINUTE_MS;
    }),
  ];
  function wakeAll(): void {
    for (const one of loops.slice(0, 4)) one.wake();
  }
  return {
    wake: wakeAll,
    async stop() {
      await Promise.all(loops.map((one) => one.stop()));
      await deliverer.idle();
    },
  };
}

function untilDue(due: Date | undefined, now: Date): number {
  if (due === undefined) return LOOK_EVERY_MS;
  return Math.min(Math.max(due.getTime() - now.getTime(), HELD_MS), LOOK_EVERY_MS);
}

/** Works, sleeps for as long as the work says, and works again. */
function loop(name: string, { sleep, tell }: RespondingOptions, work: () => Promise<number>) {
  const over = new AbortController();
  let nap = new AbortController();
  let wasWoken = false;
  let trouble = '';

  async function once(): Promise<number> {
    try {
      wasWoken = false;
      const pause = await work();
      if (trouble !== '') tell(`${name}: goes on`);
      trouble = '';
      return wasWoken ? 0 : pause;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== trouble) tell(`${name}: ${reason}`);
      trouble = reason;
      return AFTER_TROUBLE_MS;
    }
  }

  async function go(): Promise<void> {
    while (!over.signal.aborted) {
      const pause = await once();
      if (over.signal.aborted) return;
      nap = new AbortController();
      if (pause > 0 && !wasWoken) await sleep(pause, nap.signal);
    }
  }

  const gone = go();
  return {
    wake() {
      wasWoken = true;
      nap.abort();
    },
    async stop() {
      over.abort();
      nap.abort();
      await gone;
    },
  };
}

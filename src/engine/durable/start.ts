import { DBOS, DBOSWorkflowConflictError } from '@dbos-inc/dbos-sdk';
import type { Json } from '../../model/json.ts';
import { isDatabaseGone } from '../../store/unavailable.ts';
import { connectDurable } from './connect.ts';
import { contextOf } from './context.ts';
import type { Durable, DurableContext } from './durable.ts';
import { createGate, type Gate } from './gate.ts';
import { takeLife } from './liveness.ts';
import { APPLICATION, NO_TIMEOUT, PROTOCOL_VERSION, QUEUE, RUN, SILENT } from './protocol.ts';
import { takeUpAgain } from './take-up-again.ts';

type Work = (context: DurableContext, runId: string, input: Json) => Promise<Json>;

interface Options {
  readonly url: string;
  /** Unique among all that live: two with one id would take each other's runs. */
  readonly executorId: string;
  readonly work: Work;
  readonly takeWork: boolean;
  /** Steps at once in this process; runs that wait are not counted. */
  readonly concurrency?: number;
  /** Other workers have taken over, since the database did not hear of this one: it must end. */
  readonly onLost?: () => void;
}

/** The engine is one a process, so what it works for is too. */
let working: { readonly url: string; readonly work: Work; readonly gate: Gate } | undefined;

const DEFAULT_CONCURRENCY = 20;
const STOP_WITHIN_MS = 60_000;
/** How long a run that was started waits to be taken, at most. */
const TAKE_EVERY_MS = 250;
/** A run is taken up again at each restart, for as many weeks as it waits. */
const MOST_RECOVERIES = 100_000;

DBOS.registerWorkflow(runOne, { name: RUN, maxRecoveryAttempts: MOST_RECOVERIES });

/**
 * A worker on the database of this URL, or, with `takeWork` false, only a connection to it.
 * @throws where this process works already, or another living one has its id.
 */
export async function startDurable(options: Options): Promise<Durable> {
  const client = await connectDurable(options.url);
  if (!options.takeWork) return client;
  try {
    return { ...client, stop: await takeWork(options, client) };
  } catch (error) {
    await client.stop();
    throw error;
  }
}

/** Resolves to what stops it. */
async function takeWork(options: Options, client: Durable): Promise<() => Promise<void>> {
  const { url, executorId, work, concurrency = DEFAULT_CONCURRENCY } = options;
  if (working) throw new Error('this process is a worker already');
  const gate = createGate(concurrency);
  working = { url, work, gate };
  // Before the engine starts, which takes up at once what is pending under its id.
  const life = await takeLife({ url, executorId, onLost: () => options.onLost?.() }).catch((error: unknown) => {
    working = undefined;
    throw error;
  });

  async function stop(): Promise<void> {
    await gate.close(STOP_WITHIN_MS);
    await DBOS.shutdown();
    await life.end();
    await client.stop();
    working = undefined;
  }

  try {
    DBOS.setConfig({
      name: APPLICATION,
      systemDatabaseUrl: url,
      systemDatabasePoolSize: 10,
      executorID: executorId,
      applicationVersion: PROTOCOL_VERSION,
      enablePatching: true,
      systemDatabaseIdleTransactionTimeoutMs: NO_TIMEOUT,
      // connectDurable did, one process after the other.
      runMigrations: false,
      logger: SILENT,
    });
    await DBOS.launch();
    await DBOS.registerQueue(QUEUE, { minPollingIntervalMs: TAKE_EVERY_MS, onConflict: 'always_update' });
    life.watch();
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

function runOne(input: Json): Promise<Json> {
  const runId = DBOS.workflowID;
  if (!working || runId === undefined) throw new Error('a run was taken by a process that is no worker');
  const { url, work, gate } = working;
  return new Promise((resolve, reject) => {
    work(contextOf(gate, runId, reject), runId, input).then(resolve, async (error: unknown) => {
      if (!isDatabaseGone(error)) return reject(error);
      // That the database went away outside of a step is no end of a run.
      const why = await takeUpAgain(url, runId).then(() => new DBOSWorkflowConflictError(runId), describe);
      return reject(why);
    });
  });
}

function describe(error: unknown): Error {
  return new Error('the run cannot be put back into the queue', { cause: error });
}

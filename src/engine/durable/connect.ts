import { DBOSClient } from '@dbos-inc/dbos-sdk';
import type { Json } from '../../model/json.ts';
import { bringUp } from './bring-up.ts';
import { type Durable, NoSuchRun, type RunState, type Signal } from './durable.ts';
import { APPLICATION, NO_TIMEOUT, PROTOCOL_VERSION, QUEUE, RUN, SIGNALS, SILENT } from './protocol.ts';
import { runsUnderWay, standsInWait } from './records.ts';

/** For a process that starts runs and tells them things, and executes none. */
export async function connectDurable(url: string): Promise<Durable> {
  await bringUp(url);
  const client = await DBOSClient.create({
    systemDatabaseUrl: url,
    systemDatabasePoolSize: 2,
    applicationName: APPLICATION,
    systemDatabaseIdleTransactionTimeoutMs: NO_TIMEOUT,
    logger: SILENT,
  });
  return {
    async start(runId, input) {
      await client.enqueue<(input: Json) => Promise<Json>>(
        { workflowName: RUN, queueName: QUEUE, workflowID: runId, appVersion: PROTOCOL_VERSION },
        input,
      );
    },
    async signal(runId, signal) {
      if (!(await client.getWorkflow(runId))) throw new NoSuchRun(`there is no run ${runId}`);
      await client.send<Signal>(runId, signal, SIGNALS);
    },
    async state(runId) {
      const run = await client.getWorkflow(runId);
      if (!run) return 'absent';
      if (run.status !== 'PENDING') return STATES[run.status] ?? 'error';
      return (await standsInWait(url, runId)) ? 'waiting' : 'running';
    },
    underWay: () => runsUnderWay(url),
    stop: () => client.destroy(),
  };
}

const STATES: Readonly<Record<string, RunState>> = { ENQUEUED: 'waiting', DELAYED: 'waiting', SUCCESS: 'done' };

import { setTimeout as sleep } from 'node:timers/promises';
import { DBOSClient } from '@dbos-inc/dbos-sdk';
import { APPLICATION, NO_TIMEOUT, SILENT } from './protocol.ts';

const TRIES = 300;
const PAUSE_MS = 2000;

/** Puts a run back into the queue, from where it stands, as soon as the database is there. @throws after ten minutes */
export async function takeUpAgain(url: string, runId: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const client = await DBOSClient.create({
      systemDatabaseUrl: url,
      systemDatabasePoolSize: 1,
      applicationName: APPLICATION,
      systemDatabaseIdleTransactionTimeoutMs: NO_TIMEOUT,
      logger: SILENT,
    });
    try {
      await client.resumeWorkflow(runId);
      return;
    } catch (error) {
      if (attempt >= TRIES) throw error;
      await sleep(PAUSE_MS);
    } finally {
      await client.destroy();
    }
  }
}

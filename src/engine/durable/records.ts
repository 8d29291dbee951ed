import { openSession, type Session } from '../../store/session.ts';
import { SIGNALS } from './protocol.ts';

// What is read of the durable engine's own tables because it offers no call for it, or only a costly one. The package is
// pinned to the very version, and the integration tests of this folder fail where these tables change.

/** A wait records its deadline first, under a number one higher than what it will have received. */
export async function standsInWait(url: string, runId: string): Promise<boolean> {
  const session = await openSession(url, { name: 'opsbook state' });
  try {
    const [row] = await session.query<{ waits: boolean }>(
      `select last.function_name = 'DBOS.sleep' and not exists (
          select from dbos.operation_outputs received
          where received.workflow_uuid = last.workflow_uuid and received.function_id = last.function_id - 1
        ) as waits
        from dbos.operation_outputs last where workflow_uuid = $1 order by function_id desc limit 1`,
      [runId],
    );
    return row?.waits === true;
  } finally {
    await session.close();
  }
}

export async function runsUnderWay(url: string): Promise<ReadonlySet<string>> {
  const session = await openSession(url, { name: 'opsbook runs' });
  try {
    const rows = await session.query<{ id: string }>(
      `select workflow_uuid as id from dbos.workflow_status where status in ('PENDING', 'ENQUEUED', 'DELAYED')`,
    );
    return new Set(rows.map(({ id }) => id));
  } finally {
    await session.close();
  }
}

/** Executors that have runs which are not over. */
export async function executorsAtWork(session: Session): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `select distinct executor_id as id from dbos.workflow_status where status = 'PENDING' and executor_id is not null`,
  );
  return rows.map(({ id }) => id);
}

/** Tells again of signals that nobody received: their notification may have come while a worker was not listening. */
export async function notifyAgain(session: Session): Promise<void> {
  await session.query(
    `select pg_notify('dbos_notifications_channel', destination_uuid || '::' || topic)
      from dbos.notifications join dbos.workflow_status on workflow_uuid = destination_uuid
      where topic = $1 and not consumed and status = 'PENDING'
        and created_at_epoch_ms < extract(epoch from now()) * 1000 - 2000`,
    [SIGNALS],
  );
}

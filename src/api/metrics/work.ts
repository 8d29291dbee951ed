import { Gauge, type Registry } from 'prom-client';
import { EXECUTION_STATUSES } from '../../model/execution.ts';
import { countExecutions } from '../../store/executions.ts';
import { listHeartbeats } from '../../store/heartbeats.ts';
import { countNotifications } from '../../store/notifications.ts';
import { countUnsettled } from '../../store/signals.ts';
import type { ApiPorts } from '../ports.ts';

const NOTIFICATION_STATUSES = ['waiting', 'sending', 'sent', 'failed', 'cancelled', 'merged'] as const;

/** What is to be done, and what became of it. */
export function workMetrics(registry: Registry, { responder: { db, settings } }: ApiPorts): () => Promise<void> {
  const registers = [registry];
  const notifications = new Gauge({
    name: 'opsbook_notifications',
    help: 'Notifications that are kept, by what became of them.',
    labelNames: ['status'],
    registers,
  });
  const unsettled = new Gauge({
    name: 'opsbook_signals_unsettled',
    help: 'What came in and was not looked at yet.',
    registers,
  });
  const executions = new Gauge({
    name: 'opsbook_executions',
    help: 'Executions by where they stand.',
    labelNames: ['status'],
    registers,
  });
  const missing = new Gauge({
    name: 'opsbook_heartbeat_missing',
    help: '1 for a sign of life that did not come in its time.',
    labelNames: ['name'],
    registers,
  });
  return async () => {
    for (const status of NOTIFICATION_STATUSES) notifications.set({ status }, 0);
    for (const { status, count } of await countNotifications(db)) notifications.set({ status }, count);
    unsettled.set(await countUnsettled(db));
    for (const status of EXECUTION_STATUSES) executions.set({ status }, 0);
    for (const { status, count } of await countExecutions(db)) executions.set({ status }, count);
    missing.reset();
    for (const { name, missingSince } of await listHeartbeats(db)) {
      // One that the configuration has no more is not expected any more.
      if (settings.heartbeats.has(name)) missing.set({ name }, missingSince === null ? 0 : 1);
    }
  };
}

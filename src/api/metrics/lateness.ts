import { Histogram, type Registry } from 'prom-client';
import { listSentPages } from '../../store/notifications.ts';
import type { ApiPorts } from '../ports.ts';

/** A page is good within seconds; whether it was minutes or an hour is what the rest is for. */
const BUCKETS_S = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600];
const AT_ONCE = 10_000;
/** What is written with an instant may be there only somewhat later. */
const OVERLAP_MS = 60_000;

/** How late pages were since they were asked for first, and timers since this process began. */
export function latenessMetrics(registry: Registry, ports: ApiPorts): () => Promise<void> {
  const { desk } = ports;
  const registers = [registry];
  const pages = new Histogram({
    name: 'opsbook_page_latency_seconds',
    help: 'From when a page was due to when a channel had taken it, by whichever process.',
    buckets: BUCKETS_S,
    registers,
  });
  const timers = new Histogram({
    name: 'opsbook_timer_lateness_seconds',
    help: 'By how much escalations and clocks were looked at too late, in this process.',
    buckets: BUCKETS_S,
    registers,
  });
  let after = desk.now();
  let told: ReadonlyMap<number, Date> = new Map();
  return async () => {
    for (const ms of ports.takeLateness()) timers.observe(ms / 1000);
    const sent = await listSentPages(desk.db, new Date(after.getTime() - OVERLAP_MS), AT_ONCE);
    const began = after;
    for (const { id, dueAt, sentAt } of sent) {
      if (sentAt === null || told.has(id)) continue;
      pages.observe(Math.max(0, sentAt.getTime() - dueAt.getTime()) / 1000);
      if (sentAt > after) after = sentAt;
    }
    const kept = sent.flatMap(({ id, sentAt }) => (sentAt === null ? [] : [[id, sentAt] as const]));
    told = new Map([...[...told].filter(([, at]) => at > began), ...kept]);
  };
}

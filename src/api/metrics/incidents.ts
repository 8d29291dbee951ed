import { Gauge, type Registry } from 'prom-client';
import { clocksOf } from '../../model/incident/clock.ts';
import { INCIDENT_SEVERITIES } from '../../model/incident/severity.ts';
import { countOpen, listIncidents } from '../../store/incidents.ts';
import type { ApiPorts } from '../ports.ts';

/** Whoever has more open has other worries than the latest of the oldest. */
const MOST_LOOKED_AT = 2000;
/** Each is a time series: the most urgent only. */
const MOST_CLOCKS = 200;

/** What is open, and how much time is left of it. */
export function incidentMetrics(registry: Registry, { responder }: ApiPorts): () => Promise<void> {
  const registers = [registry];
  const open = new Gauge({
    name: 'opsbook_incidents_open',
    help: 'Incidents that are open.',
    labelNames: ['severity'],
    registers,
  });
  const clock = new Gauge({
    name: 'opsbook_incident_clock_seconds',
    help: `Time left of a target that is not met yet, negative where it is late; the ${MOST_CLOCKS} most urgent.`,
    labelNames: ['incident', 'clock'],
    registers,
  });
  return async () => {
    const { db, settings } = responder;
    const now = responder.now();
    open.reset();
    for (const severity of INCIDENT_SEVERITIES) open.set({ severity }, 0);
    for (const { severity, count } of await countOpen(db)) open.set({ severity }, count);
    clock.reset();
    const rows = await listIncidents(db, { open: true, limit: MOST_LOOKED_AT });
    const running = rows.flatMap((row) =>
      clocksOf(row, settings.business, now)
        .filter(({ stoppedAt }) => stoppedAt === null)
        .map(({ name, dueAt }) => ({ incident: row.number, name, leftMs: dueAt.getTime() - now.getTime() })),
    );
    const urgent = running.toSorted((a, b) => a.leftMs - b.leftMs).slice(0, MOST_CLOCKS);
    for (const { incident, name, leftMs } of urgent) clock.set({ incident, clock: name }, leftMs / 1000);
  };
}

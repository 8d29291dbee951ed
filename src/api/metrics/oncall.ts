import { Gauge, type Registry } from 'prom-client';
import { onCallAt } from '../../model/oncall/on-call-at.ts';
import { timeline } from '../../model/oncall/timeline.ts';
import type { ApiPorts } from '../ports.ts';

const AHEAD_MS = 7 * 86_400_000;

/** Who is on call, and when nobody will be. */
export function oncallMetrics(registry: Registry, { desk, oncall }: ApiPorts): () => Promise<void> {
  const registers = [registry];
  const present = new Gauge({
    name: 'opsbook_oncall',
    help: '1 for whoever is on call now.',
    labelNames: ['schedule', 'rotation', 'person'],
    registers,
  });
  const gap = new Gauge({
    name: 'opsbook_oncall_gap_seconds',
    help: 'Until nobody is on call, within the next 7 days; 0 where nobody is now, absent where that does not come.',
    labelNames: ['schedule'],
    registers,
  });
  return async () => {
    present.reset();
    gap.reset();
    const from = desk.now();
    const to = new Date(from.getTime() + AHEAD_MS);
    for (const [id, schedule] of oncall.schedules) {
      const { outside } = await oncall.outside(schedule, { from, to });
      for (const { rotation, person } of onCallAt(schedule, from, outside)) {
        present.set({ schedule: id, rotation, person }, 1);
      }
      const [first] = timeline(schedule, { from, to }, outside).gaps;
      if (first) gap.set({ schedule: id }, (first.start.getTime() - from.getTime()) / 1000);
    }
  };
}

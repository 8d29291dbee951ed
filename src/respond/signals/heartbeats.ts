import { formatDuration } from '../../model/duration.ts';
import { inTransaction } from '../../store/database.ts';
import { expectHeartbeat, forgetHeartbeat, sayMissing, takeMissingHeartbeats } from '../../store/heartbeats.ts';
import { openIn } from '../incidents/open.ts';
import type { Responder } from '../responder.ts';

/** From now on each heartbeat of the configuration is expected. */
export async function expectHeartbeats({ db, now, settings }: Responder): Promise<void> {
  const at = now();
  for (const [name, { everyMs }] of settings.heartbeats) {
    await expectHeartbeat(db, name, { at, dueAt: new Date(at.getTime() + everyMs) });
  }
}

/** Opens an incident for each heartbeat that did not come; the next one that comes ends it. Gives how many. */
export async function watchHeartbeats(responder: Responder): Promise<number> {
  const { db, now, settings } = responder;
  const roster = await responder.roster();
  const missing = await inTransaction(db, async (trx) => {
    const scene = { responder, roster, now: now() };
    const rows = await takeMissingHeartbeats(trx, scene.now);
    for (const { name, lastAt, dueAt } of rows) {
      const heartbeat = settings.heartbeats.get(name);
      if (!heartbeat) {
        // Should the configuration have it again, it is expected from then on.
        await forgetHeartbeat(trx, name);
        continue;
      }
      await sayMissing(trx, name, scene.now);
      const { key, title, severity, everyMs, labels } = heartbeat;
      await openIn(trx, scene, {
        key,
        title: `${title}: no sign of life for ${formatDuration(scene.now.getTime() - lastAt.getTime())} (expected every ${formatDuration(everyMs)})`,
        severity,
        by: { id: name, via: name },
        at: dueAt,
        labels,
        alarm: null,
        hasSource: true,
      });
    }
    return rows.length;
  });
  if (missing > 0) responder.wake();
  return missing;
}

import { createRoute, z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { hasRole, requireRole } from '../../engine/desk/require-role.ts';
import { entryOf } from '../../respond/incidents/view.ts';
import { type IncidentEventRow, lastEventId, listEventsAfter } from '../../store/incident-events.ts';
import { isDatabaseGone } from '../../store/unavailable.ts';
import { whoAsks } from '../guard/authenticate.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';

const LOOK_EVERY_MS = 1000;
/** So that no proxy takes the silence for the end. */
const BEAT_EVERY_LOOKS = 15;
/** Each looks at the database once a second. */
const MOST_STREAMS = 100;
/** Half a day; who still listens then connects again. */
const MOST_LOOKS = 43_200;
const AT_ONCE = 500;
/**
 * Numbers are given before they are committed, so that a lower one may come later: a hole is waited for as long as a
 * transaction may take. Most holes stay, of what was written twice.
 */
const HOLE_FOR_MS = 5000;

const events = createRoute({
  method: 'get',
  path: '/events',
  summary: 'What happens to incidents, as it happens',
  description:
    '`incident` events hold `{ incident, entry }`, as timelines do, with the entry’s id: a client that comes again with ' +
    'Last-Event-ID, or `after`, goes on there. Without, it begins with what comes next.',
  security: SIGNED_IN,
  request: {
    query: z.object({ after: z.coerce.number().int().min(0).optional() }),
    headers: z.object({ 'last-event-id': z.coerce.number().int().min(0).optional() }),
  },
  responses: {
    200: { description: 'It goes on until it is left.', content: { 'text/event-stream': { schema: z.string() } } },
    ...PROBLEMS,
  },
});

/** News of all incidents, whoever works on them; what a page shows that is open, and a program acts on. */
export function incidentEventsResource(ports: ApiPorts): Router {
  const { desk, stopping, pause, report } = ports;
  let streams = 0;
  return createRouter().openapi(events, async (context) => {
    requireRole(actorOf(context), 'viewer', 'look at incidents');
    const { 'last-event-id': seen } = context.req.valid('header');
    const wanted = seen ?? context.req.valid('query').after;
    const newest = await lastEventId(desk.db);
    if (streams >= MOST_STREAMS) throw new Problem(503, 'too many follow already: ask for the incidents instead');
    streams += 1;
    return streamSSE(context, async (stream) => {
      const gone = new AbortController();
      stream.onAbort(() => gone.abort());
      const ending = AbortSignal.any([stopping, gone.signal]);
      // A number that is not there yet is another database's.
      let last = Math.min(wanted ?? newest, newest);
      try {
        await stream.write(': from here\n\n');
        for (let look = 1; look <= MOST_LOOKS && !ending.aborted; look += 1) {
          const rows = whole(last, await listEventsAfter(desk.db, last, AT_ONCE), desk.now());
          for (const row of rows) {
            const data = JSON.stringify({ incident: row.incident, entry: entryOf(row) });
            await stream.writeSSE({ id: String(row.id), event: 'incident', data });
            last = row.id;
          }
          if (look % BEAT_EVERY_LOOKS === 0) await stream.write(': still here\n\n');
          if (rows.length < AT_ONCE) await pause(LOOK_EVERY_MS, ending);
          // A token that was revoked meanwhile opens nothing more.
          const actor = await whoAsks(ports, context).catch(() => undefined);
          if (!actor || !hasRole(actor.roles, 'viewer')) return;
        }
      } catch (error) {
        // Whoever listens connects again, and goes on where they were.
        if (!ending.aborted && !isDatabaseGone(error)) report('events', error);
      } finally {
        streams -= 1;
      }
    });
  });
}

/** Up to the first hole that may still be filled. */
function whole(after: number, rows: readonly IncidentEventRow[], now: Date): readonly IncidentEventRow[] {
  const hole = rows.findIndex(({ id, recordedAt }, index) => {
    const before = rows[index - 1]?.id ?? after;
    return id !== before + 1 && now.getTime() - recordedAt.getTime() < HOLE_FOR_MS;
  });
  return hole === -1 ? rows : rows.slice(0, hole);
}

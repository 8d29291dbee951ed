import { z } from 'zod';
import { incidentList, incidentPage, incidentView } from '../../model/incident/view.ts';
import { askingServer } from '../remote-desk.ts';
import type { IncidentDesk } from './desk.ts';

const opened = z.object({ how: z.enum(['opened', 'again', 'reopened']), incident: incidentView });

/** Of one page; more are not asked for here. */
const MOST_LISTED = 200;

/** Incidents of a running server: as whom one is known there, the token says. @throws UsageError */
export function remoteIncidentDesk(server: string, token: string | undefined): IncidentDesk {
  const ask = askingServer(server, token);
  return {
    list({ open, limit }) {
      const query = new URLSearchParams({
        limit: String(Math.min(limit, MOST_LISTED)),
        ...(open !== undefined && { open: String(open) }),
      });
      return ask(`/api/incidents?${query}`, incidentList);
    },
    show: (number) => ask(`/api/incidents/${number}`, incidentPage),
    open: (opening) => ask('/api/incidents', opened, opening),
    perform: (number, action) => ask(`/api/incidents/${number}/actions`, incidentView, action),
    async attach(number, execution) {
      await ask(`/api/incidents/${number}/executions`, z.unknown(), { execution });
    },
    // Its own workers do.
    tellExecutions: () => Promise.resolve(),
  };
}

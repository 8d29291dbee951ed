import { createRoute, z } from '@hono/zod-openapi';
import { requireRole } from '../../engine/desk/require-role.ts';
import type { ApiPorts } from '../ports.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';
import { getSchedule, scheduleParams } from './schedule-of.ts';

const feed = createRoute({
  method: 'get',
  path: '/oncall/schedules/{id}/ical',
  summary: 'The shifts of the last 30 and the next 90 days, as a calendar to subscribe to',
  description:
    'Calendars cannot send a header: a token of the role viewer may stand in the address instead. Addresses are kept in ' +
    'logs and by whoever hosts the calendar, so no other token is taken there; make one for this alone, and revoke it when ' +
    'the calendar is not needed any more.',
  security: [...SIGNED_IN, {}],
  request: {
    params: scheduleParams,
    query: z.object({
      token: z.string().max(200).optional().openapi({ description: 'Of the role viewer.' }),
      person: z.string().min(1).max(200).optional().openapi({ description: 'Only their shifts.' }),
    }),
  },
  responses: { 200: { description: 'iCal.', content: { 'text/calendar': { schema: z.string() } } }, ...PROBLEMS },
});

/** Shifts in people's own calendars. Who asks by `?token=` is found out where all are (guard/authenticate.ts). */
export function oncallCalendarResource({ oncall }: ApiPorts): Router {
  return createRouter().openapi(feed, async (context) => {
    requireRole(actorOf(context), 'viewer', 'see who is on call');
    const schedule = getSchedule(oncall, context.req.valid('param').id);
    const text = await oncall.calendar(schedule, context.req.valid('query').person);
    return context.body(text, 200, {
      'content-type': 'text/calendar; charset=utf-8',
      // Nobody between may keep it: it opens to who has the address, and no longer than the token is good.
      'cache-control': 'private, max-age=300',
    });
  });
}

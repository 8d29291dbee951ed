import { createRoute, z } from '@hono/zod-openapi';
import { requireRole } from '../../engine/desk/require-role.ts';
import { onCallAt } from '../../model/oncall/on-call-at.ts';
import { timeline } from '../../model/oncall/timeline.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { givenInstant, json, PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';
import { timelineSchema, timelineView, whoSchema, whoView } from '../schemas/oncall.ts';
import { getSchedule, scheduleParams } from './schedule-of.ts';

const DAY_MS = 86_400_000;
/** An hourly rotation has nine thousand shifts in it. */
const LONGEST_MS = 366 * DAY_MS;
const DEFAULT_MS = 28 * DAY_MS;

const list = createRoute({
  method: 'get',
  path: '/oncall/schedules',
  summary: 'Which schedules there are',
  security: SIGNED_IN,
  responses: {
    200: json(
      z.object({ schedules: z.array(z.object({ id: z.string(), timezone: z.string() })) }),
      'As the configuration has them.',
    ),
    ...PROBLEMS,
  },
});

const who = createRoute({
  method: 'get',
  path: '/oncall/schedules/{id}/who',
  summary: 'Who is on call, now or at an instant',
  security: SIGNED_IN,
  request: { params: scheduleParams, query: z.object({ at: givenInstant.optional() }) },
  responses: { 200: json(whoSchema, 'In the order of the layers.'), ...PROBLEMS },
});

const over = createRoute({
  method: 'get',
  path: '/oncall/schedules/{id}/timeline',
  summary: 'Who is on call over a time, with gaps and conflicts',
  security: SIGNED_IN,
  request: {
    params: scheduleParams,
    query: z.object({
      from: givenInstant.optional().openapi({ description: 'Now, where absent.' }),
      to: givenInstant.optional().openapi({ description: 'Four weeks later, where absent; a year later at most.' }),
    }),
  },
  responses: { 200: json(timelineSchema, 'Cut to what was asked for.'), ...PROBLEMS },
});

const people = createRoute({
  method: 'get',
  path: '/oncall/people',
  summary: 'Whom schedules name, and how to reach them',
  security: SIGNED_IN,
  responses: {
    200: json(
      z.object({
        people: z.array(
          z.object({
            id: z.string(),
            name: z.string(),
            email: z.string().nullable(),
            slack: z.string().nullable(),
            teams: z.string().nullable(),
            phone: z.string().nullable(),
            role: z.string().nullable(),
          }),
        ),
      }),
      'As the configuration has them.',
    ),
    ...PROBLEMS,
  },
});

/** Who is on call. */
export function oncallResource({ desk, oncall }: ApiPorts): Router {
  return createRouter()
    .openapi(list, (context) => {
      requireRole(actorOf(context), 'viewer', 'see who is on call');
      return context.json(
        { schedules: [...oncall.schedules.values()].map(({ id, timezone }) => ({ id, timezone })) },
        200,
      );
    })
    .openapi(who, async (context) => {
      requireRole(actorOf(context), 'viewer', 'see who is on call');
      const schedule = getSchedule(oncall, context.req.valid('param').id);
      const at = dateOf(context.req.valid('query').at) ?? desk.now();
      const span = { from: at, to: new Date(at.getTime() + 1) };
      const { outside, warnings } = await oncall.outside(schedule, span);
      const present = onCallAt(schedule, at, outside);
      return context.json(whoView({ at, schedule: schedule.id, oncall: present, warnings }), 200);
    })
    .openapi(over, async (context) => {
      requireRole(actorOf(context), 'viewer', 'see who is on call');
      const schedule = getSchedule(oncall, context.req.valid('param').id);
      const query = context.req.valid('query');
      const from = dateOf(query.from) ?? desk.now();
      const to = dateOf(query.to) ?? new Date(from.getTime() + DEFAULT_MS);
      if (from >= to) throw new Problem(400, 'to: expected an instant later than from');
      if (to.getTime() - from.getTime() > LONGEST_MS) throw new Problem(400, 'to: at most a year later than from');
      const { outside, warnings } = await oncall.outside(schedule, { from, to });
      return context.json(timelineView(timeline(schedule, { from, to }, outside), warnings), 200);
    })
    .openapi(people, (context) => {
      requireRole(actorOf(context), 'viewer', 'see who is on call');
      const all = Object.entries(oncall.people).map(
        ([id, { name, email = null, slack = null, teams = null, phone = null, role = null }]) => {
          return { id, name, email, slack, teams, phone, role };
        },
      );
      return context.json({ people: all }, 200);
    });
}

function dateOf(instant: string | undefined): Date | undefined {
  return instant === undefined ? undefined : new Date(instant);
}

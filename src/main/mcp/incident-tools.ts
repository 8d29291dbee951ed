import { z } from 'zod';
import { listOf, pageOf } from '../../respond/incidents/view.ts';
import { defineTool, EFFECTS } from './tool.ts';
import { withResponder } from './with-responder.ts';

export const NUMBER = z.int().min(1).describe('The number of the incident.');

export const incidents = defineTool({
  name: 'incidents',
  title: 'Incidents',
  description:
    'Incidents that are open, the newest first: how bad, what state, who has them, when their targets are due.',
  input: {
    all: z.boolean().default(false).describe('Also those that are over.'),
    before: z.int().min(1).optional().describe('For the next page: next of the page before.'),
    limit: z.int().min(1).max(100).default(20),
  },
  effect: EFFECTS.nothing,
  run: ({ all, before, limit }, surroundings) =>
    withResponder(surroundings, ({ responder }) => listOf(responder, { ...(!all && { open: true }), before, limit })),
});

export const incident = defineTool({
  name: 'incident',
  title: 'One incident',
  description:
    'One incident: its state, the newest part of its timeline and of who was notified, its executions, and runbooks that may help.',
  input: {
    number: NUMBER,
    entries: z.int().min(1).max(200).default(50).describe('Of the timeline and of notifications, the newest.'),
  },
  effect: EFFECTS.nothing,
  run: ({ number, entries }, surroundings) =>
    withResponder(surroundings, async ({ responder }) => {
      const { timeline, notifications, ...page } = await pageOf(responder, number);
      return {
        ...page,
        timeline: timeline.slice(-entries),
        notifications: notifications.slice(-entries),
        earlier: {
          timeline: Math.max(0, timeline.length - entries),
          notifications: Math.max(0, notifications.length - entries),
        },
      };
    }),
});

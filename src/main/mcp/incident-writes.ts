import { z } from 'zod';
import type { IncidentAction } from '../../model/incident/action.ts';
import { incidentOpening } from '../../model/incident/action.ts';
import { openByHand, perform } from '../../respond/incidents/perform.ts';
import { viewOf } from '../../respond/incidents/view.ts';
import type { Responder, Responding } from '../../respond/responder.ts';
import { requireRole } from '../../engine/desk/require-role.ts';
import { realClock } from '../clock.ts';
import { localActor } from '../local-actor.ts';
import { NUMBER } from './incident-tools.ts';
import type { Surroundings } from './surroundings.ts';
import { defineTool } from './tool.ts';
import { withResponder } from './with-responder.ts';

const KEPT = { writes: true, outside: true } as const;

export const incidentAcknowledge = defineTool({
  name: 'incident_acknowledge',
  title: 'Acknowledge an incident',
  description:
    'Takes an incident in the name of whoever this server acts as: nobody is paged for it any more. Only when a person says that they have it.',
  input: { number: NUMBER },
  effect: { ...KEPT, repeats: true },
  run: ({ number }, surroundings) => done(number, { action: 'acknowledge' }, surroundings),
});

export const incidentNote = defineTool({
  name: 'incident_note',
  title: 'Note something about an incident',
  description: 'Adds a note to the timeline of an incident.',
  input: { number: NUMBER, text: z.string().trim().min(1).max(10_000) },
  effect: KEPT,
  run: ({ number, text }, surroundings) => done(number, { action: 'note', text }, surroundings),
});

export const incidentEscalate = defineTool({
  name: 'incident_escalate',
  title: 'Escalate an incident',
  description: 'Pages the next level of the escalation policy now: it wakes people.',
  input: {
    number: NUMBER,
    businessImpact: z
      .string()
      .trim()
      .min(1)
      .max(2000)
      .optional()
      .describe('What the business feels of it: pages who waits for that, too.'),
  },
  effect: KEPT,
  run: ({ number, businessImpact }, surroundings) =>
    done(number, { action: 'escalate', ...(businessImpact !== undefined && { businessImpact }) }, surroundings),
});

export const incidentOpen = defineTool({
  name: 'incident_open',
  title: 'Open an incident',
  description:
    'Opens an incident by hand: severities that page do page who is on call. With a key that is open already it adds to that one.',
  input: incidentOpening.shape,
  effect: KEPT,
  run: (opening, surroundings) => asSomebody(surroundings, (responder, by) => openByHand(responder, opening, { by })),
});

function done(number: number, action: IncidentAction, surroundings: Surroundings): Promise<unknown> {
  return asSomebody(surroundings, async (responder, by) => {
    const { settings, now } = responder;
    return { incident: viewOf(await perform(responder, number, action, { by }), { now: now(), settings }) };
  });
}

/** @throws NotAllowed for who may not */
function asSomebody<T>(
  surroundings: Surroundings,
  work: (responder: Responder, by: Responding) => Promise<T>,
): Promise<T> {
  return withResponder(surroundings, async ({ db, responder }) => {
    const actor = await localActor({ db, now: realClock }, surroundings.environment, 'mcp');
    requireRole(actor, 'operator', 'act on incidents');
    return work(responder, { id: actor.id, via: actor.via });
  });
}

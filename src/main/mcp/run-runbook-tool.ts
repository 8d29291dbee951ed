import { z } from 'zod';
import { requestExecution } from '../../engine/desk/request-execution.ts';
import { Refused, UsageError } from '../../model/errors.ts';
import { changesOf } from '../../model/plan.ts';
import { createTimeline } from '../../report/plan/timeline.ts';
import { executeInSandbox } from '../execute-in-sandbox.ts';
import { localActor } from '../local-actor.ts';
import { openDesk } from '../open-desk.ts';
import type { Planned } from '../plan.ts';
import { environmentNameOf, planFor, WISH_INPUT } from './plan-tool.ts';
import { settledFor } from './settled.ts';
import type { Surroundings } from './surroundings.ts';
import { defineTool } from './tool.ts';

export const runRunbook = defineTool({
  name: 'run_runbook',
  title: 'Ask for a runbook to be carried out',
  description:
    'Makes the plan again and, only where its hash is the one that plan showed, asks for its execution in the name of whoever this server acts as. Roles, change calendar, preflights and approvals hold as for everybody: where somebody has to agree, it waits until another person does. No tool approves. Only when a person has seen the plan and wants it.',
  input: {
    ...WISH_INPUT,
    hash: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/, 'expected the whole hash of the plan: sha256:…')
      .describe('The hash that plan gave for the same runbook, parameters and place.'),
    reason: z.string().trim().min(1).max(2000).describe('Why, for the record.'),
  },
  effect: { writes: true, destroys: true, outside: true },
  async run({ hash, reason, ...wish }, surroundings) {
    const { environment } = surroundings;
    if (environment['OPSBOOK_SERVER'] && !surroundings.sandbox) {
      throw new UsageError('OPSBOOK_SERVER is set, and run_runbook asks on the database at hand: unset it');
    }
    const planned = await planFor(wish, surroundings);
    requireShown(planned, hash);
    if (changesOf(planned.plan).length === 0) return { execution: null, status: 'succeeded', reason: NOTHING };
    return surroundings.sandbox ? inSandbox(planned) : requested(planned, reason, surroundings);
  },
});

const NOTHING = 'nothing is to be done';

/** @throws Refused where it is not the plan that was shown */
function requireShown({ plan }: Planned, hash: string): void {
  if (plan.hash === hash) return;
  throw new Refused(
    `nothing was changed: the plan is not the one of ${hash.slice(0, 19)}…, as things stand it is ${plan.hash}. Look at it with plan, show it, and ask again`,
  );
}

async function inSandbox({ plan, place }: Planned) {
  const timeline = createTimeline(plan, 100);
  const lines: string[] = [];
  const outcome = await executeInSandbox(plan, place, (event) => {
    const text = timeline.line(event);
    if (text !== undefined) lines.push(text);
  });
  const note = 'carried out in the embedded sandbox, of which nothing is kept';
  return { execution: null, ...outcome, note, lines };
}

/** Asks for it, and carries nothing out here: an assistant comes and goes, and an execution must not hang on it. */
async function requested(planned: Planned, reason: string, surroundings: Surroundings) {
  const { environment, configFile, profile, endpointUrl } = surroundings;
  const { plan, config } = planned;
  const desk = await openDesk({ config, configFile, environment, takeWork: false });
  try {
    const actor = await localActor(desk, environment, 'mcp');
    const id = await requestExecution(desk, actor, {
      plan,
      environment: environmentNameOf(planned),
      access: { ...(profile !== undefined && { profile }), ...(endpointUrl !== undefined && { endpointUrl }) },
      reason,
    });
    return { execution: id, hash: plan.hash, requestedBy: actor.id, ...(await settledFor(desk.db, id)) };
  } finally {
    await desk.close();
  }
}

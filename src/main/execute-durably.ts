import { requestExecution } from '../engine/desk/request-execution.ts';
import { Interrupted } from '../model/errors.ts';
import { environmentOf } from '../model/approval-policy.ts';
import { environmentsOf } from './config/environments.ts';
import type { Ended } from './ended.ts';
import { follow } from './follow.ts';
import { localActor } from './local-actor.ts';
import { openDesk } from './open-desk.ts';
import type { Planned } from './plan.ts';

export interface Executing {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly reason: string | null;
  /** Why it is to be done although the change calendar or the preflight says no. */
  readonly override?: string | undefined;
  readonly configFile?: string | undefined;
  readonly tell: (line: string) => void;
  readonly width: number;
  readonly signal: AbortSignal;
  /** Called with the execution's id as soon as it is known. */
  readonly begun: (id: string) => void;
}

/**
 * Asks for an execution of the plan and takes part in carrying it out, until it is over, somebody is needed, or the signal
 * comes: then it stands in the database, and whoever works on that goes on with it.
 */
export async function executeDurably({ plan, config }: Planned, executing: Executing): Promise<Ended> {
  const { environment, profile, endpointUrl, reason, tell, width, signal, begun } = executing;
  const desk = await openDesk({ config, configFile: executing.configFile, environment, takeWork: true });
  try {
    const actor = await localActor(desk, environment);
    refuseInterrupted(signal);
    const access = { ...(profile !== undefined && { profile }), ...(endpointUrl !== undefined && { endpointUrl }) };
    const belongsTo = environmentOf(plan.parameters, environmentsOf(config))?.name ?? null;
    const id = await requestExecution(desk, actor, {
      plan,
      environment: belongsTo,
      access,
      reason,
      override: executing.override,
    });
    begun(id);
    const outcome = await follow(desk.db, id, plan, { tell, width, signal, untilSomebodyIsNeeded: true });
    return { execution: id, ...outcome };
  } finally {
    await desk.close();
  }
}

/** @throws Interrupted where somebody left before it was asked for */
export function refuseInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw new Interrupted('interrupted; nothing was changed');
}

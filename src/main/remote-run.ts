import { z } from 'zod';
import { UsageError } from '../model/errors.ts';
import type { Plan } from '../model/plan.ts';
import { changesOf } from '../model/plan.ts';
import { parseShownPlan } from '../model/plan-schema.ts';
import type { Ended } from './ended.ts';
import { followExecution, type Watching } from './executions.ts';
import { type Ask, askingServer } from './remote-desk.ts';

/** What the server is asked to plan, or the plan that it keeps. */
export type RemoteWish =
  | {
      readonly runbook: string;
      readonly parameters: Readonly<Record<string, string>>;
      readonly target?: string | undefined;
      readonly region?: string | undefined;
    }
  | { readonly planId: string };

export interface RemoteRun extends Omit<Watching, 'takeWork' | 'signal'> {
  readonly server: string;
  readonly override?: string | undefined;
  readonly reason: string | null;
  /** Shows the plan and asks; false leaves everything as it is. */
  readonly confirm: (plan: Plan) => Promise<boolean>;
  readonly letEnd: () => AbortSignal;
  readonly begun: (execution: string) => void;
}

const kept = z.object({ id: z.string(), plan: z.unknown() });
const requested = z.object({ id: z.string() });

/**
 * Lets a server plan, shows what it planned, and asks it for the execution: its workers carry it out, with what they know
 * of accounts and of who has to agree. Undefined where nobody wanted it.
 * @throws Refused, NotAllowed, UsageError as the server says
 */
export async function runRemotely(wish: RemoteWish, run: RemoteRun): Promise<Ended | undefined> {
  const ask = askingServer(run.server, run.environment['OPSBOOK_TOKEN']);
  const { id: planId, plan } = await planOf(ask, wish);
  if (!(await run.confirm(plan))) return undefined;
  if (changesOf(plan).length === 0) {
    return { execution: null, status: 'succeeded', reason: 'nothing is to be done', residue: [] };
  }
  const signal = run.letEnd();
  const { override, reason } = run;
  const words = { ...(override !== undefined && { override }), ...(reason !== null && { reason }) };
  const { id } = await ask('/api/executions', requested, { planId, ...words });
  run.begun(id);
  return followExecution(id, { ...run, signal, takeWork: false });
}

async function planOf(ask: Ask, wish: RemoteWish): Promise<{ readonly id: string; readonly plan: Plan }> {
  const answer =
    'planId' in wish
      ? await ask(`/api/plans/${encodeURIComponent(wish.planId)}`, kept)
      : await ask('/api/plans', kept, wish);
  return { id: answer.id, plan: parseShownPlan(answer.plan, `the plan ${answer.id} of the server`) };
}

/** @throws UsageError for ways to an account that only the server can take */
export function refuseOwnWay(given: Readonly<Record<string, unknown>>): void {
  const [name] = Object.keys(given).filter((key) => given[key] !== undefined);
  if (name === undefined) return;
  throw new UsageError(
    `${name}: OPSBOOK_SERVER executes, by the ways to accounts that it knows; unset it to execute here`,
  );
}

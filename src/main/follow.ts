import { setTimeout as sleep } from 'node:timers/promises';
import { isOver, type Outcome, type Residue } from '../model/execution.ts';
import type { Plan } from '../model/plan.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import { createTimeline } from '../report/plan/timeline.ts';
import { plain } from '../report/text/plain.ts';
import type { Database } from '../store/database.ts';
import { type ExecutionRow, findExecution } from '../store/executions.ts';
import { listSteps, type StepRow } from '../store/steps.ts';

export interface Following {
  readonly tell: (line: string) => void;
  readonly width: number;
  /** Ends it before the execution is over. */
  readonly signal?: AbortSignal;
  /** Whether it ends when somebody has to do something: where nobody sits here. */
  readonly untilSomebodyIsNeeded?: boolean;
}

const LOOK_EVERY_MS = 400;

/** An execution as it stands, with what was done of it. */
export interface Sight {
  readonly execution: Pick<ExecutionRow, 'status' | 'outcome' | 'residue'>;
  readonly steps: readonly Omit<StepRow, 'executionId'>[];
}

/** Tells what an execution does, whoever executes it, until it is over. */
export function follow(db: Database, id: string, plan: Plan, following: Following): Promise<Outcome> {
  return followSights(() => sightOf(db, id), plan, following);
}

async function sightOf(db: Database, id: string): Promise<Sight> {
  const execution = await findExecution(db, id);
  if (!execution) throw new Error(`execution ${id} is gone`);
  return { execution, steps: await listSteps(db, id) };
}

/** The same from wherever it can be looked at. */
export async function followSights(look: () => Promise<Sight>, plan: Plan, following: Following): Promise<Outcome> {
  const { tell, width, signal, untilSomebodyIsNeeded = false } = following;
  const timeline = createTimeline(plan, width);
  let said = '';
  const known = new Set<string>();
  const fresh = (happening: ReturnType<typeof linesOf>[number]) => {
    const { step, direction, phase, text } = happening;
    const key = JSON.stringify([step, direction, phase, text]);
    if (known.has(key)) return false;
    known.add(key);
    return true;
  };
  for (;;) {
    const { execution, steps } = await look();
    for (const step of inOrder(steps)) {
      for (const happening of linesOf(step).filter(fresh)) {
        const line = timeline.line(happening);
        if (line !== undefined) tell(line);
      }
    }
    const stands = `${execution.status} ${execution.outcome ?? ''}`;
    const needsSomebody = ['pending-approval', 'failed', 'waiting'].includes(execution.status);
    if (stands !== said && needsSomebody) tell(plain(`${execution.status}: ${execution.outcome ?? ''}`));
    said = stands;
    if (isOver(execution.status) || signal?.aborted || (untilSomebodyIsNeeded && needsSomebody))
      return outcomeOf(execution);
    await sleep(LOOK_EVERY_MS);
  }
}

export function outcomeOf({ status, outcome, residue }: Sight['execution']): Outcome {
  return { status, reason: outcome ?? '', residue: residueOf(residue) };
}

function residueOf(stored: Json | null): Residue[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((one: Json) => {
    if (!isJsonObject(one)) return [];
    const text = (value: Json | undefined) => (typeof value === 'string' ? value : '');
    const resource = typeof one['resource'] === 'string' ? one['resource'] : null;
    return [
      { step: text(one['step']), title: text(one['title']), resource, why: text(one['why']), todo: text(one['todo']) },
    ];
  });
}

function inOrder(steps: Sight['steps']): Sight['steps'] {
  return steps
    .filter(({ startedAt }) => startedAt !== null)
    .toSorted((a, b) => (a.startedAt?.getTime() ?? 0) - (b.startedAt?.getTime() ?? 0));
}

function linesOf({ key, direction, title, status, observed, error, startedAt, finishedAt }: Sight['steps'][number]) {
  const about = { step: key, direction } as const;
  const began = startedAt ?? new Date(0);
  const ended = finishedAt ?? began;
  return [
    { ...about, at: began, phase: 'begin', text: title },
    ...(observed ? [{ ...about, at: ended, phase: 'observed', text: observed } as const] : []),
    ...(status === 'failed' ? [{ ...about, at: ended, phase: 'failed', text: error ?? '' } as const] : []),
    ...(status === 'skipped' ? [{ ...about, at: ended, phase: 'skipped', text: error ?? '' } as const] : []),
  ] as const;
}

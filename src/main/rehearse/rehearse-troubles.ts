import { changesOf, type Plan } from '../../model/plan.ts';
import type { RehearsedFailure } from '../../model/rehearsal.ts';
import type { Leftover } from '../../sandbox/adopt/inventory.ts';
import { endingOf, type Performance, runOnce, type Script } from './run-once.ts';
import { secondsBetween } from './timeline.ts';
import { troubleAt } from './trouble.ts';

export interface RehearsedTrouble {
  readonly failure: RehearsedFailure;
  readonly performance: Performance;
}

/** The plan again and again, each time with another step that fails; and once taken back when all is done. */
export async function rehearseTroubles(script: Script, good: Performance): Promise<RehearsedTrouble[]> {
  const { plan } = script;
  const reached = new Set(
    good.events.flatMap(({ step, direction }) => (direction === 'do' && step !== null ? step : [])),
  );
  const all: RehearsedTrouble[] = [];
  for (const [index, step] of plan.steps.entries()) {
    const trouble = troubleAt(step);
    if (!trouble || !reached.has(step.key)) continue;
    const performance = await runOnce(script, { trouble });
    const named = { step: step.key, number: index + 1, title: step.title, trouble: trouble.words };
    all.push({ failure: failureOf(named, performance), performance });
  }
  if (!isTakenBack(plan, good)) return all;
  const performance = await runOnce(script, { takenBack: true });
  const named = { step: null, number: null, title: 'When all is done', trouble: 'a person takes it back' };
  return [...all, { failure: failureOf(named, performance), performance }];
}

/** What goes away again by itself need not be taken back. */
function isTakenBack(plan: Plan, { outcome }: Performance): boolean {
  return outcome.status === 'succeeded' && plan.conduct.afterwards === 'keep' && changesOf(plan).length > 0;
}

type Named = Pick<RehearsedFailure, 'step' | 'number' | 'title' | 'trouble'>;

function failureOf(named: Named, performance: Performance): RehearsedFailure {
  const { outcome, requests, asked, events, began, ended } = performance;
  const failedAt = events.findLast(({ direction }) => direction === 'do')?.at ?? began;
  return {
    ...named,
    ...endingOf(performance),
    asksFirst: asked.some((name) => name !== 'undo'),
    residue: outcome.residue,
    left: leftBy(performance),
    undoSeconds: secondsBetween(failedAt, ended),
    requestsFailed: requests.reduce((sum, { failed }) => sum + failed, 0),
  };
}

/** What is otherwise than before; after a success that is what was wanted. */
export function leftBy({ outcome, left }: Performance): string[] {
  return outcome.status === 'succeeded' ? [] : left.map(wordsFor);
}

function wordsFor({ what, how }: Leftover): string {
  const words = { new: 'is still there', changed: 'is not what it was before', gone: 'is gone' } as const;
  return `${what} ${words[how]}`;
}

import type { Plan, Step } from '../../model/plan.ts';
import type { RehearsedStep } from '../../model/rehearsal.ts';
import type { Performance } from './run-once.ts';

/** What is not in AWS is played: it takes what the plan says. */
const PLAYED: readonly Step['kind'][] = ['approve', 'terraform', 'probe', 'notify'];

/** When each step of the plan began and how long it took, on the virtual clock. */
export function timelineOf({ steps }: Plan, { events, began, ended }: Performance): RehearsedStep[] {
  return steps.map((step, index) => {
    const own = events.filter((event) => event.step === step.key && event.direction === 'do');
    const first = own.find(({ phase }) => phase === 'begin');
    const last = own.findLast(({ phase }) => phase === 'done' || phase === 'failed' || phase === 'skipped');
    const seen = own.findLast(({ phase, text }) => phase !== 'begin' && text !== 'done');
    const { key, kind, title, expectedSeconds } = step;
    return {
      key,
      number: index + 1,
      kind,
      title,
      how: howOf(step, last?.phase, first !== undefined),
      startsAfterSeconds: first ? secondsBetween(began, first.at) : null,
      seconds: first ? secondsBetween(first.at, last?.at ?? ended) : null,
      expectedSeconds,
      observed: seen?.text ?? '',
    };
  });
}

function howOf({ kind }: Step, phase: string | undefined, reached: boolean): RehearsedStep['how'] {
  if (!reached) return 'not-reached';
  if (phase === 'skipped') return 'skipped';
  if (phase !== 'done') return 'failed';
  return PLAYED.includes(kind) ? 'assumed' : 'done';
}

export function secondsBetween(from: Date, to: Date): number {
  return Math.round((to.getTime() - from.getTime()) / 1000);
}

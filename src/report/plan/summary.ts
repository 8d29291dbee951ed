import { formatDuration } from '../../model/duration.ts';
import { changesOf, type Plan, type Step } from '../../model/plan.ts';

/** How long it takes where all goes well: what waits longest is what was planned to. */
export function expectedMs({ steps }: Pick<Plan, 'steps'>): number {
  return steps.reduce((total, step) => total + step.expectedSeconds * 1000, 0);
}

/** The plan in one sentence: how much, how long, how safe. */
export function summaryOf(plan: Plan): string {
  const changes = changesOf(plan);
  if (changes.length === 0) return 'Nothing is to be done: it is as it should be.';
  const lasting = changes.filter(({ undo }) => 'impossible' in undo);
  const felt = changes.filter(({ impact }) => impact !== 'none');
  const undoable =
    lasting.length === 0
      ? 'all of it can be undone'
      : `${countOf(lasting.length, 'change')} of them cannot be undone (${lasting.map(numberIn(plan)).join(', ')})`;
  const impact =
    felt.length === 0 ? 'users should notice nothing' : `users may notice ${felt.map(numberIn(plan)).join(', ')}`;
  const time = formatDuration(expectedMs(plan));
  return `${countOf(plan.steps.length, 'step')}, ${countOf(changes.length, 'change')} to AWS, about ${time}; ${undoable}; ${impact}.`;
}

export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function numberIn({ steps }: Plan): (step: Step) => string {
  return (step) => `step ${steps.findIndex(({ key }) => key === step.key) + 1}`;
}

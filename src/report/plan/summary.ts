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
  const undoable = lasting.length === 0 ? 'all of it can be undone' : `${numbersOf(lasting, plan)} cannot be undone`;
  const amount = `${countOf(plan.steps.length, 'step')}, ${countOf(changes.length, 'change')} to AWS`;
  return `${[`${amount}, about ${roughly(expectedMs(plan))}`, undoable, ...impactOf(changes, plan)].join('; ')}.`;
}

/** What cannot be undone may be felt or not: of that, nothing is claimed. */
function impactOf(changes: readonly Step[], plan: Plan): string[] {
  const felt = changes.filter(({ impact }) => impact === 'disruptive');
  if (felt.length > 0) return [`users may notice ${numbersOf(felt, plan)}`];
  return changes.every(({ impact }) => impact === 'none') ? ['users should notice nothing'] : [];
}

/** An expectation has no seconds, where it has minutes. */
function roughly(ms: number): string {
  return formatDuration(ms < 60_000 ? ms : Math.round(ms / 60_000) * 60_000);
}

export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const MOST_NUMBERS = 8;

/** `step 3`, `steps 3, 5 and 8`. */
function numbersOf(some: readonly Step[], { steps }: Plan): string {
  const numbers = some.map((step) => String(steps.findIndex(({ key }) => key === step.key) + 1));
  const more = numbers.length - MOST_NUMBERS;
  const named = more > 1 ? [...numbers.slice(0, MOST_NUMBERS), `${more} more`] : numbers;
  const last = named.at(-1) ?? '';
  return named.length === 1 ? `step ${last}` : `steps ${named.slice(0, -1).join(', ')} and ${last}`;
}

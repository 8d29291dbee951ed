import type { ChecklistResult } from '../../model/result.ts';
import { counted, listed } from '../text/value.ts';
import { failingGroups } from './failing.ts';

/** The one sentence to read when there is time for one. An incomplete look is never called good. */
export function headline(result: ChecklistResult): string {
  const { pass, fail, unknown, suppressed } = result.summary;
  const failing = listed(
    failingGroups(result).map(({ severity, count }) => `${count.toLocaleString('en-US')} ${severity}`),
  );
  const blind = `${counted(unknown, 'thing')} could not be determined`;
  if (fail > 0) return unknown > 0 ? `${failing}; ${blind}.` : `${failing}; everything else is in order.`;
  if (unknown > 0) return `Nothing is known to be wrong, but ${blind}.`;
  const excused = suppressed > 0 ? ` (${suppressed.toLocaleString('en-US')} suppressed)` : '';
  if (pass > 0) return `All in order: ${counted(pass, 'verdict')}, none failing${excused}.`;
  if (suppressed > 0) return `Nothing is failing that is not suppressed${excused}.`;
  return result.checks?.length === 0
    ? 'A report without checks: there is nothing to pass or to fail.'
    : 'Nothing was judged: no check found a resource to look at.';
}

/** `good`, `bad` or `unclear`: how the headline should look. */
export function mood({ summary }: ChecklistResult): 'good' | 'bad' | 'unclear' {
  if (summary.fail > 0) return 'bad';
  return summary.unknown > 0 || summary.pass + summary.suppressed === 0 ? 'unclear' : 'good';
}

/** Whether this is a report that tells more than it judges: a document then begins with what it tells. */
export function tells({ sections }: ChecklistResult): boolean {
  return sections.some(({ plots }) => plots !== undefined && plots.length > 0);
}

import { readResultFile } from '../main/result-file.ts';
import { diffFindings, type FindingsDiff } from '../report/diff.ts';
import { renderDiffJson, renderDiffText } from '../report/diff-text.ts';
import { EXIT } from './exit.ts';
import { type Out, standardOut } from './out.ts';

export interface FindingsDiffOptions {
  readonly output: 'table' | 'json';
  readonly color: boolean;
}

/**
 * `opsbook findings diff <before> <after>`: what is new, gone and unchanged between two saved results.
 * @throws UsageError for a file that is not there or no result
 */
export async function findingsDiffCommand(
  before: string,
  after: string,
  options: FindingsDiffOptions,
  out: Out = standardOut(options.color),
): Promise<number> {
  const [earlier, later] = await Promise.all([readResultFile(before), readResultFile(after)]);
  const diff = diffFindings(earlier, later);
  await out.write(options.output === 'json' ? renderDiffJson(diff) : renderDiffText(diff, out));
  return exitCode(diff);
}

/** `1` where something fails that did not; `3` where nothing does, but of some findings nothing can be said. */
function exitCode({ summary, changed }: FindingsDiff): number {
  if (summary.new > 0 || changed.some(({ after }) => after === 'fail')) return EXIT.findings;
  return summary.notDetermined > 0 ? EXIT.incomplete : EXIT.done;
}

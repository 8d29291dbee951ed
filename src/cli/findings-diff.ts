import { readResultFile } from '../main/result-file.ts';
import { UsageError } from '../model/errors.ts';
import { diffFindings, type FindingsDiff } from '../report/diff.ts';
import { renderDiffJson, renderDiffText } from '../report/diff-text.ts';
import { EXIT } from './exit.ts';
import { type Out, standardOut } from './out.ts';

export interface FindingsDiffOptions {
  readonly output: 'table' | 'json';
  readonly color: boolean;
  /** Instead of files: what changed since then, in stored results. */
  readonly since?: string;
  readonly checklist?: string;
}

/**
 * `opsbook findings diff <before> <after>`: what is new, gone and unchanged between two saved results; with `--since`,
 * between stored ones, for each checklist.
 * @throws UsageError for a file that is not there or no result
 */
export async function findingsDiffCommand(
  before: string | undefined,
  after: string | undefined,
  options: FindingsDiffOptions,
  out: Out = standardOut(options.color),
): Promise<number> {
  if (before === undefined) return storedDiffs(options, out);
  if (after === undefined) throw new UsageError('findings diff takes two result files, or --since');
  if (options.since !== undefined) throw new UsageError('findings diff takes two result files, or --since: not both');
  const [earlier, later] = await Promise.all([readResultFile(before), readResultFile(after)]);
  const diff = diffFindings(earlier, later);
  await out.write(options.output === 'json' ? renderDiffJson(diff) : renderDiffText(diff, out));
  return exitCode([diff]);
}

async function storedDiffs({ since, checklist, output }: FindingsDiffOptions, out: Out): Promise<number> {
  if (since === undefined) throw new UsageError('findings diff takes two result files, or --since');
  const [{ diffsSince }, { parseSince }, { readProcess }] = await Promise.all([
    import('../main/findings.ts'),
    import('./when.ts'),
    import('../main/process.ts'),
  ]);
  const diffs = await diffsSince(readProcess().environment, parseSince(since, new Date()), checklist);
  const text =
    output === 'json'
      ? `${JSON.stringify({ schema: 'opsbook/findings-diffs@1', diffs }, null, 2)}\n`
      : diffs.map((diff) => renderDiffText(diff, out)).join('\n');
  await out.write(text);
  return exitCode(diffs);
}

/** `1` where something fails that did not; `3` where nothing does, but of some findings nothing can be said. */
function exitCode(diffs: readonly FindingsDiff[]): number {
  if (diffs.some(({ summary, changed }) => summary.new > 0 || changed.some(({ after }) => after === 'fail'))) {
    return EXIT.findings;
  }
  return diffs.some(({ summary }) => summary.notDetermined > 0) ? EXIT.incomplete : EXIT.done;
}

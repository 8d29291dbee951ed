import { z } from 'zod';
import type { Finding } from '../../model/finding.ts';
import type { ChecklistResult } from '../../model/result.ts';
import { isAtLeast, SEVERITIES } from '../../model/severity.ts';
import { listSuppressions } from '../../store/suppressions.ts';
import { realClock } from '../clock.ts';
import { hasDatabase } from '../data-folder.ts';
import { suppressResult } from '../memory/suppress-result.ts';
import { run } from '../run.ts';
import { withDatabase } from '../with-database.ts';
import { PARAMETERS_INPUT, PLACE_INPUT } from './place-input.ts';
import { type Surroundings, wayOf } from './surroundings.ts';
import { defineTool, EFFECTS } from './tool.ts';

export const health = defineTool({
  name: 'health',
  title: 'Run a checklist',
  description:
    'Runs a checklist (or a single check) now and gives its counts and what fails or could not be determined, the worst first. Only reads from AWS.',
  input: {
    checklist: z
      .string()
      .min(1)
      .max(200)
      .default('daily/health-check')
      .describe("A checklist's or a check's id; catalog lists them."),
    ...PLACE_INPUT,
    parameters: PARAMETERS_INPUT,
    severity: z.enum(SEVERITIES).default('informational').describe('Failing findings this severe or worse.'),
    limit: z.int().min(1).max(200).default(50).describe('Findings to give at most.'),
  },
  effect: EFFECTS.asksAws,
  async run({ checklist, targets, regions, parameters, severity, limit }, surroundings) {
    const way = wayOf(surroundings);
    const request = { ...way, id: checklist, parameters, regions, names: targets, progress: () => undefined };
    const { result, note } = await withSuppressions(await run(request), surroundings);
    const open = result.findings.filter(({ status, suppressed }) => status !== 'pass' && suppressed === null);
    const wanted = open.filter((finding) => finding.status === 'unknown' || isAtLeast(finding.severity, severity));
    return {
      checklist: result.checklist,
      title: result.title,
      asOf: result.asOf,
      targets: result.targets,
      summary: result.summary,
      findings: wanted.slice(0, limit).map(withoutSuppression),
      more: Math.max(0, wanted.length - limit),
      note,
      awsCalls: result.aws.calls,
    };
  },
});

/** What somebody lets rest is no news, where the database that says so can be asked. */
async function withSuppressions(
  result: ChecklistResult,
  { environment, sandbox }: Surroundings,
): Promise<{ result: ChecklistResult; note: string | null }> {
  if (sandbox || !hasDatabase(environment)) return { result, note: null };
  try {
    const suppressions = await withDatabase(environment, (db) => listSuppressions(db, realClock()));
    return { result: suppressResult(result, suppressions), note: null };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { result, note: `what is suppressed could not be read, and is among the findings: ${why}` };
  }
}

/** None of those that are given is suppressed. */
function withoutSuppression({ suppressed: _none, ...finding }: Finding): Omit<Finding, 'suppressed'> {
  return finding;
}

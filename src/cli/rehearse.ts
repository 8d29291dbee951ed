import { readProcess, wantsColor } from '../main/process.ts';
import { rehearsePlan } from '../main/rehearse-plan.ts';
import type { Rehearsal } from '../model/rehearsal.ts';
import { renderRehearsal } from '../report/plan/rehearsal.ts';
import { EXIT } from './exit.ts';
import { print } from './out.ts';
import { writeWhole } from './output-file.ts';
import { pageOf, type PlanOptions, requestOf } from './plan.ts';

/** `opsbook plan <runbook> --rehearse`: the plan, and what came of executing it in a sandbox. Changes nothing. */
export async function rehearseCommand(id: string, options: PlanOptions): Promise<number> {
  const { plan, rehearsal } = await rehearsePlan(requestOf(id, options), options.rehearseVersion);
  if (options.out !== undefined) await writeWhole(options.out, `${JSON.stringify(plan, null, 2)}\n`);
  const facts = readProcess();
  const page = {
    color: options.outputFile === undefined && wantsColor(facts, options.color),
    width: Math.min(facts.columns, 100),
  };
  const text =
    options.output === 'json'
      ? `${JSON.stringify({ plan, rehearsal }, null, 2)}\n`
      : `${pageOf(plan, options)}\n${renderRehearsal(plan, rehearsal, page)}`;
  if (options.outputFile === undefined) await print(text);
  else await writeWhole(options.outputFile, text);
  return exitCodeOf(rehearsal, options.rehearseVersion !== undefined);
}

/** A version that was said to be bad has to be taken back; everything else has to succeed with what the plan may do. */
function exitCodeOf({ ended, faithful, permissions }: Rehearsal, isBad: boolean): number {
  const right = ended.status === (isBad ? 'undone' : 'succeeded');
  return right && faithful.same && permissions.missing.length === 0 ? EXIT.done : EXIT.failed;
}

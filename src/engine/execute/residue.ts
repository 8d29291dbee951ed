import { EXECUTION_TAG } from '../../aws/mutations.ts';
import type { Residue } from '../../model/execution.ts';
import type { Json } from '../../model/json.ts';
import { type ChangeStep, changesOf, type Plan, type TerraformStep } from '../../model/plan.ts';
import type { Ports } from './ports.ts';
import type { UndoResult } from './undo.ts';

/** What stands of a plan's steps that were done, or may have been, and were not undone. Newest first. */
export async function residueOf(
  plan: Plan,
  ports: Ports,
  undone: ReadonlyMap<string, UndoResult>,
  why: string,
): Promise<Residue[]> {
  const residue: Residue[] = [];
  for (const step of changesOf(plan).toReversed()) {
    const result = undone.get(step.key);
    if (result?.end === 'undone' || result?.end === 'nothing') continue;
    const record = await ports.journal.find(step.key, 'do');
    if (!record || record.status === 'failed' || record.status === 'skipped') continue;
    if (!result && (await ports.journal.find(step.key, 'undo'))?.status === 'succeeded') continue;
    const uncertain = record.status === 'running' && result === undefined;
    residue.push({
      step: step.key,
      title: step.title,
      resource: resourceIn(record.response) ?? resourceIn(record.request),
      why: result?.why ?? (uncertain ? 'nobody knows whether AWS took the call' : why),
      todo: todoOf(step, ports.executionId),
    });
  }
  return residue;
}

function todoOf({ undo }: ChangeStep | TerraformStep, executionId: string): string {
  if ('impossible' in undo) return `It cannot be undone: ${undo.impossible}`;
  if ('terraform' in undo) return `terraform -chdir=${undo.directory} destroy`;
  return `opsbook executions undo ${executionId}, or ${undo.service}:${undo.operation} by hand (tag ${EXECUTION_TAG}=${executionId})`;
}

/** The ARN, or else the identifier or name, that an answer or a request speaks of first. */
function resourceIn(value: Json): string | null {
  const found = [...membersOf(value)];
  const pick = (pattern: RegExp) => found.find(([key]) => pattern.test(key))?.[1];
  return pick(/Arn$/i) ?? pick(/Identifier$/) ?? pick(/name$/i) ?? null;
}

/** Texts by their keys, the outer ones first. */
function* membersOf(value: Json, depth = 0): Generator<[string, string]> {
  if (typeof value !== 'object' || value === null || depth > 3) return;
  const members: [string, Json | undefined][] = Object.entries(value);
  for (const [key, member] of members) if (typeof member === 'string') yield [key, member];
  for (const [, member] of members) if (member !== undefined) yield* membersOf(member, depth + 1);
}

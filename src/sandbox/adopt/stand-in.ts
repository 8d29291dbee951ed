import type { Json } from '../../model/json.ts';
import { asReference } from '../../model/reference.ts';

/** A plain output, `vpc_id` or `"vpc-id"`: what calls of AWS answer lies deeper. */
const OUTPUT = /^"?([\w-]+)"?$/;

/** What stands in a rehearsal for an output of a step that is not executed there; undefined for anything else. */
export function standInFor(value: Json | undefined): string | undefined {
  const reference = asReference(value);
  if (!reference || !('$step' in reference)) return undefined;
  const [, output] = OUTPUT.exec(reference.path) ?? [];
  return output === undefined ? undefined : standIn(output);
}

function standIn(output: string): string {
  return `rehearsed-${output}`;
}

/** The outputs of a step that anything in a plan refers to, with what stands for them. */
export function standInsOf(stepKey: string, value: Json | undefined): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  const reference = asReference(value);
  if (reference && '$step' in reference) {
    const [, output] = OUTPUT.exec(reference.path) ?? [];
    return reference.$step === stepKey && output !== undefined ? { [output]: standIn(output) } : {};
  }
  const members: readonly (Json | undefined)[] = Object.values(value);
  return Object.assign({}, ...members.map((member) => standInsOf(stepKey, member)));
}

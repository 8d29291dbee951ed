import { evaluate } from './expression.ts';
import type { Json, JsonObject } from './json.ts';
import type { Reference } from './plan.ts';
import { plainJson } from './plan-hash.ts';

/** What a reference can be resolved from, when a step is executed. */
export interface Known {
  readonly executionId: string;
  /** Answers by the key of the step that got them. */
  readonly answers: ReadonlyMap<string, Json>;
  readonly now: Date;
  readonly stepStartedAt: Date;
  readonly executionStartedAt: Date;
  /** Answers of a condition's earlier reads, by name. */
  readonly reads?: JsonObject;
}

/** Thrown where a plan refers to what no step brought: the step it names did not run, or AWS answered otherwise. */
export class UnresolvedReference extends Error {
  readonly code = 'unresolved-reference';
}

/** An input without references: instants are Dates, as the AWS SDK takes them. */
export type Resolved =
  | string
  | number
  | boolean
  | null
  | Date
  | readonly Resolved[]
  | { readonly [key: string]: Resolved | undefined };

/** @throws UnresolvedReference */
export function resolveInput(input: JsonObject, known: Known): Record<string, Resolved> {
  return Object.fromEntries(
    Object.entries(input).flatMap(([key, value]) => (value === undefined ? [] : [[key, resolveValue(value, known)]])),
  );
}

export function resolveValue(value: Json, known: Known): Resolved {
  if (isList(value)) return value.map((item) => resolveValue(item, known));
  if (typeof value !== 'object' || value === null) return value;
  const reference = asReference(value);
  return reference ? resolveReference(reference, known) : resolveInput(value, known);
}

/** A reference as people read it: `(known after step "green-target-group")`. */
export function describeReference(reference: Reference): string {
  if ('$step' in reference) return `(known after step "${reference.$step}")`;
  if ('$read' in reference) return '(read just before)';
  if ('$execution' in reference) return reference.$execution === 'id' ? '(execution)' : '(execution, 8 characters)';
  if ('$time' in reference) {
    const moment = { now: 'now', step: 'when the step began', execution: 'when the execution began' }[reference.$time];
    return reference.minusSeconds ? `(${moment}, less ${reference.minusSeconds} s)` : `(${moment})`;
  }
  if ('$instant' in reference) return reference.$instant;
  return reference.$join.map((part) => describeText(part)).join('');
}

/** In whatever order its members come: PostgreSQL gives a stored plan back with the shortest first. */
export function asReference(value: Json | undefined): Reference | undefined {
  if (typeof value !== 'object' || value === null || isList(value)) return undefined;
  const isOne = Object.keys(value).some((key) => REFERENCE_KEYS.has(key));
  // oxlint-disable-next-line typescript/consistent-type-assertions -- plans are parsed by their schema before this
  return isOne ? (value as unknown as Reference) : undefined;
}

const REFERENCE_KEYS = new Set(['$step', '$read', '$execution', '$time', '$instant', '$join']);

/** The keys of the steps that a value refers to. */
export function stepsReferredTo(value: Json | undefined): string[] {
  if (isList(value)) return value.flatMap((item) => stepsReferredTo(item));
  if (typeof value !== 'object' || value === null) return [];
  const reference = asReference(value);
  if (reference && '$step' in reference) return [reference.$step];
  return Object.values(value).flatMap((member) => stepsReferredTo(member));
}

function resolveReference(reference: Reference, known: Known): Resolved {
  if ('$execution' in reference) {
    return reference.$execution === 'id' ? known.executionId : known.executionId.replaceAll('-', '').slice(0, 8);
  }
  if ('$time' in reference) return instantOf(reference, known);
  if ('$instant' in reference) return new Date(reference.$instant);
  if ('$join' in reference) return reference.$join.map((part) => resolveText(part, known)).join('');
  if ('$read' in reference) return evaluate(reference.$read, known.reads ?? {});
  const answer = known.answers.get(reference.$step);
  const value = answer === undefined ? null : evaluate(reference.path, answer);
  if (value !== null) return value;
  throw new UnresolvedReference(`step "${reference.$step}" brought no ${reference.path}`);
}

function instantOf({ $time, minusSeconds = 0 }: Extract<Reference, { $time: unknown }>, known: Known): Date {
  const from = { now: known.now, step: known.stepStartedAt, execution: known.executionStartedAt }[$time];
  return new Date(from.getTime() - minusSeconds * 1000);
}

/** A value in the middle of a text, or a URL. */
export function resolveText(part: Json, known: Known): string {
  return textOfValue(plainJson(resolveValue(part, known)));
}

function describeText(part: Json): string {
  const reference = asReference(part);
  return reference ? describeReference(reference) : textOfValue(part);
}

function textOfValue(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

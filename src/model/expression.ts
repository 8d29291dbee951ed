import { compile, type JSONValue, TreeInterpreter } from '@jmespath-community/jmespath';
import type { Json } from './json.ts';
import { plainJson } from './plan-hash.ts';

/**
 * The value of a JMESPath expression; null where it names nothing that is there.
 * https://jmespath.site
 * @throws RangeError for an expression that is none, or that does not fit what it is asked of
 */
export function evaluate(expression: string, over: Json): Json {
  try {
    // oxlint-disable-next-line typescript/consistent-type-assertions -- both are JSON; its type has no read-only lists
    return plainJson(TreeInterpreter.search(compiled(expression), over as JSONValue));
  } catch (error) {
    throw new RangeError(`cannot evaluate ${expression}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** As JMESPath has it: null, false, and what is empty do not hold. */
export function holds(expression: string, over: Json): boolean {
  const value = evaluate(expression, over);
  if (value === null || value === false || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** @throws RangeError where it is no expression */
export function checkExpression(expression: string): void {
  try {
    compiled(expression);
  } catch (error) {
    throw new RangeError(`not a JMESPath expression: ${expression}`, { cause: error });
  }
}

/** What the expression gives, as a text for people. */
export function textOf(expression: string, over: Json): string {
  const value = evaluate(expression, over);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Conditions are looked at again and again: parsing an expression takes far longer than evaluating it. */
const known = new Map<string, ReturnType<typeof compile>>();
const MOST_KNOWN = 5000;

function compiled(expression: string): ReturnType<typeof compile> {
  const before = known.get(expression);
  if (before) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const made = compile(expression);
  known.set(expression, made);
  return made;
}

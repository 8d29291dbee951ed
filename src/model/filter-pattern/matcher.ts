/** Whether a log event's message matches. */
export type Matcher = (message: string) => boolean;

/** A filter pattern that CloudWatch Logs would refuse as an InvalidParameterException. */
export class FilterPatternError extends Error {
  readonly code = 'filter-pattern';
}

/** The regular expressions that AWS takes have no groups and no look-around; what is left means the same here. */
export function regexOf(source: string): RegExp {
  if (!/^(?:[A-Za-z0-9_#=@/;,\-:\s^$?[\]{}|*+.]|\\.)*$/.test(source)) {
    throw new FilterPatternError(`Unsupported character in regular expression %${source}%`);
  }
  try {
    return new RegExp(source);
  } catch (cause) {
    throw new FilterPatternError(`Invalid regular expression %${source}%`, { cause });
  }
}

export const OPERATORS = ['!=', '>=', '<=', '=', '>', '<'] as const;
export type Operator = (typeof OPERATORS)[number];

/** The right-hand side of a condition, as it was written. */
export type Expected =
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'regex'; readonly value: RegExp };

export function expectedOf(written: string): Expected {
  if (written.startsWith('%') && written.endsWith('%') && written.length > 1) {
    return { kind: 'regex', value: regexOf(written.slice(1, -1)) };
  }
  if (written.startsWith('"')) return { kind: 'text', value: written.slice(1, -1).replace(/\\(.)/g, '$1') };
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(written)) {
    return { kind: 'number', value: Number(written), text: written };
  }
  return { kind: 'text', value: written };
}

export function satisfies(actual: string | number, operator: Operator, expected: Expected): boolean {
  switch (operator) {
    case '=':
      return equals(actual, expected);
    case '!=':
      return !equals(actual, expected);
    case '>':
      return compare(actual, expected, (a, b) => a > b);
    case '<':
      return compare(actual, expected, (a, b) => a < b);
    case '>=':
      return compare(actual, expected, (a, b) => a >= b);
    case '<=':
      return compare(actual, expected, (a, b) => a <= b);
  }
}

function equals(actual: string | number, expected: Expected): boolean {
  if (expected.kind === 'regex') return expected.value.test(String(actual));
  if (expected.kind === 'number') return Number(actual) === expected.value;
  return wildcard(expected.value).test(String(actual));
}

/** An asterisk stands for anything, at any place of a value. */
function wildcard(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

function compare(actual: string | number, expected: Expected, holds: (a: number, b: number) => boolean): boolean {
  const value = typeof actual === 'number' ? actual : actual.trim() === '' ? NaN : Number(actual);
  return expected.kind === 'number' && holds(value, expected.value);
}

/** Reads `a && b || (c)` with the usual precedence; `condition` reads one condition at its place. */
export function readConditions<T>(
  tokens: Tokens,
  condition: (tokens: Tokens) => (value: T) => boolean,
): (value: T) => boolean {
  function either(): (value: T) => boolean {
    let left = both();
    while (tokens.take('||')) left = or(left, both());
    return left;
  }
  function both(): (value: T) => boolean {
    let left = single();
    while (tokens.take('&&')) left = and(left, single());
    return left;
  }
  function single(): (value: T) => boolean {
    if (!tokens.take('(')) return condition(tokens);
    const inner = either();
    tokens.expect(')');
    return inner;
  }
  return either();
}

function or<T>(left: (value: T) => boolean, right: (value: T) => boolean): (value: T) => boolean {
  return (value) => left(value) || right(value);
}

function and<T>(left: (value: T) => boolean, right: (value: T) => boolean): (value: T) => boolean {
  return (value) => left(value) && right(value);
}

/** The words of a pattern, read one after the other. */
export interface Tokens {
  peek(): string | undefined;
  /** Steps over the next word if it is this one. */
  take(word: string): boolean;
  next(): string;
  expect(word: string): void;
}

export function tokensOf(words: readonly string[]): Tokens {
  let at = 0;
  function next(): string {
    const word = words[at];
    if (word === undefined) throw new FilterPatternError('Invalid filter pattern: it ends too early');
    at += 1;
    return word;
  }
  return {
    peek: () => words[at],
    take(word) {
      if (words[at] !== word) return false;
      at += 1;
      return true;
    },
    next,
    expect(word) {
      const found = words[at] === undefined ? 'the end' : next();
      if (found !== word) throw new FilterPatternError(`Invalid filter pattern: expected ${word}, found ${found}`);
    },
  };
}

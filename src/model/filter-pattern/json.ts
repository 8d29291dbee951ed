import {
  expectedOf,
  FilterPatternError,
  type Matcher,
  type Operator,
  OPERATORS,
  readConditions,
  satisfies,
  type Tokens,
  tokensOf,
} from './matcher.ts';

const WORD =
  /\$(?:\.\[?"?[\w-]+"?\]?|\[(?:\d+|\*|'[^']*'|"[^"]*")\]|\.\*)*|"(?:[^"\\]|\\.)*"|%[^%]*%|&&|\|\||!=|>=|<=|[=><(){}]|[^\s=><!(){}&|"%]+/g;

/** `{ ($.level = "error") && ($.status >= 500) }`: conditions on the members of an event that is a JSON object. */
export function compileJson(text: string): Matcher {
  const words = text.match(WORD) ?? [];
  if (text.replace(WORD, '').trim() !== '') {
    throw new FilterPatternError('Invalid JSON filter pattern: unexpected character');
  }
  const tokens = tokensOf(words);
  tokens.expect('{');
  const holds = readConditions(tokens, readCondition);
  tokens.expect('}');
  if (tokens.peek() !== undefined)
    throw new FilterPatternError('Invalid JSON filter pattern: text after the last brace');
  return (message) => {
    const event = parsed(message);
    return event !== undefined && holds(event);
  };
}

type Condition = (event: object) => boolean;

function readCondition(tokens: Tokens): Condition {
  const selector = tokens.next();
  if (!selector.startsWith('$')) throw new FilterPatternError(`Invalid JSON selector: ${selector}`);
  const path = pathOf(selector);
  const operator = tokens.next();
  if (operator === 'IS') return readIs(path, tokens.next());
  if (operator === 'NOT') {
    tokens.expect('EXISTS');
    return (event) => select(event, path).length === 0;
  }
  if (!isOperator(operator)) throw new FilterPatternError(`Invalid operator in JSON filter pattern: ${operator}`);
  const expected = expectedOf(tokens.next());
  return (event) =>
    select(event, path).some(
      (value) => (typeof value === 'string' || typeof value === 'number') && satisfies(value, operator, expected),
    );
}

function readIs(path: readonly string[], what: string): Condition {
  if (what === 'NULL') return (event) => select(event, path).some((value) => value === null);
  if (what === 'TRUE') return (event) => select(event, path).some((value) => value === true);
  if (what === 'FALSE') return (event) => select(event, path).some((value) => value === false);
  throw new FilterPatternError(`Invalid JSON filter pattern: IS ${what}`);
}

function isOperator(word: string): word is Operator {
  return OPERATORS.some((operator) => operator === word);
}

/** `$.users[0].name` is `users`, `0`, `name`; an asterisk is every element. */
function pathOf(selector: string): string[] {
  return [...selector.slice(1).matchAll(/\.?\[["']?([^\]"']+)["']?\]|\.([\w*-]+)/g)].map(
    (found) => found[1] ?? found[2] ?? '',
  );
}

function select(event: unknown, path: readonly string[]): unknown[] {
  const [step, ...rest] = path;
  if (step === undefined) return [event];
  if (typeof event !== 'object' || event === null) return [];
  if (step === '*') return Object.values(event).flatMap((value) => select(value, rest));
  const value: unknown = Reflect.get(event, step);
  return Object.hasOwn(event, step) ? select(value, rest) : [];
}

function parsed(message: string): object | undefined {
  if (!message.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

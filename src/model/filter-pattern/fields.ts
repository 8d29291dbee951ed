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

type FieldTest = (value: string) => boolean;

const WORD = /"(?:[^"\\]|\\.)*"|%[^%]*%|&&|\|\||!=|>=|<=|[=><()]|[^\s=><!()&|"%]+/g;

/**
 * `[host, user, time, request, status=5*, ...]`: conditions on the space-separated fields of a line, where quotes and
 * brackets hold a field together. One ellipsis at most stands for any number of fields.
 */
export function compileFields(text: string): Matcher {
  if (!text.endsWith(']')) throw new FilterPatternError('Invalid space-delimited filter pattern: expected ]');
  const columns = text
    .slice(1, -1)
    .split(',')
    .map((column) => column.trim());
  const ellipsis = columns.indexOf('...');
  if (ellipsis !== columns.lastIndexOf('...')) {
    throw new FilterPatternError('Invalid space-delimited filter pattern: more than one ellipsis');
  }
  const before = columns.slice(0, ellipsis < 0 ? columns.length : ellipsis).map(columnTest);
  const after = ellipsis < 0 ? [] : columns.slice(ellipsis + 1).map(columnTest);
  return (message) => {
    const fields = fieldsOf(message);
    const wanted = before.length + after.length;
    if (ellipsis < 0 ? fields.length !== wanted : fields.length < wanted) return false;
    const tail = fields.slice(fields.length - after.length);
    return (
      before.every((test, index) => test(fields[index] ?? '')) && after.every((test, index) => test(tail[index] ?? ''))
    );
  };
}

/** `status=5*`, `bytes > 1000 && bytes < 2000`, or a name alone, which any value satisfies. */
function columnTest(column: string): FieldTest {
  const words = column.match(WORD) ?? [];
  if (words.length <= 1 || column.replace(WORD, '').trim() !== '') {
    if (words.length !== 1 || !/^\w+$/.test(column)) {
      throw new FilterPatternError(`Invalid space-delimited filter pattern: field '${column}'`);
    }
    return () => true;
  }
  const tokens = tokensOf(words);
  const test = readConditions(tokens, readCondition);
  if (tokens.peek() !== undefined) {
    throw new FilterPatternError(`Invalid space-delimited filter pattern: field '${column}'`);
  }
  return test;
}

function readCondition(tokens: Tokens): FieldTest {
  const name = tokens.next();
  if (!/^\w+$/.test(name)) throw new FilterPatternError(`Invalid field name in filter pattern: ${name}`);
  const operator = tokens.next();
  if (!isOperator(operator)) throw new FilterPatternError(`Invalid operator in filter pattern: ${operator}`);
  const expected = expectedOf(tokens.next());
  return (value) => satisfies(value, operator, expected);
}

function isOperator(word: string): word is Operator {
  return OPERATORS.some((operator) => operator === word);
}

function fieldsOf(message: string): string[] {
  return [...message.matchAll(/"([^"]*)"|\[([^\]]*)\]|(\S+)/g)].map((found) => found[1] ?? found[2] ?? found[3] ?? '');
}

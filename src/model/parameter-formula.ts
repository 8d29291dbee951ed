/** What the variables of a formula stand for; bytes and GiB as AWS has them. */
export interface FormulaVariables {
  readonly DBInstanceClassMemory: number;
}

/** Takes one value of the formula off its front. Undefined where the formula is not understood. */
interface Reader {
  readonly tokens: string[];
  readonly variables: FormulaVariables;
}

/**
 * The value of a DB parameter that may be a formula: `500`, `{DBInstanceClassMemory/9531392}`,
 * `LEAST({DBInstanceClassMemory/9531392},5000)`. Undefined where it is not understood.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ParamValuesRef.html
 */
export function parameterValue(formula: string, variables: FormulaVariables): number | undefined {
  const tokens = formula.match(/[A-Za-z]+|\d+(?:\.\d+)?|[-+*/(){},]|\S/g) ?? [];
  const reader: Reader = { tokens, variables };
  const value = readSum(reader);
  return value === undefined || tokens.length > 0 || !Number.isFinite(value) ? undefined : Math.floor(value);
}

function readSum(reader: Reader): number | undefined {
  let value = readProduct(reader);
  for (let sign = takeOneOf(reader, '+', '-'); sign !== undefined; sign = takeOneOf(reader, '+', '-')) {
    const next = readProduct(reader);
    if (value === undefined || next === undefined) return undefined;
    value = sign === '+' ? value + next : value - next;
  }
  return value;
}

function readProduct(reader: Reader): number | undefined {
  let value = readValue(reader);
  for (let sign = takeOneOf(reader, '*', '/'); sign !== undefined; sign = takeOneOf(reader, '*', '/')) {
    const next = readValue(reader);
    if (value === undefined || next === undefined) return undefined;
    value = sign === '*' ? value * next : value / next;
  }
  return value;
}

function readValue(reader: Reader): number | undefined {
  const token = reader.tokens.shift();
  if (token === undefined) return undefined;
  if (token === '{' || token === '(') {
    const value = readSum(reader);
    return takeOneOf(reader, token === '{' ? '}' : ')') === undefined ? undefined : value;
  }
  if (/^\d/.test(token)) return Number(token);
  if (reader.tokens[0] === '(') return readFunction(token.toUpperCase(), reader);
  return token === 'DBInstanceClassMemory' ? reader.variables.DBInstanceClassMemory : undefined;
}

function readFunction(name: string, reader: Reader): number | undefined {
  takeOneOf(reader, '(');
  const values: number[] = [];
  do {
    const value = readSum(reader);
    if (value === undefined) return undefined;
    values.push(value);
  } while (takeOneOf(reader, ',') !== undefined);
  if (takeOneOf(reader, ')') === undefined) return undefined;
  switch (name) {
    case 'LEAST':
      return Math.min(...values);
    case 'GREATEST':
      return Math.max(...values);
    case 'SUM':
      return values.reduce((a, b) => a + b, 0);
    case 'LOG':
      // To the base 2, as AWS says.
      return Math.log2(values[0] ?? NaN);
    default:
      return undefined;
  }
}

function takeOneOf({ tokens }: Reader, ...wanted: readonly string[]): string | undefined {
  const [next] = tokens;
  return next !== undefined && wanted.includes(next) ? tokens.shift() : undefined;
}

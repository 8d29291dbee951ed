import type { Points, Window } from './statistics.ts';

/** What an expression is made of: a number for every instant, or the datapoints of a query. */
type Value = number | Points;

export interface MathScope {
  /** The datapoints of another query. */
  readonly lookUp: (id: string) => Points;
  /** What `FILL` fills: every period of the request. */
  readonly window: Window;
  /** Makes the error for what cannot be read. */
  readonly problem: (text: string) => Error;
}

/**
 * The arithmetic of CloudWatch's metric math: `+ - * / ^`, comparisons (1 or 0), brackets, numbers, ids of other queries,
 * `FILL(id, value)` and `IF(condition, then, else)`. An instant that is missing from one side is missing from the result.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function evaluateMath(expression: string, { lookUp, window, problem }: MathScope): Points {
  const tokens = expression.match(/\d+(?:\.\d+)?|[A-Za-z_]\w*|[<>=!]=|[-+*/^(),<>]|\S/g) ?? [];
  let next = 0;

  function take(wanted?: string): string {
    const token = tokens[next];
    if (token === undefined || (wanted !== undefined && token !== wanted)) {
      throw problem(`expected ${wanted ?? 'a value'}, found ${token ?? 'the end'}`);
    }
    next += 1;
    return token;
  }

  function comparison(): Value {
    const left = sum();
    return COMPARISONS.includes(tokens[next] ?? '') ? combine(take(), left, sum()) : left;
  }

  function sum(): Value {
    let left = product();
    while (tokens[next] === '+' || tokens[next] === '-') left = combine(take(), left, product());
    return left;
  }

  function product(): Value {
    let left = power();
    while (tokens[next] === '*' || tokens[next] === '/') left = combine(take(), left, power());
    return left;
  }

  function power(): Value {
    const base = atom();
    return tokens[next] === '^' ? combine(take(), base, power()) : base;
  }

  function atom(): Value {
    const token = take();
    if (token === '-') return combine('-', 0, atom());
    if (token === '(') {
      const inner = comparison();
      take(')');
      return inner;
    }
    if (/^\d/.test(token)) return Number(token);
    if (token === 'FILL') return fill();
    if (token === 'IF') return choice();
    if (/^[a-z]\w*$/.test(token)) return lookUp(token);
    throw problem(`${token} is not something the sandbox can evaluate`);
  }

  function fill(): Value {
    take('(');
    const points = sum();
    take(',');
    const value = sum();
    take(')');
    if (typeof points === 'number' || typeof value !== 'number') throw problem('FILL takes a metric and a number');
    return filled(points, value, window);
  }

  function choice(): Value {
    take('(');
    const condition = comparison();
    take(',');
    const then = comparison();
    take(',');
    const otherwise = comparison();
    take(')');
    if (typeof condition === 'number') return condition === 0 ? otherwise : then;
    return chosen(condition, then, otherwise);
  }

  const value = comparison();
  if (next < tokens.length) throw problem(`unexpected ${tokens[next] ?? ''}`);
  if (typeof value === 'number') throw problem('the result is not a time series');
  return value;
}

const COMPARISONS: readonly string[] = ['<', '>', '<=', '>=', '==', '!='];

/** Where the condition is 0 the one, elsewhere the other. */
function chosen(condition: Points, then: Value, otherwise: Value): Points {
  const [whenTrue, whenFalse] = [then, otherwise].map((value) =>
    typeof value === 'number' ? undefined : new Map(value.at.map((at, index) => [at, value.values[index]])),
  );
  const points: Points = { at: [], values: [] };
  condition.at.forEach((at, index) => {
    const holds = condition.values[index] !== 0;
    const [value, known] = holds ? [then, whenTrue] : [otherwise, whenFalse];
    const found = typeof value === 'number' ? value : known?.get(at);
    if (found === undefined) return;
    points.at.push(at);
    points.values.push(found);
  });
  return points;
}

function combine(operator: string, left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return apply(operator, left, right);
  if (typeof left === 'number' && typeof right !== 'number') return map(right, (value) => apply(operator, left, value));
  if (typeof left !== 'number' && typeof right === 'number') return map(left, (value) => apply(operator, value, right));
  if (typeof left === 'number' || typeof right === 'number') return NaN;
  const others = new Map(right.at.map((at, index) => [at, right.values[index]]));
  const points: Points = { at: [], values: [] };
  left.at.forEach((at, index) => {
    const other = others.get(at);
    const value = other === undefined ? NaN : apply(operator, left.values[index] ?? NaN, other);
    if (Number.isFinite(value)) {
      points.at.push(at);
      points.values.push(value);
    }
  });
  return points;
}

function map(points: Points, change: (value: number) => number): Points {
  const kept = points.at.map((at, index) => ({ at, value: change(points.values[index] ?? NaN) }));
  const finite = kept.filter(({ value }) => Number.isFinite(value));
  return { at: finite.map(({ at }) => at), values: finite.map(({ value }) => value) };
}

function apply(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '<':
      return Number(left < right);
    case '>':
      return Number(left > right);
    case '<=':
      return Number(left <= right);
    case '>=':
      return Number(left >= right);
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    default:
      return left ** right;
  }
}

function filled(points: Points, value: number, { start, end, periodMs }: Window): Points {
  const known = new Map(points.at.map((at, index) => [at, points.values[index] ?? value]));
  const result: Points = { at: [], values: [] };
  for (let at = start; at < end; at += periodMs) {
    result.at.push(at);
    result.values.push(known.get(at) ?? value);
  }
  return result;
}

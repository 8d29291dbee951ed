import type { StateValue } from '@aws-sdk/client-cloudwatch';

export interface CompositeRule {
  /** The alarms that it names, once each, by name: an ARN is taken for the name at its end. */
  readonly children: readonly string[];
  /** Whether it holds, given each child's state. */
  holds(stateOf: (name: string) => StateValue | undefined): boolean;
}

type Node = (stateOf: (name: string) => StateValue | undefined) => boolean;

/**
 * Reads a composite alarm's rule: `ALARM(a) AND NOT (OK("b c") OR FALSE)`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 * @throws what `problem` makes of a rule that cannot be read
 */
export function parseRule(rule: string, problem: (text: string) => Error): CompositeRule {
  const tokens = rule.match(/"[^"]*"|[()]|[^\s()"]+/g) ?? [];
  const children = new Set<string>();
  let next = 0;

  function take(wanted?: string): string {
    const token = tokens[next];
    if (token === undefined || (wanted !== undefined && token !== wanted)) {
      throw problem(`expected ${wanted ?? 'an expression'}, found ${token ?? 'the end'}`);
    }
    next += 1;
    return token;
  }

  function either(): Node {
    let left = both();
    while (tokens[next] === 'OR') {
      next += 1;
      const [before, after] = [left, both()];
      left = (stateOf) => before(stateOf) || after(stateOf);
    }
    return left;
  }

  function both(): Node {
    let left = one();
    while (tokens[next] === 'AND') {
      next += 1;
      const [before, after] = [left, one()];
      left = (stateOf) => before(stateOf) && after(stateOf);
    }
    return left;
  }

  function one(): Node {
    const token = take();
    if (token === 'NOT') {
      const inner = one();
      return (stateOf) => !inner(stateOf);
    }
    if (token === '(') {
      const inner = either();
      take(')');
      return inner;
    }
    if (token === 'TRUE' || token === 'FALSE') return () => token === 'TRUE';
    if (token === 'ALARM' || token === 'OK' || token === 'INSUFFICIENT_DATA') return inState(token);
    throw problem(`${token} is not something a rule can say`);
  }

  function inState(state: StateValue): Node {
    take('(');
    const name = take()
      .replace(/^"|"$/g, '')
      .replace(/^arn:[^:]*:cloudwatch:[^:]*:\d*:alarm:/, '');
    take(')');
    children.add(name);
    return (stateOf) => stateOf(name) === state;
  }

  const holds = either();
  if (next < tokens.length) throw problem(`unexpected ${tokens[next] ?? ''}`);
  return { children: [...children], holds };
}

import type { OperationName, Side } from './side.ts';

/** A value that each side has its own of: "the first database", "an hour ago". */
export type Role = (side: Side) => Promise<unknown>;

/** A role that a side has nothing for. */
export class NothingThere extends Error {}

const listings = new WeakMap<Side, Map<string, Promise<unknown[]>>>();

/**
 * The first value at a path of what an operation lists: `first('rds:DescribeDBInstances', 'DBInstances.DBInstanceArn')`.
 * Lists on the way are opened; `where` chooses among the items of the outermost.
 */
export function first(operation: OperationName, path: string, where: Where = {}): Role {
  return async (side) => {
    const [value] = await listed(side, operation, path, where);
    if (value === undefined)
      throw new NothingThere(`${side.name}: nothing at ${path} of ${operation} ${JSON.stringify(where)}`);
    return value;
  };
}

/** As `first`, but the last. */
export function last(operation: OperationName, path: string, where: Where = {}): Role {
  return async (side) => {
    const value = (await listed(side, operation, path, where)).at(-1);
    if (value === undefined) throw new NothingThere(`${side.name}: nothing at ${path} of ${operation}`);
    return value;
  };
}

/** As `first`, but a list of as many as `most`. */
export function some(operation: OperationName, path: string, most = 100, where: Where = {}): Role {
  return async (side) => (await listed(side, operation, path, where)).slice(0, most);
}

export interface Where {
  readonly input?: object;
  /** Of the outermost list's items, those whose text as JSON matches. */
  readonly like?: RegExp;
}

/** An instant before now, as it is on that side. */
export function ago(ms: number): Role {
  return (side) => Promise.resolve(new Date(side.now.getTime() - ms));
}

/** The same in milliseconds since 1970, as CloudWatch Logs counts. */
export function msAgo(ms: number): Role {
  return (side) => Promise.resolve(side.now.getTime() - ms);
}

export function dayAgo(days: number): Role {
  return (side) => Promise.resolve(new Date(side.now.getTime() - days * 86_400_000).toISOString().slice(0, 10));
}

/** The input with every role replaced by what it means on a side. */
export async function resolveRoles(input: object, side: Side): Promise<Record<string, unknown>> {
  return (await resolved(input, side)) as Record<string, unknown>;
}

async function resolved(value: unknown, side: Side): Promise<unknown> {
  if (typeof value === 'function') return (value as Role)(side);
  if (Array.isArray(value)) return Promise.all(value.map((one) => resolved(one, side)));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const members = await Promise.all(
    Object.entries(value).map(async ([name, held]) => [name, await resolved(held, side)] as const),
  );
  return Object.fromEntries(members);
}

async function listed(side: Side, operation: OperationName, path: string, where: Where): Promise<unknown[]> {
  const known = listings.get(side) ?? new Map<string, Promise<unknown[]>>();
  listings.set(side, known);
  const input = await resolveRoles(where.input ?? {}, side);
  const key = `${operation} ${path} ${JSON.stringify(input)} ${where.like ?? ''}`;
  const listing = known.get(key) ?? list(side, operation, { input, path, like: where.like });
  known.set(key, listing);
  return listing;
}

interface Listing {
  readonly input: object;
  readonly path: string;
  readonly like: RegExp | undefined;
}

async function list(side: Side, operation: OperationName, { input, path, like }: Listing): Promise<unknown[]> {
  const reply = await side.ask(operation, input);
  if ('refusal' in reply) throw new Error(`${side.name}: ${operation}: ${reply.refusal.code} ${reply.refusal.message}`);
  return valuesAt(reply.answer, path, like);
}

/** The values at a path of an answer, lists on the way opened; of the outermost list, the items that are `like` this. */
export function valuesAt(answer: object, path: string, like?: RegExp): unknown[] {
  const [outermost = '', ...members] = path.split('.');
  const items: unknown[] = [Reflect.get(answer, outermost)].flat();
  let values = like ? items.filter((item) => like.test(JSON.stringify(item))) : items;
  for (const member of members) {
    values = values.flatMap((value) =>
      typeof value === 'object' && value !== null ? [Reflect.get(value, member)].flat() : [],
    );
  }
  return values.filter((value) => value !== undefined);
}

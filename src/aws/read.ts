import type { Aws } from './execution.ts';
import { AwsFault } from './fault.ts';
import type { Service } from './service.ts';

/** No account that we have met has longer lists; one that has is told so in the result. */
const MOST_ITEMS = 100_000;

/** One answer to one request. */
export function one<I extends object, O>(service: Service, operation: string) {
  return (aws: Aws, input: I): Promise<O> => aws.read<O>(service, operation, input);
}

export interface Paging<I extends object, O, T> {
  readonly items: (page: O) => readonly T[] | undefined;
  /** The input field that asks for the next page, and where a page carries its value; absent for what has one page. */
  readonly next?: readonly [keyof I & string, (page: O) => string | undefined];
  /** Sent with every page: the largest page that AWS gives, so that there are few. */
  readonly page?: Partial<I>;
}

/**
 * A list read to its end. Every page is shared like any other read. The result is marked where a list is longer than
 * 100,000 items, or where AWS gives the same page again, and was cut.
 */
export function list<I extends object, O, T>(service: Service, operation: string, paging: Paging<I, O, T>) {
  return async (aws: Aws, input: I): Promise<T[]> => {
    const items: T[] = [];
    let token: string | undefined;
    do {
      const field = paging.next?.[0];
      const turn: object = token !== undefined && field !== undefined ? { [field]: token } : {};
      const page = await aws.read<O>(service, operation, { ...paging.page, ...input, ...turn });
      items.push(...(paging.items(page) ?? []));
      const following = paging.next?.[1](page);
      const stuck = following !== undefined && following === token;
      token = following === '' ? undefined : following;
      if (stuck || (items.length >= MOST_ITEMS && token !== undefined)) {
        aws.truncated({ operation: `${service}:${operation}`, read: items.length });
        return items;
      }
    } while (token !== undefined);
    return items;
  };
}

/** The answers for many names in requests of at most `size` names, all sent at once. */
export async function inBatches<N, T>(
  names: readonly N[],
  size: number,
  ask: (batch: N[]) => Promise<T[]>,
): Promise<T[]> {
  const batches: N[][] = [];
  for (let at = 0; at < names.length; at += size) batches.push(names.slice(at, at + size));
  return (await Promise.all(batches.map(ask))).flat();
}

/** The answer, or undefined where AWS says that there is no such thing: a bucket without a policy, say. */
export async function orAbsent<T>(answer: Promise<T>, ...codes: readonly string[]): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AwsFault && codes.includes(error.facts.awsCode)) return undefined;
    throw error;
  }
}

/** A read that may have failed: what it would have said may not matter in the end. */
export type Settled<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: AwsFault };

/** The answer or the fault, for those who can go on without: anything but a fault is still thrown. */
export async function settled<T>(answer: Promise<T>): Promise<Settled<T>> {
  try {
    return { ok: true, value: await answer };
  } catch (error) {
    if (error instanceof AwsFault) return { ok: false, fault: error };
    throw error;
  }
}

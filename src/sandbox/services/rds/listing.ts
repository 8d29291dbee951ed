import type { Filter } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import { page } from '../../paging.ts';

interface Paged {
  readonly MaxRecords?: number | undefined;
  readonly Marker?: string | undefined;
}

/** RDS's paging: 20 to 100 items, 100 unless said otherwise. */
export function rdsPage<T>(
  items: readonly T[],
  { MaxRecords, Marker }: Paged,
): { items: T[]; marker: { Marker?: string } } {
  const { items: given, next } = page(items, {
    token: Marker,
    size: MaxRecords,
    defaultSize: 100,
    least: 20,
    most: 100,
    badSize: 'InvalidParameterValue',
    badToken: 'InvalidParameterValue',
  });
  return { items: given, marker: next === undefined ? {} : { Marker: next } };
}

/** For each filter that RDS knows, the values of an item that it looks at. */
export type FilterTable<T> = Readonly<Record<string, (item: T) => readonly (string | undefined)[]>>;

/** Items that match every filter: filters are joined by "and", the values of one by "or". */
export function filtered<T>(items: readonly T[], filters: readonly Filter[] | undefined, known: FilterTable<T>): T[] {
  const tests = (filters ?? []).map(({ Name = '', Values = [] }) => {
    const read = known[Name];
    if (!read) throw new SandboxError('InvalidParameterValue', `Unrecognized filter name: ${Name}`);
    if (Values.length === 0) throw new SandboxError('InvalidParameterCombination', `Filter ${Name} has no values.`);
    // Where RDS takes an identifier it takes an ARN too, which ends with it.
    const wanted = new Set(Values.map((value) => value.toLowerCase().replace(/^arn:.*:/, '')));
    return (item: T) => read(item).some((value) => value !== undefined && wanted.has(value.toLowerCase()));
  });
  return items.filter((item) => tests.every((test) => test(item)));
}

/** RDS names things without regard to case, and takes an ARN for a name in many places. */
export function isNamed(wanted: string, name: string | undefined, arn: string | undefined): boolean {
  return wanted.toLowerCase() === name?.toLowerCase() || wanted === arn;
}

/** The value of a parameter that RDS cannot do without. */
export function required(value: string | undefined, parameter: string): string {
  if (value) return value;
  throw new SandboxError('MissingParameter', `The request must contain the parameter ${parameter}.`);
}

export function notFound(code: string, message: string): SandboxError {
  return new SandboxError(code, message, 404);
}

export function invalid(message: string): SandboxError {
  return new SandboxError('InvalidParameterValue', message);
}

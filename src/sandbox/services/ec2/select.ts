import type { Filter, Tag } from '@aws-sdk/client-ec2';
import { SandboxError } from '../../error.ts';

export type FieldValue = string | number | boolean | Date | undefined;

/** A kind of resource: how it is named, what AWS says of an id that is none, and what it can be filtered by. */
export interface Kind<T> {
  readonly id: (item: T) => string | undefined;
  /** e.g. `vol`; without one, ids have no form of their own. */
  readonly prefix?: string;
  readonly malformed: string;
  readonly notFound: string;
  readonly notFoundMessage: (ids: readonly string[]) => string;
  readonly tags: (item: T) => readonly Tag[] | undefined;
  /** The values of each filter's field; a filter that is not here is not one. */
  readonly fields: Readonly<Record<string, (item: T) => FieldValue | readonly FieldValue[]>>;
}

export interface Selection {
  readonly ids: readonly string[] | undefined;
  readonly filters: readonly Filter[] | undefined;
}

/** Refuses a rehearsal as AWS does, where the caller would have been allowed. */
export function refuseDryRun({ DryRun }: { readonly DryRun?: boolean | undefined }): void {
  if (DryRun) throw new SandboxError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
}

/** Owners are accounts by number, this one, or Amazon's under their names. */
export function requireOwners(owners: readonly string[]): void {
  const malformed = owners.find((owner) => !/^(\d{12}|self|all|amazon|aws-[a-z-]+)$/.test(owner));
  if (malformed !== undefined) throw new SandboxError('InvalidUserID.Malformed', `Invalid user id: "${malformed}"`);
}

/**
 * The resources of these ids that every filter lets through.
 * @throws SandboxError for an id that does not exist, and for a filter that AWS does not know
 */
export function select<T>(items: readonly T[], kind: Kind<T>, { ids, filters }: Selection): T[] {
  const matchers = (filters ?? []).map((filter) => matcherOf(filter, kind));
  return named(items, kind, ids ?? []).filter((item) => matchers.every((matches) => matches(item)));
}

function named<T>(items: readonly T[], kind: Kind<T>, ids: readonly string[]): readonly T[] {
  if (ids.length === 0) return items;
  const { prefix } = kind;
  if (prefix !== undefined) {
    // Ids had eight digits once, and have seventeen now.
    const form = new RegExp(`^${prefix}-[0-9a-f]{8}([0-9a-f]{9})?$`);
    const malformed = ids.find((id) => !form.test(id));
    if (malformed !== undefined) {
      throw new SandboxError(kind.malformed, `Invalid id: "${malformed}" (expecting "${prefix}-...")`);
    }
  }
  const missing = ids.filter((id) => !items.some((item) => kind.id(item) === id));
  if (missing.length > 0) throw new SandboxError(kind.notFound, kind.notFoundMessage(missing));
  return items.filter((item) => ids.includes(kind.id(item) ?? ''));
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html */
const MOST_VALUES = 200;

function matcherOf<T>({ Name: name = '', Values: values = [] }: Filter, kind: Kind<T>): (item: T) => boolean {
  if (values.length > MOST_VALUES) {
    const message = `The maximum number of filter values specified on a single call is ${MOST_VALUES}`;
    throw new SandboxError('FilterLimitExceeded', message);
  }
  const read = readerOf(name, kind);
  if (!read) throw new SandboxError('InvalidParameterValue', `The filter '${name}' is invalid`);
  const patterns = values.map(patternOf);
  return (item) => read(item).some((value) => patterns.some((pattern) => pattern.test(textOf(value))));
}

function readerOf<T>(name: string, kind: Kind<T>): ((item: T) => readonly FieldValue[]) | undefined {
  const tags = (item: T): readonly Tag[] => kind.tags(item) ?? [];
  if (name === 'tag-key') return (item) => tags(item).map(({ Key }) => Key);
  if (name === 'tag-value') return (item) => tags(item).map(({ Value }) => Value);
  if (name.startsWith('tag:')) {
    const key = name.slice('tag:'.length);
    return (item) =>
      tags(item)
        .filter(({ Key }) => Key === key)
        .map(({ Value }) => Value);
  }
  const field = kind.fields[name];
  if (!field) return undefined;
  return (item) => {
    const value = field(item);
    const values: readonly FieldValue[] = isList(value) ? value : [value];
    return values.filter((one) => one !== undefined);
  };
}

function isList(value: FieldValue | readonly FieldValue[]): value is readonly FieldValue[] {
  return Array.isArray(value);
}

function textOf(value: FieldValue): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

/** `*` stands for any characters and `?` for one, unless a backslash is before them. */
function patternOf(value: string): RegExp {
  const source = value.replace(/\\[*?\\]|[\s\S]/g, (part) => {
    if (part === '*') return '[\\s\\S]*';
    if (part === '?') return '[\\s\\S]';
    return (part.length > 1 ? part.slice(1) : part).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  return new RegExp(`^${source}$`);
}

import type { ListObjectsV2CommandInput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { SandboxContext } from '../../handlers.ts';
import { page } from '../../paging.ts';
import { bucketOf } from './bucket.ts';

type Entry = { readonly key: string; readonly common: boolean };

/** Keys in order, a thousand a page; keys that share what comes before the delimiter are one entry. */
export function listObjects(
  input: ListObjectsV2CommandInput,
  context: SandboxContext,
): Omit<ListObjectsV2CommandOutput, '$metadata'> {
  const { Bucket, Prefix = '', Delimiter, ContinuationToken, StartAfter = '', MaxKeys } = input;
  const { objects } = bucketOf(Bucket, context);
  const entries = new Map<string, Entry>();
  for (const { Key = '' } of objects) {
    if (!Key.startsWith(Prefix) || Key <= StartAfter) continue;
    const end = Delimiter ? Key.indexOf(Delimiter, Prefix.length) : -1;
    const key = end < 0 ? Key : Key.slice(0, end + (Delimiter ?? '').length);
    entries.set(key, { key, common: end >= 0 });
  }
  const sorted = [...entries.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const { items, next } = page(sorted, {
    token: ContinuationToken,
    size: MaxKeys,
    defaultSize: 1000,
    least: 0,
    most: 1000,
    clamp: true,
    badToken: 'InvalidArgument',
  });
  const byKey = new Map(objects.map((object) => [object.Key, object]));
  const contents = items.flatMap(({ key, common }) => (common ? [] : (byKey.get(key) ?? [])));
  const prefixes = items.filter(({ common }) => common).map(({ key }) => ({ Prefix: key }));
  return {
    Name: Bucket,
    Prefix,
    MaxKeys: MaxKeys ?? 1000,
    KeyCount: items.length,
    IsTruncated: next !== undefined,
    ...(contents.length > 0 && { Contents: contents }),
    ...(prefixes.length > 0 && { CommonPrefixes: prefixes }),
    ...(next !== undefined && { NextContinuationToken: next }),
  };
}

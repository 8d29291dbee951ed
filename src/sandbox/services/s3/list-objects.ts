import type { ListObjectsV2CommandInput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { SandboxContext } from '../../handlers.ts';
import { SandboxError } from '../../error.ts';
import { page } from '../../paging.ts';
import { bucketOf, ownerOf } from './bucket.ts';

type Entry = { readonly key: string; readonly common: boolean };

/** Keys in order, a thousand a page; keys that share what comes before the delimiter are one entry. */
export function listObjects(
  input: ListObjectsV2CommandInput,
  context: SandboxContext,
): Omit<ListObjectsV2CommandOutput, '$metadata'> {
  const { Bucket, Prefix = '', Delimiter, ContinuationToken, StartAfter = '', MaxKeys } = input;
  const { objects } = bucketOf(Bucket, context);
  if (MaxKeys !== undefined && MaxKeys < 0) {
    throw new SandboxError('InvalidArgument', 'Argument maxKeys must be an integer between 0 and 2147483647');
  }
  // In URL encoding, what XML cannot carry in a key comes through: the client decodes it.
  const encoded = (text: string): string =>
    input.EncodingType === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text;
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
  const contents = items
    .flatMap(({ key, common }) => (common ? [] : (byKey.get(key) ?? [])))
    .map((object) => ({
      ...object,
      Key: encoded(object.Key ?? ''),
      ...(input.FetchOwner && { Owner: ownerOf(context.account.id) }),
    }));
  const prefixes = items.filter(({ common }) => common).map(({ key }) => ({ Prefix: encoded(key) }));
  // Asked for nothing, S3 gives nothing and says that this is all.
  const more = MaxKeys !== 0 && next !== undefined;
  return {
    Name: Bucket,
    Prefix: encoded(Prefix),
    MaxKeys: Math.min(MaxKeys ?? 1000, 1000),
    KeyCount: items.length,
    IsTruncated: more,
    ...(Delimiter !== undefined && { Delimiter: encoded(Delimiter) }),
    ...(input.StartAfter !== undefined && { StartAfter: encoded(input.StartAfter) }),
    ...(input.EncodingType !== undefined && { EncodingType: input.EncodingType }),
    ...(ContinuationToken !== undefined && { ContinuationToken }),
    ...(contents.length > 0 && { Contents: contents }),
    ...(prefixes.length > 0 && { CommonPrefixes: prefixes }),
    ...(more && { NextContinuationToken: next }),
  };
}

import type { ListBucketsCommandInput, ListBucketsCommandOutput } from '@aws-sdk/client-s3';
import type { SandboxContext } from '../../handlers.ts';
import { page } from '../../paging.ts';
import { ownerOf } from './bucket.ts';

/** Every bucket by name. Only who sends a parameter is told where each is. */
export function listBuckets(
  { Prefix, BucketRegion, ContinuationToken, MaxBuckets }: ListBucketsCommandInput,
  { account }: SandboxContext,
): Omit<ListBucketsCommandOutput, '$metadata'> {
  const buckets = account.s3.buckets
    .filter(({ name, region }) => name.startsWith(Prefix ?? '') && region === (BucketRegion ?? region))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const { items, next } = page(buckets, {
    token: ContinuationToken,
    size: MaxBuckets,
    defaultSize: 10_000,
    most: 10_000,
    badSize: 'InvalidArgument',
    badToken: 'InvalidArgument',
  });
  const told = [Prefix, BucketRegion, ContinuationToken, MaxBuckets].some((parameter) => parameter !== undefined);
  return {
    Owner: ownerOf(account.id),
    Buckets: items.map(({ name, region, createdAt }) => ({
      Name: name,
      CreationDate: createdAt,
      ...(told && { BucketRegion: region }),
    })),
    ...(Prefix !== undefined && { Prefix }),
    ...(next !== undefined && { ContinuationToken: next }),
  };
}

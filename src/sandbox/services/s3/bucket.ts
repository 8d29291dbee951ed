import type { Owner } from '@aws-sdk/client-s3';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import type { S3Bucket } from '../../world/newcomer/s3.ts';
import { hash } from '../../world/random.ts';

/**
 * The bucket of that name. Asked in another region than its own, S3 says where it is and no more.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export function bucketOf(name: string | undefined, { account, region }: SandboxContext, from?: 'anywhere'): S3Bucket {
  const bucket = account.s3.buckets.find((candidate) => candidate.name === name);
  if (!bucket) throw new SandboxError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });
  if (from !== 'anywhere' && bucket.region !== region.name) {
    throw new SandboxError(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. ' +
        'Please send all future requests to this endpoint.',
      301,
      { Bucket: name, Endpoint: `${name}.s3.${bucket.region}.amazonaws.com`, BucketRegion: bucket.region },
    );
  }
  return bucket;
}

/** An account's canonical user: 64 hexadecimal digits that stand for it in ACLs. */
export function ownerOf(accountId: string): Owner {
  const digits = Array.from({ length: 8 }, (_, part) => hash(`${accountId}/${part}`).toString(16).padStart(8, '0'));
  return { ID: digits.join('') };
}

import { z } from 'zod';
import type { Aws } from '../../aws/execution.ts';
import { settled } from '../../aws/read.ts';
import {
  type Bucket,
  bucketResource,
  bucketTags,
  fromBucketRegion,
  getBucketVersioning,
  isGone,
  listBuckets,
} from '../../aws/s3.ts';
import { tagValue } from '../../model/environment.ts';
import { fail, pass, type Verdict } from '../../model/finding.ts';
import { defineCheck, judgeEach } from '../define.ts';

export const bucketVersioned = defineCheck({
  id: 's3-bucket-versioned',
  title: 'Bucket keeps versions',
  severity: 'medium',
  why: 'Without versions, an object that is overwritten or deleted is gone: there is nothing to restore.',
  remediation: 'Enable versioning, with a lifecycle rule that expires old versions so that they do not pile up.',
  scope: 'account',
  calls: ['s3:ListBuckets', 's3:GetBucketVersioning', 's3:GetBucketTagging'],
  settings: z.object({
    /** Buckets with this tag need no versions: `Key` or `Key=Value`. Tags are only read where this is set. */
    exceptTag: z.string().min(1).optional(),
  }),
  async *evaluate({ aws, settings }) {
    yield* judgeEach(
      await listBuckets(aws, {}),
      (bucket) => bucketResource(aws, bucket),
      (bucket) => judge(aws, bucket, settings.exceptTag),
    );
  },
});

async function judge(aws: Aws, bucket: Bucket, exceptTag: string | undefined): Promise<Verdict | undefined> {
  const { Name = '' } = bucket;
  const here = fromBucketRegion(aws, bucket);
  const resource = bucketResource(aws, bucket);
  const read = await settled(getBucketVersioning(here, { Bucket: Name }));
  if (!read.ok) {
    if (isGone(read.fault)) return undefined;
    throw read.fault;
  }
  const { Status, MFADelete } = read.value;
  // S3 says nothing at all of a bucket that never had versions.
  const evidence = { versioning: Status ?? 'never enabled', mfaDelete: MFADelete === 'Enabled' };
  if (Status === 'Enabled') return pass(resource, `${Name} keeps versions.`, evidence);
  const fact = Status === 'Suspended' ? 'Versioning is suspended' : 'Versioning was never enabled';
  if (exceptTag !== undefined && (await isTagged(here, Name, exceptTag))) {
    return pass(resource, `${fact} on ${Name}, which its tag ${exceptTag} excepts.`, { ...evidence, exceptTag });
  }
  return fail(resource, `${fact} on ${Name}.`, evidence);
}

async function isTagged(aws: Aws, bucket: string, tag: string): Promise<boolean> {
  const [key = '', wanted] = tag.split(/=(.*)/s);
  const value = tagValue(await bucketTags(aws, bucket), key);
  return value !== undefined && (wanted === undefined || value === wanted);
}

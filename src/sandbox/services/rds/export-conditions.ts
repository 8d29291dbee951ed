import type { ExportTask } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { invalid, notFound, required } from './listing.ts';

interface Source {
  readonly arn: string;
  readonly status: string | undefined;
  readonly at: Date | undefined;
  readonly gib: number;
}

/** The snapshot that an ARN of this region speaks of. An account has twelve digits: with fewer it is no ARN. */
export function exportSource({ region }: SandboxContext, arn: string): Source {
  const [, , place, account, kind, name] =
    /^arn:(aws[a-z-]*):rds:([a-z0-9-]+):(\d{12}):(snapshot|cluster-snapshot):(.+)$/.exec(arn) ?? [];
  if (name === undefined) throw invalid(`Invalid snapshot ARN: ${arn}`);
  if (kind === 'snapshot') {
    const found = region.rds.snapshots.find((one) => one.DBSnapshotArn === arn);
    if (!found || place !== region.name || account !== region.accountId) {
      throw notFound('DBSnapshotNotFound', `DBSnapshot not found: ${name}`);
    }
    return { arn, status: found.Status, at: found.SnapshotCreateTime, gib: found.AllocatedStorage ?? 1 };
  }
  const found = region.rds.clusterSnapshots.find((one) => one.DBClusterSnapshotArn === arn);
  if (!found) throw notFound('DBClusterSnapshotNotFoundFault', `DBClusterSnapshot not found: ${name}`);
  return { arn, status: found.Status, at: found.SnapshotCreateTime, gib: found.AllocatedStorage || 100 };
}

/** A bucket of the account, in the snapshot's region. */
export function requireTarget(context: SandboxContext, name: string | undefined): string {
  const bucket = required(name, 'S3BucketName');
  if (isThere(context, bucket)) return bucket;
  const message = `The S3 bucket ${bucket} doesn't exist, or isn't in the Region ${context.region.name}.`;
  throw new SandboxError('InvalidS3BucketFault', message);
}

export function requireRole(context: SandboxContext, name: string | undefined): string {
  const arn = required(name, 'IamRoleArn');
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(arn)) throw invalid(`Invalid IAM role ARN: ${arn}`);
  if (hasRole(context, arn)) return arn;
  throw notFound('IamRoleNotFound', roleMissing(arn));
}

/** An id, an alias or an ARN of a key; one of another region or account cannot be used. */
export function requireKey({ region }: SandboxContext, name: string | undefined): string {
  const key = required(name, 'KmsKeyId');
  const [, place, account] = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):(\d{12}):(?:key|alias)\/.+$/.exec(key) ?? [];
  const here = place === region.name && account === region.accountId;
  const isName = /^alias\/.+$/.test(key) || /^(mrk-)?[0-9a-f-]{32,36}$/.test(key);
  if (here || isName) return key;
  throw new SandboxError(
    'KMSKeyNotAccessibleFault',
    `The specified KMS key ${key} doesn't exist or can't be accessed.`,
  );
}

/** Why an export that runs cannot go on: what was there when it began has gone. */
export function failureOf(context: SandboxContext, task: ExportTask): string | undefined {
  const { S3Bucket: bucket = '', IamRoleArn: role = '' } = task;
  if (!isThere(context, bucket))
    return `The S3 bucket ${bucket} doesn't exist, or isn't in the Region ${context.region.name}.`;
  return hasRole(context, role) ? undefined : roleMissing(role);
}

function isThere({ account, region }: SandboxContext, bucket: string): boolean {
  return account.s3.buckets.some((one) => one.name === bucket && one.region === region.name);
}

function hasRole({ account }: SandboxContext, arn: string): boolean {
  return account.iam.roles.some((role) => role.Arn === arn);
}

function roleMissing(arn: string): string {
  return `The principal export.rds.amazonaws.com isn't allowed to assume the IAM role ${arn} or the IAM role ${arn} doesn't exist.`;
}

import type { Json } from '../../model/json.ts';
import { s3Bucket } from '../world/newcomer/s3.ts';
import type { Ground } from './ground.ts';

/** What the calls of a plan name and nobody looked at: buckets and roles are taken to be there. */
export function adoptSurroundings({ calls, account, region, now, assume }: Ground): void {
  for (const { operation, input } of calls) {
    if (operation !== 'StartExportTask') continue;
    const [bucket, role] = [textIn(input['S3BucketName']), textIn(input['IamRoleArn'])];
    if (bucket !== undefined && !account.s3.buckets.some(({ name }) => name === bucket)) {
      account.s3.buckets.push({ ...s3Bucket(now, bucket), region: region.name });
      assume(`The S3 bucket ${bucket} is there, in ${region.name}.`);
    }
    if (role !== undefined && !account.iam.roles.some(({ Arn }) => Arn === role)) {
      const RoleName = role.slice(role.lastIndexOf('/') + 1);
      account.iam.roles.push({ Arn: role, RoleName, RoleId: RoleName, Path: '/', CreateDate: now });
      assume(`The role ${role} is there, and may write to it.`);
    }
  }
}

function textIn(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

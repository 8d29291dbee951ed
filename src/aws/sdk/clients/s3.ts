import {
  GetBucketAclCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { clientModule } from '../client-module.ts';

export const s3 = clientModule(S3Client, {
  GetBucketAcl: GetBucketAclCommand,
  GetBucketOwnershipControls: GetBucketOwnershipControlsCommand,
  GetBucketPolicy: GetBucketPolicyCommand,
  GetBucketPolicyStatus: GetBucketPolicyStatusCommand,
  GetBucketTagging: GetBucketTaggingCommand,
  GetBucketVersioning: GetBucketVersioningCommand,
  GetPublicAccessBlock: GetPublicAccessBlockCommand,
  ListBuckets: ListBucketsCommand,
});

import type { GetPublicAccessBlockCommandInput, GetPublicAccessBlockCommandOutput } from '@aws-sdk/client-s3-control';
import type { Aws } from './execution.ts';
import { one, orAbsent } from './read.ts';
import { NO_BLOCK_CODE, type PublicAccessBlock, publicAccessBlock } from './s3.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html */
const getPublicAccessBlock = one<GetPublicAccessBlockCommandInput, GetPublicAccessBlockCommandOutput>(
  's3control',
  'GetPublicAccessBlock',
);

/** What the account blocks for all of its buckets; where it says nothing, nothing. */
export async function accountPublicAccessBlock(aws: Aws): Promise<PublicAccessBlock> {
  const answer = await orAbsent(getPublicAccessBlock(aws, { AccountId: aws.account }), NO_BLOCK_CODE);
  return publicAccessBlock(answer?.PublicAccessBlockConfiguration);
}

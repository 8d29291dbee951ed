import { wholeAccount } from '../../aws/account.ts';
import { BLOCK_FLAGS } from '../../aws/s3.ts';
import { accountPublicAccessBlock } from '../../aws/s3control.ts';
import { fail, pass } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';

export const accountPublicAccessBlocked = defineCheck({
  id: 's3-account-public-access-blocked',
  title: 'Account blocks public access to all of its buckets',
  severity: 'high',
  why: 'One setting of the account keeps every bucket private, also those that somebody opens by mistake tomorrow.',
  remediation:
    "Turn on all four flags of the account's S3 Block Public Access. Buckets that must be public need an account of their own.",
  scope: 'account',
  calls: ['s3control:GetPublicAccessBlock'],
  async *evaluate({ aws }) {
    const block = await accountPublicAccessBlock(aws);
    const off = BLOCK_FLAGS.filter((flag) => !block[flag]);
    yield off.length === 0
      ? pass(wholeAccount(aws), 'All four flags of the account are on.', block)
      : fail(wholeAccount(aws), `The account leaves ${off.join(', ')} off.`, block);
  },
});

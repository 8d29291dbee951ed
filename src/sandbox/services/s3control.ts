import type * as S3Control from '@aws-sdk/client-s3-control';
import { SandboxError } from '../error.ts';
import type { Handlers } from '../handlers.ts';

export const s3control: Handlers<typeof S3Control> = {
  GetPublicAccessBlock({ AccountId = '' }, { account }) {
    if (!/^\d{12}$/.test(AccountId)) throw new SandboxError('InvalidRequest', 'Invalid account id', 400);
    if (AccountId !== account.id) throw new SandboxError('AccessDenied', 'Access Denied', 403);
    const { publicAccessBlock } = account.s3control;
    if (!publicAccessBlock) {
      throw new SandboxError(
        'NoSuchPublicAccessBlockConfiguration',
        'The public access block configuration was not found',
        404,
        { AccountId },
      );
    }
    return { PublicAccessBlockConfiguration: publicAccessBlock };
  },
};

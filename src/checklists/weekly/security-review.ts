import { accountRecorded } from '../../checks/cloudtrail/account-recorded.ts';
import { logValidation } from '../../checks/cloudtrail/log-validation.ts';
import { trailLogging } from '../../checks/cloudtrail/trail-logging.ts';
import { defaultEncryption } from '../../checks/ec2/default-encryption.ts';
import { securityGroupClosed } from '../../checks/ec2/security-group-closed.ts';
import { snapshotNotPublic as ec2SnapshotNotPublic } from '../../checks/ec2/snapshot-not-public.ts';
import { accessKeyRotated } from '../../checks/iam/access-key-rotated.ts';
import { accessKeyUsed } from '../../checks/iam/access-key-used.ts';
import { rootMfa } from '../../checks/iam/root-mfa.ts';
import { rootNoAccessKey } from '../../checks/iam/root-no-access-key.ts';
import { userConsoleMfa } from '../../checks/iam/user-console-mfa.ts';
import { instanceNotPublic } from '../../checks/rds/instance-not-public.ts';
import { snapshotNotPublic } from '../../checks/rds/snapshot-not-public.ts';
import { accountPublicAccessBlocked } from '../../checks/s3/account-public-access-blocked.ts';
import { bucketNotPublic } from '../../checks/s3/bucket-not-public.ts';
import { defineChecklist } from '../define.ts';

export const securityReview = defineChecklist({
  id: 'weekly/security-review',
  title: 'Weekly security review',
  purpose:
    'What the world can reach and must not, who can sign in without a second factor, keys that are too old, and whether ' +
    'the account still records what is done in it.',
  cadence: { cron: '0 9 * * 3', words: 'every Wednesday at 09:00' },
  checks: [
    accountPublicAccessBlocked,
    bucketNotPublic,
    instanceNotPublic,
    snapshotNotPublic,
    ec2SnapshotNotPublic,
    securityGroupClosed,
    rootMfa,
    rootNoAccessKey,
    userConsoleMfa,
    accessKeyRotated,
    accessKeyUsed,
    trailLogging,
    accountRecorded,
    logValidation,
    defaultEncryption,
  ],
  sections: [],
});

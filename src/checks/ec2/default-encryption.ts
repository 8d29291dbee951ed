import { ebsEncryptionByDefault, getEbsEncryptionByDefault } from '../../aws/ec2.ts';
import { fail, pass } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';

export const defaultEncryption = defineCheck({
  id: 'ec2-default-encryption',
  title: 'New EBS volumes are encrypted by default',
  severity: 'low',
  why: 'With the setting off, a volume or snapshot copy is unencrypted whenever somebody forgets to ask for encryption.',
  remediation:
    'Turn on EBS encryption by default for this region (EC2, Settings, Data protection). It touches new volumes only: ' +
    'existing ones keep what they have.',
  calls: ['ec2:GetEbsEncryptionByDefault'],
  async *evaluate({ aws }) {
    const { EbsEncryptionByDefault: enabled = false } = await getEbsEncryptionByDefault(aws, {});
    const resource = ebsEncryptionByDefault(aws);
    yield enabled
      ? pass(resource, `New EBS volumes in ${aws.region} are encrypted by default.`, { enabled })
      : fail(resource, `New EBS volumes in ${aws.region} are not encrypted by default.`, { enabled });
  },
});

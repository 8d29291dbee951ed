import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { newCheck } from '../../scripts/new/check.ts';
import { newChecklist } from '../../scripts/new/checklist.ts';
import { register } from '../../scripts/new/register.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const REGISTRY = `import type { Check } from './define.ts';
import { bucketVersioned } from './s3/bucket-versioned.ts';
import { volumeAttached as ec2VolumeAttached } from './ec2/volume-attached.ts';

/** Every check. */
export const CHECKS: readonly Check[] = [ec2VolumeAttached, bucketVersioned];
`;

test.each([
  ['ec2-vpc-available', undefined, 'ec2-vpc-available is there already.'],
  ['ec2-volume', undefined, 'ec2-volume names no good state: ec2-volume-encrypted, say.'],
  ['EC2-Volume-Encrypted', undefined, 'EC2-Volume-Encrypted is not <service>-<resource>-<good-state>; services: acm, '],
  ['sqs-queue-encrypted', undefined, 'sqs-queue-encrypted is not <service>-<resource>-<good-state>; services: acm, '],
  ['ec2-volume-encrypted', 'DescribeNothing', 'src/aws/ec2.ts has no list DescribeNothing: declare it there first'],
  ['sts-session-short', undefined, 'src/aws/sts.ts has no list that a check could begin with'],
])('refuses to make the check %s %s', async (id, operation, message) => {
  await expect(newCheck(id, { root, operation })).rejects.toThrow(message);
});

test.each([
  ['daily/health-check', 'daily/health-check is there already.'],
  ['yearly/review', 'yearly/review is not <folder>/<name>; folders: daily, weekly, monthly, incident, deployment.'],
  ['daily', 'daily is not <folder>/<name>'],
  ['daily/a/b', 'daily/a/b is not <folder>/<name>'],
])('refuses to make the checklist %s', (id, message) => {
  expect(() => newChecklist(id)).toThrow(message);
});

test('takes the longest name of a service, and reads what the check is named after', async () => {
  const { files } = await newCheck('ec2-instance-monitored', { root, operation: undefined });
  expect(Object.keys(files)).toEqual([
    'src/checks/ec2/instance-monitored.ts',
    'src/checks/ec2/instance-monitored.test.ts',
  ]);
  expect(files['src/checks/ec2/instance-monitored.ts']).toContain("calls: ['ec2:DescribeInstances']");
});

test('a name that is taken is imported under another, and listed beside its folder', () => {
  const definition = { name: 'volumeAttached', fallback: 'rdsVolumeAttached', from: './rds/volume-attached.ts' };
  const text = register(REGISTRY, definition);
  expect(text).toContain("import { volumeAttached as rdsVolumeAttached } from './rds/volume-attached.ts';");
  expect(
    text
      .match(/\[\n([^\]]*)\]/)?.[1]
      ?.trim()
      .split(/\s+/),
  ).toEqual(['ec2VolumeAttached,', 'rdsVolumeAttached,', 'bucketVersioned,']);
});

test('a registry that it does not understand is left alone', () => {
  const definition = { name: 'a', fallback: 'b', from: './ec2/a.ts' };
  expect(() => register('export const CHECKS = makeChecks();\n', definition)).toThrow('add the line by hand');
});

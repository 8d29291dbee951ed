import {
  describeOwnPublicSnapshots,
  describeOwnSnapshots,
  describeSnapshotAttribute,
  snapshot,
  type Snapshot,
} from '../../aws/ec2.ts';
import type { Aws } from '../../aws/execution.ts';
import { fail, pass, unknown, type Verdict } from '../../model/finding.ts';
import { defineCheck, judgeEach } from '../define.ts';

export const snapshotNotPublic = defineCheck({
  id: 'ec2-snapshot-not-public',
  title: 'EBS snapshot is not public',
  severity: 'critical',
  why: 'Whoever has an AWS account can make a volume of a public snapshot and read every file on it.',
  remediation:
    'Make the snapshot private (EC2, Snapshots, Modify permissions) and treat what was on it as read by others; block ' +
    'public access to snapshots for the region so that it cannot happen again.',
  calls: ['ec2:DescribeSnapshots', 'ec2:DescribeSnapshotAttribute'],
  async *evaluate({ aws }) {
    const [own, listed] = await Promise.all([describeOwnSnapshots(aws), describeOwnPublicSnapshots(aws)]);
    const named = new Set(listed.map(({ SnapshotId }) => SnapshotId));
    const [confirmed, others] = [listed.slice(0, CONFIRMED), listed.slice(CONFIRMED)];
    let right = 0;
    const resource = (one: Snapshot) => snapshot(aws, one);
    for await (const verdict of judgeEach(confirmed, resource, (one) => judgeByName(aws, one))) {
      if (verdict.status === 'fail') right += 1;
      yield verdict;
    }
    // The rest of the list is believed if all that was asked by name is as the list says.
    for (const one of others) yield right === confirmed.length ? open(aws, one) : doubtful(aws, one);
    for (const one of own) if (!named.has(one.SnapshotId)) yield closed(aws, one);
  },
});

/** Hardly an account has more public snapshots than it means to; who has a thousand is not asked a thousand times. */
const CONFIRMED = 20;

async function judgeByName(aws: Aws, one: Snapshot): Promise<Verdict> {
  const input = { SnapshotId: one.SnapshotId, Attribute: 'createVolumePermission' } as const;
  const { CreateVolumePermissions: permissions = [] } = await describeSnapshotAttribute(aws, input);
  if (!permissions.some(({ Group }) => Group === 'all')) return closed(aws, one);
  return open(
    aws,
    one,
    permissions.flatMap(({ UserId }) => UserId ?? []),
  );
}

function open(aws: Aws, one: Snapshot, sharedWithAccounts: readonly string[] = []): Verdict {
  const reason = `${one.SnapshotId} of ${one.VolumeId} may be restored by every AWS account.`;
  return fail(snapshot(aws, one), reason, { ...evidenceOf(one), sharedWithAccounts });
}

function closed(aws: Aws, one: Snapshot): Verdict {
  return pass(snapshot(aws, one), `${one.SnapshotId} is not public.`, evidenceOf(one));
}

function doubtful(aws: Aws, one: Snapshot): Verdict {
  const reason = `${one.SnapshotId} is on a list of public snapshots that could not be confirmed.`;
  return unknown(snapshot(aws, one), reason, evidenceOf(one));
}

function evidenceOf({ VolumeId, Encrypted = false, VolumeSize, Description = '' }: Snapshot) {
  return { volumeId: VolumeId ?? null, encrypted: Encrypted, sizeGib: VolumeSize ?? null, description: Description };
}

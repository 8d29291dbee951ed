import {
  describeOwnPublicSnapshots,
  describeOwnSnapshots,
  describeSnapshotAttribute,
  snapshot,
  type Snapshot,
} from '../../aws/ec2.ts';
import type { Aws } from '../../aws/execution.ts';
import { settled } from '../../aws/read.ts';
import { fail, pass, unknown, type Verdict } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';

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
    const permitted = await permissionsOf(aws, listed.slice(0, CONFIRMED));
    // The list is AWS's, and it is believed for as long as what it names is public when asked by name.
    const believed = [...permitted.values()].every(({ everybody }) => everybody);
    const named = new Set(listed.map(({ SnapshotId }) => SnapshotId));
    for (const one of own) {
      const permissions = permitted.get(one.SnapshotId);
      if (permissions) yield judge(aws, one, permissions);
      else if (!named.has(one.SnapshotId)) yield judge(aws, one, PRIVATE);
      else if (believed) yield judge(aws, one, PUBLIC);
      else
        yield unknown(
          snapshot(aws, one),
          `${one.SnapshotId} is on a list of public snapshots that names private ones too.`,
        );
    }
  },
});

/** Hardly an account has more public snapshots than it should have; who has a thousand is not asked a thousand times. */
const CONFIRMED = 20;

interface Permissions {
  readonly everybody: boolean;
  readonly accounts: readonly string[];
}

const PUBLIC: Permissions = { everybody: true, accounts: [] };
const PRIVATE: Permissions = { everybody: false, accounts: [] };

async function permissionsOf(
  aws: Aws,
  snapshots: readonly Snapshot[],
): Promise<ReadonlyMap<string | undefined, Permissions>> {
  const answers = snapshots.map(async ({ SnapshotId }) => {
    const answer = await settled(describeSnapshotAttribute(aws, { SnapshotId, Attribute: 'createVolumePermission' }));
    // Without an answer there is still the list's.
    if (!answer.ok) return [];
    const permissions = answer.value.CreateVolumePermissions ?? [];
    const everybody = permissions.some(({ Group }) => Group === 'all');
    return [[SnapshotId, { everybody, accounts: permissions.flatMap(({ UserId }) => UserId ?? []) }] as const];
  });
  return new Map((await Promise.all(answers)).flat());
}

function judge(aws: Aws, one: Snapshot, { everybody, accounts }: Permissions): Verdict {
  const { SnapshotId: id, VolumeId: volumeId = null, Encrypted: encrypted = false } = one;
  const evidence = { volumeId, encrypted, sizeGib: one.VolumeSize ?? null, description: one.Description ?? '' };
  return everybody
    ? fail(snapshot(aws, one), `${id} of ${volumeId} may be restored by every AWS account.`, {
        ...evidence,
        sharedWithAccounts: accounts,
      })
    : pass(snapshot(aws, one), `${id} is not public.`, evidence);
}

import type {
  DescribeSnapshotAttributeCommandInput,
  DescribeSnapshotsCommandInput,
  Snapshot,
} from '@aws-sdk/client-ec2';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { nextToken, pageOf } from './paging.ts';
import { type Kind, refuseDryRun, requireOwners, select } from './select.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html */
export function describeSnapshots(input: DescribeSnapshotsCommandInput, { region }: SandboxContext) {
  refuseDryRun(input);
  const { OwnerIds: owners = [], RestorableByUserIds: restorers = [] } = input;
  requireOwners([...owners, ...restorers]);
  const self = region.accountId;
  const isAllowed = ({ SnapshotId = '', OwnerId }: Snapshot, who: string): boolean => {
    const permissions = region.ec2.snapshotPermissions.get(SnapshotId) ?? [];
    if (who === 'all') return permissions.some(({ Group }) => Group === 'all');
    const account = who === 'self' ? self : who;
    return OwnerId === account || permissions.some(({ UserId }) => UserId === account);
  };
  const owned = ({ OwnerId, OwnerAlias }: Snapshot, owner: string): boolean =>
    owner === OwnerAlias || (owner === 'self' ? self : owner) === OwnerId;
  const found = select(region.ec2.snapshots, SNAPSHOT, { ids: input.SnapshotIds, filters: input.Filters })
    .filter((one) => owners.length === 0 || owners.some((owner) => owned(one, owner)))
    .filter((one) => restorers.length === 0 || restorers.some((who) => isAllowed(one, who)))
    // Nobody sees what they may not restore.
    .filter((one) => isAllowed(one, 'self') || isAllowed(one, 'all'));
  const page = pageOf(found, input, { besides: ['snapshotSet', input.SnapshotIds], clamp: true });
  return { Snapshots: page.items, ...nextToken(page) };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshotAttribute.html */
export function describeSnapshotAttribute(input: DescribeSnapshotAttributeCommandInput, { region }: SandboxContext) {
  refuseDryRun(input);
  const { Attribute: attribute, SnapshotId: id } = input;
  for (const [name, value] of Object.entries({ attribute, snapshotId: id })) {
    if (value === undefined) {
      throw new SandboxError('MissingParameter', `The request must contain the parameter ${name}`);
    }
  }
  const [one] = select(region.ec2.snapshots, SNAPSHOT, { ids: id === undefined ? [] : [id], filters: [] });
  if (attribute === 'productCodes') return { SnapshotId: one?.SnapshotId, ProductCodes: [] };
  const permissions = region.ec2.snapshotPermissions.get(one?.SnapshotId ?? '') ?? [];
  return { SnapshotId: one?.SnapshotId, CreateVolumePermissions: permissions };
}

const SNAPSHOT: Kind<Snapshot> = {
  id: (snapshot) => snapshot.SnapshotId,
  prefix: 'snap',
  malformed: 'InvalidSnapshotID.Malformed',
  notFound: 'InvalidSnapshot.NotFound',
  notFoundMessage: ([id]) => `The snapshot '${id}' does not exist.`,
  tags: (snapshot) => snapshot.Tags,
  fields: {
    description: (snapshot) => snapshot.Description,
    encrypted: (snapshot) => snapshot.Encrypted,
    'owner-alias': (snapshot) => snapshot.OwnerAlias,
    'owner-id': (snapshot) => snapshot.OwnerId,
    progress: (snapshot) => snapshot.Progress,
    'snapshot-id': (snapshot) => snapshot.SnapshotId,
    'start-time': (snapshot) => snapshot.StartTime,
    status: (snapshot) => snapshot.State,
    'storage-tier': (snapshot) => snapshot.StorageTier,
    'volume-id': (snapshot) => snapshot.VolumeId,
    'volume-size': (snapshot) => snapshot.VolumeSize,
  },
};

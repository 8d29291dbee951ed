import type { CreateVolumePermission, Image, Snapshot, Tag } from '@aws-sdk/client-ec2';
import { ec2Id } from '../cast.ts';
import { before, DAY_MS, HOUR_MS, type RegionSeed } from '../seed.ts';
import type { ImageName } from './roles.ts';
import { volumeRolesIn } from './volumes.ts';

interface SnapshotPlan {
  readonly name: string;
  /** The volume it was taken of, by name; that volume may be gone. */
  readonly volume: string;
  readonly sizeGib: number;
  readonly ageMs: number;
  readonly state?: 'completed' | 'error';
  readonly description?: string;
  readonly tags?: Tag[];
}

const AWS_BACKUP = 'This snapshot is created by the AWS Backup service.';
const PUBLIC = 'press-demo';

/** Root volumes with a snapshot each night. The build agent has none at all, the legacy application's have stopped. */
const NIGHTLY = ['bastion-root', 'batch-1-root', 'batch-2-root', 'staging-batch-1-root'];

export function seedSnapshots(seed: RegionSeed): Snapshot[] {
  return plansIn(seed).map((plan) => snapshot(seed, plan));
}

export function seedSnapshotPermissions(seed: RegionSeed): Map<string, CreateVolumePermission[]> {
  if (seed.furnishing !== 'home') return new Map();
  return new Map([[ec2Id(seed, 'snap', PUBLIC), [{ Group: 'all' }, { UserId: '210987654321' }]]]);
}

export function seedImages(seed: RegionSeed): Image[] {
  if (seed.furnishing === 'empty') return [];
  const current = image(seed, 'batch-golden-2026-10', 40);
  if (seed.furnishing === 'secondary') return [current];
  return [image(seed, 'batch-golden-2026-01', 300), current, amazonLinux(seed)];
}

function plansIn(seed: RegionSeed): SnapshotPlan[] {
  if (seed.furnishing === 'empty') return [];
  const nightly = volumeRolesIn(seed)
    .filter(({ name }) => NIGHTLY.includes(name))
    .flatMap(({ name, sizeGib }) =>
      [0, 1, 2].map((night) => ({
        name: `${name}-night-${night}`,
        volume: name,
        sizeGib,
        ageMs: night * DAY_MS + 5 * HOUR_MS,
        description: `nightly ${name}`,
      })),
    );
  const golden = { name: 'batch-golden-2026-10', volume: 'golden-builder', sizeGib: 20, ageMs: 40 * DAY_MS };
  if (seed.furnishing === 'secondary') return [...nightly, golden];
  return [
    ...nightly,
    golden,
    { name: 'batch-golden-2026-01', volume: 'golden-builder', sizeGib: 20, ageMs: 300 * DAY_MS },
    { name: 'legacy-app-root', volume: 'legacy-app-root', sizeGib: 30, ageMs: 52 * DAY_MS },
    { name: 'legacy-app-data', volume: 'legacy-app-data', sizeGib: 200, ageMs: 52 * DAY_MS },
    { name: 'legacy-app-data-failed', volume: 'legacy-app-data', sizeGib: 200, ageMs: 46 * DAY_MS, state: 'error' },
    {
      name: 'before-upgrade-2025',
      volume: 'old-web-root',
      sizeGib: 40,
      ageMs: 380 * DAY_MS,
      description: 'before the upgrade',
    },
    { name: 'old-batch-data', volume: 'old-batch-data', sizeGib: 250, ageMs: 150 * DAY_MS, description: 'last copy' },
    { name: PUBLIC, volume: 'press-demo', sizeGib: 10, ageMs: 60 * DAY_MS, description: 'demo for the press' },
    {
      name: 'aws-backup-monthly',
      volume: 'batch-1-archive',
      sizeGib: 500,
      ageMs: 110 * DAY_MS,
      description: AWS_BACKUP,
      tags: [
        {
          Key: 'aws:backup:source-resource',
          Value: `arn:aws:ec2:${seed.region}:${seed.accountId}:volume/${ec2Id(seed, 'vol', 'batch-1-archive')}`,
        },
      ],
    },
  ];
}

export function snapshot(seed: RegionSeed, plan: SnapshotPlan): Snapshot {
  const startTime = before(seed.start, plan.ageMs);
  const completed = (plan.state ?? 'completed') === 'completed';
  return {
    SnapshotId: ec2Id(seed, 'snap', plan.name),
    VolumeId: ec2Id(seed, 'vol', plan.volume),
    VolumeSize: plan.sizeGib,
    State: plan.state ?? 'completed',
    StateMessage: completed ? '' : 'The snapshot could not be created.',
    StartTime: startTime,
    ...(completed && {
      Progress: '100%',
      CompletionTime: new Date(startTime.getTime() + 12 * 60_000),
      // The blocks that were ever written: less than the volume could hold.
      FullSnapshotSizeInBytes: Math.round(plan.sizeGib * 0.6 * 1024 ** 3),
    }),
    OwnerId: seed.accountId,
    Description: plan.description ?? '',
    Encrypted: seed.furnishing === 'secondary',
    StorageTier: 'standard',
    Tags: plan.tags ?? [],
  };
}

/** Amazon's own, which everybody may launch. */
function amazonLinux(seed: RegionSeed): Image {
  const { SourceInstanceId: _ours, ...shared } = image(seed, 'amazon-linux', 60);
  return {
    ...shared,
    Name: 'al2023-ami-2023.9.20260915.0-kernel-6.1-x86_64',
    Description: 'Amazon Linux 2023 AMI',
    OwnerId: '137112412989',
    ImageOwnerAlias: 'amazon',
    Public: true,
  };
}

/** An AMI of the account, over the snapshot of the same name. */
function image(seed: RegionSeed, name: ImageName, ageDays: number): Image {
  return {
    ImageId: ec2Id(seed, 'ami', name),
    Name: name,
    Description: 'batch workers',
    ImageLocation: `${seed.accountId}/${name}`,
    OwnerId: seed.accountId,
    Public: false,
    State: 'available',
    CreationDate: before(seed.start, ageDays * DAY_MS).toISOString(),
    Architecture: 'x86_64',
    ImageType: 'machine',
    PlatformDetails: 'Linux/UNIX',
    UsageOperation: 'RunInstances',
    Hypervisor: 'xen',
    VirtualizationType: 'hvm',
    EnaSupport: true,
    BootMode: 'uefi-preferred',
    // Made of an instance by CreateImage, long since gone.
    SourceInstanceId: ec2Id(seed, 'i', 'golden-builder'),
    RootDeviceType: 'ebs',
    RootDeviceName: '/dev/xvda',
    BlockDeviceMappings: [
      {
        DeviceName: '/dev/xvda',
        Ebs: {
          SnapshotId: ec2Id(seed, 'snap', name),
          VolumeSize: 20,
          VolumeType: 'gp3',
          DeleteOnTermination: true,
          Encrypted: seed.furnishing === 'secondary',
        },
      },
    ],
    Tags: [],
  };
}

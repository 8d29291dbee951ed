import type { Volume, VolumeType } from '@aws-sdk/client-ec2';
import { ec2Id, type EnvironmentName } from '../cast.ts';
import { before, DAY_MS, type RegionSeed } from '../seed.ts';
import { type InstanceName, rolesIn } from './roles.ts';
import { tagsOf } from './vpcs.ts';

/** A volume, and when it was attached to what: its metrics and its snapshots follow from it. */
export interface VolumeRole {
  readonly name: string;
  readonly environment: EnvironmentName;
  readonly type: VolumeType;
  readonly sizeGib: number;
  readonly zone: 'a' | 'b';
  readonly createdDays: number;
  readonly instance?: InstanceName;
  readonly device?: string;
  /** Of one that is attached no longer. AWS itself does not tell. */
  readonly detachedDays?: number;
}

/** Volumes that no instance brings with it. */
const LOOSE: readonly VolumeRole[] = [
  loose('old-batch-data', { type: 'gp3', sizeGib: 250, createdDays: 400, detachedDays: 60 }),
  loose('postgres-migration', { type: 'gp2', sizeGib: 500, createdDays: 200, detachedDays: 12 }),
  loose('batch-scratch', { type: 'gp3', sizeGib: 64, createdDays: 120, detachedDays: 3 }),
  loose('restore-test', { type: 'gp3', sizeGib: 100, createdDays: 2 }),
];

const ROOTS: Readonly<Record<InstanceName, readonly [VolumeType, number]>> = {
  bastion: ['gp3', 8],
  'legacy-app': ['gp2', 30],
  'batch-1': ['gp3', 20],
  'batch-2': ['gp3', 20],
  'build-agent': ['gp3', 100],
  'staging-batch-1': ['gp3', 20],
};

const DATA: readonly Pick<VolumeRole, 'name' | 'instance' | 'type' | 'sizeGib' | 'createdDays'>[] = [
  { name: 'legacy-app-data', instance: 'legacy-app', type: 'gp2', sizeGib: 200, createdDays: 400 },
  { name: 'batch-1-archive', instance: 'batch-1', type: 'gp3', sizeGib: 500, createdDays: 90 },
];

export function volumeRolesIn(seed: RegionSeed): readonly VolumeRole[] {
  const roots = rolesIn(seed).map(({ name, environment, subnet, launchedDays }): VolumeRole => {
    const [type, sizeGib] = ROOTS[name];
    const zone = subnet.endsWith('a') ? 'a' : 'b';
    return {
      name: `${name}-root`,
      environment,
      type,
      sizeGib,
      zone,
      createdDays: launchedDays,
      instance: name,
      device: '/dev/xvda',
    };
  });
  if (seed.furnishing !== 'home') return roots;
  const data = DATA.flatMap((one) => {
    const host = roots.find(({ instance }) => instance === one.instance);
    return host ? [{ ...host, ...one, device: '/dev/sdf' }] : [];
  });
  return [...roots, ...data, ...LOOSE];
}

export function seedVolumes(seed: RegionSeed): Volume[] {
  return volumeRolesIn(seed).map((role) => volume(seed, role));
}

export function attachedVolumes(seed: RegionSeed, instance: InstanceName): Volume[] {
  return volumeRolesIn(seed)
    .filter((role) => role.instance === instance)
    .map((role) => volume(seed, role));
}

function loose(name: string, role: Pick<VolumeRole, 'type' | 'sizeGib' | 'createdDays' | 'detachedDays'>): VolumeRole {
  return { name, environment: 'production', zone: 'a', ...role };
}

export function volume(seed: RegionSeed, role: VolumeRole): Volume {
  const id = ec2Id(seed, 'vol', role.name);
  const createdAt = before(seed.start, role.createdDays * DAY_MS);
  return {
    VolumeId: id,
    VolumeType: role.type,
    Size: role.sizeGib,
    ...performanceOf(role),
    State: role.instance ? 'in-use' : 'available',
    AvailabilityZone: `${seed.region}${role.zone}`,
    CreateTime: createdAt,
    SnapshotId: '',
    Encrypted: seed.furnishing === 'secondary',
    MultiAttachEnabled: false,
    Attachments: role.instance
      ? [
          {
            VolumeId: id,
            InstanceId: ec2Id(seed, 'i', role.instance),
            Device: role.device,
            State: 'attached',
            AttachTime: createdAt,
            DeleteOnTermination: role.device === '/dev/xvda',
          },
        ]
      : [],
    Tags: tagsOf(role.environment, role.name),
  };
}

/** What AWS gives each type unasked. https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html */
function performanceOf({ type, sizeGib }: VolumeRole): Pick<Volume, 'Iops' | 'Throughput'> {
  if (type === 'gp3') return { Iops: 3000, Throughput: 125 };
  return type === 'gp2' ? { Iops: Math.min(Math.max(sizeGib * 3, 100), 16_000) } : {};
}

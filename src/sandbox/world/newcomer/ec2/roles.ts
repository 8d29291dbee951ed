import type { Instance } from '@aws-sdk/client-ec2';
import {
  AUTO_SCALING_GROUP,
  type EnvironmentName,
  type INSTANCES,
  type SECURITY_GROUPS,
  STAGING_AUTO_SCALING_GROUP,
} from '../cast.ts';
import type { RegionSeed } from '../seed.ts';

export type InstanceName = (typeof INSTANCES)[number];

/** What an instance is to the newcomer; its volumes, addresses, interfaces and metrics follow from it. */
export interface InstanceRole {
  readonly name: InstanceName;
  readonly environment: EnvironmentName;
  readonly type: NonNullable<Instance['InstanceType']>;
  readonly subnet: string;
  readonly privateIp: string;
  readonly group: (typeof SECURITY_GROUPS)[number];
  readonly autoScalingGroup?: string;
  readonly image: ImageName;
  readonly launchedDays: number;
  readonly stoppedDays?: number;
  /** What its CPU does of a working day: mean and half of the swing, in percent. */
  readonly cpu: readonly [mean: number, swing: number];
}

export type ImageName = 'amazon-linux' | 'batch-golden-2026-01' | 'batch-golden-2026-10';

/** batch-1 and batch-2 were launched together, so AWS lists them in one reservation. */
const ROLES: readonly InstanceRole[] = [
  {
    name: 'bastion',
    environment: 'production',
    type: 't3.micro',
    subnet: 'production-public-a',
    privateIp: '10.0.0.10',
    group: 'bastion-ssh',
    image: 'amazon-linux',
    launchedDays: 210,
    cpu: [4.5, 2],
  },
  {
    name: 'legacy-app',
    environment: 'production',
    type: 'm5.large',
    subnet: 'production-public-b',
    privateIp: '10.0.1.21',
    group: 'production-app',
    image: 'amazon-linux',
    launchedDays: 400,
    stoppedDays: 45,
    cpu: [9, 5],
  },
  batch('batch-1', 'production', '10.0.10.101'),
  batch('batch-2', 'production', '10.0.12.102'),
  {
    name: 'build-agent',
    environment: 'staging',
    type: 'm5.xlarge',
    subnet: 'staging-private-a',
    privateIp: '10.1.10.31',
    group: 'staging-app',
    image: 'amazon-linux',
    launchedDays: 130,
    cpu: [0.6, 0.3],
  },
  batch('staging-batch-1', 'staging', '10.1.10.51'),
];

/** The instances of a region; its other parts are built from these. */
export function rolesIn({ furnishing }: RegionSeed): readonly InstanceRole[] {
  if (furnishing === 'home') return ROLES;
  return furnishing === 'secondary' ? ROLES.filter(({ name }) => name === 'batch-1') : [];
}

function batch(name: InstanceName, environment: 'production' | 'staging', privateIp: string): InstanceRole {
  return {
    name,
    environment,
    type: environment === 'production' ? 'c5.large' : 't3.medium',
    subnet: `${environment}-private-${privateIp.startsWith('10.0.12') ? 'b' : 'a'}`,
    privateIp,
    group: `${environment}-app`,
    autoScalingGroup: environment === 'production' ? AUTO_SCALING_GROUP : STAGING_AUTO_SCALING_GROUP,
    image: 'batch-golden-2026-10',
    launchedDays: 38,
    cpu: [52, 24],
  };
}

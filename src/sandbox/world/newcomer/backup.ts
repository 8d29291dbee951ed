import type { ProtectedResource } from '@aws-sdk/client-backup';
import { DATABASES, ec2Id } from './cast.ts';
import { before, HOUR_MS, type RegionSeed } from './seed.ts';

/** What one region of an account holds of backup. */
export interface BackupState {
  readonly protectedResources: ProtectedResource[];
}

/** The archive's backups go straight to an air-gapped vault, so no snapshot in the account tells of them. */
export function seedBackup(seed: RegionSeed): BackupState {
  if (seed.furnishing !== 'home') return { protectedResources: [] };
  const { accountId, region } = seed;
  return {
    protectedResources: [
      protectedResource(seed, {
        arn: `arn:aws:ec2:${region}:${accountId}:volume/${ec2Id(seed, 'vol', 'batch-1-archive')}`,
        type: 'EBS',
        name: 'batch-1-archive',
        ageHours: 7,
        vault: 'air-gapped',
      }),
      protectedResource(seed, {
        arn: `arn:aws:rds:${region}:${accountId}:db:${DATABASES.production}`,
        type: 'RDS',
        name: DATABASES.production,
        ageHours: 6,
        vault: 'production',
      }),
    ],
  };
}

interface ProtectionPlan {
  readonly arn: string;
  readonly type: 'EBS' | 'RDS' | 'DynamoDB' | 'Aurora';
  readonly name: string;
  readonly ageHours: number;
  readonly vault: string;
}

function protectedResource(seed: RegionSeed, plan: ProtectionPlan): ProtectedResource {
  const { accountId, region } = seed;
  const source =
    plan.type === 'EBS' ? `ec2:${region}::snapshot/${ec2Id(seed, 'snap', `backup-${plan.name}`)}` : undefined;
  const own = `${plan.type.toLowerCase()}:${region}:${accountId}:snapshot:awsbackup:job-${plan.name}`;
  return {
    ResourceArn: plan.arn,
    ResourceType: plan.type,
    ResourceName: plan.name,
    LastBackupTime: before(seed.start, plan.ageHours * HOUR_MS),
    LastBackupVaultArn: `arn:aws:backup:${region}:${accountId}:backup-vault:${plan.vault}`,
    LastRecoveryPointArn: `arn:aws:${source ?? own}`,
  };
}

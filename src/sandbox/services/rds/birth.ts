import type { DBInstance } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { backUpNightly } from '../../world/newcomer/rds/backups.ts';
import { endpoint, familyOf, PORTS } from '../../world/newcomer/rds/makers.ts';
import { parameterGroup, parametersOf } from '../../world/newcomer/rds/parameter-groups.ts';
import { happened } from './happened.ts';
import { isNamed, notFound } from './listing.ts';
import { publishNew } from './published.ts';
import { MINUTE_MS, passThrough, SECOND_MS } from './stages.ts';
import { snapshotMs, takeSnapshot } from './take-snapshot.ts';

interface Birth {
  /** Words for DescribeEvents when it is there: "DB instance created", "Restored from snapshot …". */
  readonly words: string;
  readonly category?: 'creation' | 'notification' | 'read replica';
  /** What it is made of: its data are the new one's. */
  readonly source?: DBInstance;
  /** How much longer it takes than to create an empty one of the same size. */
  readonly extraMs?: number;
}

/**
 * An instance comes to be: `creating`, without a time or an endpoint; `backing-up`, when it can be reached and its first
 * automated backup is taken; `available`. That takes ten minutes and more, as in AWS.
 */
export function giveBirth(context: SandboxContext, instance: DBInstance, birth: Birth): DBInstance {
  const { region, world } = context;
  const place = { accountId: region.accountId, region: region.name };
  const { DbiResourceId: resource } = instance;
  const newborn: DBInstance = {
    ...instance,
    DBInstanceStatus: 'creating',
    Endpoint: undefined,
    InstanceCreateTime: undefined,
    LatestRestorableTime: undefined,
  };
  region.rds.instances.push(newborn);
  const keepsBackups = (instance.BackupRetentionPeriod ?? 0) > 0;
  const firstBackup = { status: 'backing-up', ms: snapshotMs(instance), enter: reachable };
  const settling = { status: 'modifying', ms: MINUTE_MS, enter: reachable };
  passThrough(
    context,
    resource,
    [
      { status: 'creating', ms: creatingMs(instance) + (birth.extraMs ?? 0) },
      ...(keepsBackups ? [firstBackup] : [settling]),
    ],
    (grown) => {
      happened(context, grown, birth.category ?? 'creation', birth.words);
      return {};
    },
  );
  return newborn;

  function reachable(grown: DBInstance): Partial<DBInstance> {
    const { DBInstanceIdentifier: id = '', Engine: engine = '' } = grown;
    const port = instance.Endpoint?.Port ?? PORTS[engine] ?? 5432;
    const now = world.clock.now();
    const alive = { Endpoint: endpoint(place, id, port), InstanceCreateTime: now };
    publishNew(context, { ...grown, ...alive }, birth.source);
    if (keepsBackups) {
      backUpNightly({ ...place, clock: world.clock }, region.rds, grown);
      happened(context, grown, 'backup', 'Backing up DB instance');
      takeSnapshot(
        context,
        { ...grown, ...alive },
        {
          type: 'automated',
          done: () => happened(context, grown, 'backup', 'Finished DB Instance backup'),
        },
      );
    }
    return alive;
  }
}

/** A larger instance takes longer, and so does one with a standby. */
export function creatingMs({ AllocatedStorage: gib = 1, MultiAZ: twice = false }: DBInstance): number {
  return 8 * MINUTE_MS + gib * SECOND_MS + (twice ? 3 * MINUTE_MS : 0);
}

/** The parameter group that is asked for, else the family's default, which AWS makes when it is first needed. */
export function parameterGroupFor(
  { region }: SandboxContext,
  { Engine: engine = '', EngineVersion: version = '' }: Pick<DBInstance, 'Engine' | 'EngineVersion'>,
  wanted: string | undefined,
): string {
  const { rds } = region;
  const family = familyOf(engine, version);
  const name = wanted ?? `default.${family}`;
  const found = rds.parameterGroups.find(({ DBParameterGroupName: own, DBParameterGroupArn: arn }) =>
    isNamed(name, own, arn),
  );
  if (found && found.DBParameterGroupFamily !== family) {
    throw new SandboxError(
      'InvalidParameterCombination',
      `The parameter group ${name} with DBParameterGroupFamily ${found.DBParameterGroupFamily} can't be used for this instance. Please use a parameter group with DBParameterGroupFamily ${family}`,
    );
  }
  if (found) return found.DBParameterGroupName ?? name;
  if (name !== `default.${family}`) throw notFound('DBParameterGroupNotFound', `DBParameterGroup not found: ${name}`);
  const group = { name, family };
  rds.parameterGroups.push(parameterGroup({ accountId: region.accountId, region: region.name }, group));
  rds.parameters.set(name, parametersOf(group));
  return name;
}

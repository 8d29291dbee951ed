import { z } from 'zod';
import type { Aws } from '../../aws/execution.ts';
import { type DBInstance, describeDBSubnetGroups } from '../../aws/rds.ts';
import { orAbsent } from '../../aws/read.ts';
import { DATA_OF } from '../../model/drill.ts';
import { Refused } from '../../model/errors.ts';
import { NO_RECOVERY, type ProductionGuard } from '../../model/recovery-settings.ts';
import { defineRunbook, type PlanBuilder } from '../define.ts';
import { findInstance } from '../look/database.ts';
import { takenAt } from '../look/snapshots.ts';
import { type ReadyDrill, readyDrill, stateCost } from './drill-guard.ts';
import { applyLayerSteps } from './drill-layers.ts';
import { probeSteps } from './drill-probes.ts';
import { namedBy, restoreForDrill } from './drill-restore.ts';
import { snapshotForDrill } from './drill-snapshot.ts';

export const drDrill = defineRunbook({
  id: 'recovery/dr-drill',
  title: 'Disaster recovery drill',
  purpose:
    'Brings a network about, restores the newest snapshot that is available into it, deploys, verifies by using what stands, measures how long that took and how old the data were, and takes everything away again, whatever happens.',
  parameters: z.object({ drill: z.string().min(1).describe('A drill of the configuration (recovery.drills).') }),
  calls: [
    'rds:DescribeDBInstances',
    'rds:DescribeDBSnapshots',
    'rds:DescribeDBSubnetGroups',
    'rds:CopyDBSnapshot',
    'rds:DeleteDBSnapshot',
    'rds:RestoreDBInstanceFromDBSnapshot',
    'rds:ModifyDBInstance',
    'rds:DeleteDBInstance',
  ],

  async plan({ aws, plan, settings }, { drill: name }) {
    const { production } = settings.recovery ?? NO_RECOVERY;
    const drill = readyDrill(name, settings, aws.account);
    const { database, region = aws.region } = drill;
    const source = await findInstance(aws, database);
    const instanceClass = drill.instanceClass ?? source?.DBInstanceClass;
    if (instanceClass === undefined) {
      throw new Refused(
        `there is no database ${database} in ${aws.region} to take the class from: the drill needs one`,
      );
    }
    const forbiddenVpcs = await vpcsToKeepOutOf(aws, { drill, source, production });
    state(plan, drill, { region, home: aws.region });

    const network = drill.network && applyLayerSteps(plan, 'network', drill.network);
    const snapshot = await snapshotForDrill(aws, plan, drill);
    plan.fact(DATA_OF, takenAt(snapshot.snapshot).toISOString());
    plan.fact('Snapshot', snapshot.snapshot.DBSnapshotIdentifier ?? '');
    const parameterGroup = parameterGroupFor(plan, drill, { source, isHome: region === aws.region });
    const restored = { drill, snapshot, region, network, instanceClass, parameterGroup, forbiddenVpcs };
    const address = restoreForDrill(plan, restored);
    const known = { database: address, network, compute: undefined };
    const compute = drill.compute && applyLayerSteps(plan, 'compute', drill.compute, known);
    probeSteps(plan, drill, { ...known, compute });
    plan.lock(`drill/${name}`);
  },
});

interface Place {
  readonly region: string;
  readonly home: string;
}

function state(plan: PlanBuilder, drill: ReadyDrill, { region, home }: Place): void {
  const { name, database, within } = drill;
  plan.conduct({ onFailure: 'undo', afterwards: 'undo', undoGoesOn: true, within });
  plan.fact('Held in', { region, environment: drill.environment ?? '', subnetGroup: namedBy(drill.subnetGroup) });
  plan.fact('Taken away', `when it is verified, when a step fails, when it is interrupted, or after ${within}`);
  plan.fact('Measured', 'RTO: from the first change to the last probe; RPO: from the data to the first change');
  if (region === home) {
    plan.warn(
      `It is held in ${region}, where ${database} is: that this region fails, the drill ${name} does not rehearse.`,
    );
  }
  stateCost(plan, drill);
}

interface Around {
  readonly drill: ReadyDrill;
  readonly source: DBInstance | undefined;
  readonly production: ProductionGuard;
}

/**
 * VPCs of production: where the subnet group is there already, it is looked at now; in any case just before the restore.
 * @throws Refused where the drill would be held in one
 */
async function vpcsToKeepOutOf(aws: Aws, { drill, source, production }: Around): Promise<string[]> {
  const { subnetGroup, region = aws.region } = drill;
  const own = region === aws.region ? (source?.DBSubnetGroup?.VpcId ?? []) : [];
  const forbidden = [...new Set([...production.vpcs, ...[own].flat()])].toSorted();
  if (typeof subnetGroup !== 'string') return forbidden;
  const found = await orAbsent(
    describeDBSubnetGroups(aws.inRegion(region), { DBSubnetGroupName: subnetGroup }),
    'DBSubnetGroupNotFoundFault',
    'DBSubnetGroupNotFound',
  );
  const vpc = found?.[0]?.VpcId ?? '';
  if (!forbidden.includes(vpc)) return forbidden;
  throw new Refused(
    `the subnet group ${subnetGroup} of the drill is in ${vpc}, a VPC of production: nothing was planned`,
  );
}

interface Groups {
  readonly source: DBInstance | undefined;
  readonly isHome: boolean;
}

/** Parameter groups belong to a region: abroad, the source's own is another, if it is there at all. */
function parameterGroupFor(plan: PlanBuilder, drill: ReadyDrill, { source, isHome }: Groups): string | undefined {
  const own = source?.DBParameterGroups?.[0]?.DBParameterGroupName;
  if (drill.parameterGroup !== undefined) return drill.parameterGroup;
  if (isHome) return own;
  plan.warn("The restored database has AWS's default parameters: the drill names no parameterGroup of its region.");
  return undefined;
}

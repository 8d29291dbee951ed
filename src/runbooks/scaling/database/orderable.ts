import type { Aws } from '../../../aws/execution.ts';
import {
  type DBInstance,
  describeOrderableDBInstanceOptions,
  type OrderableDBInstanceOption,
} from '../../../aws/rds.ts';
import { Refused } from '../../../model/errors.ts';
import type { PlanBuilder } from '../../define.ts';

const MOST_NAMED = 8;

/**
 * Makes sure that AWS has the class for this database: for its engine and version, its storage, its zones and, where it has
 * a standby, Multi-AZ.
 * @throws Refused where it does not, with what it has
 */
export async function requireOrderable(
  aws: Aws,
  plan: PlanBuilder,
  instance: DBInstance,
  instanceClass: string,
): Promise<void> {
  const { DBInstanceIdentifier: id = '', Engine: engine = '', EngineVersion: version = '' } = instance;
  const where = `for ${engine} ${version} in ${aws.region}`;
  const options = await describeOrderableDBInstanceOptions(aws, {
    Engine: engine,
    EngineVersion: version,
    DBInstanceClass: instanceClass,
  });
  if (options.length > 0) {
    const problem = problemOf(instance, options);
    if (problem !== undefined)
      throw new Refused(`AWS has no ${instanceClass} ${where} ${problem}, as ${id} would need it`);
    return;
  }
  const others = await describeOrderableDBInstanceOptions(aws, { Engine: engine, EngineVersion: version });
  if (others.length > 0) {
    throw new Refused(`AWS has no ${instanceClass} ${where}. It has ${namesOf(others, instanceClass)}`);
  }
  // A version that has left the offer goes on running, and AWS looks at what its successors can have.
  const ofEngine = await describeOrderableDBInstanceOptions(aws, { Engine: engine, DBInstanceClass: instanceClass });
  if (ofEngine.length === 0) throw new Refused(`AWS has no ${instanceClass} for ${engine} in ${aws.region}`);
  plan.warn(
    `${engine} ${version} cannot be ordered any more: whether AWS takes ${instanceClass} shows when it is asked`,
  );
}

/** What keeps every option from fitting, in words; undefined where one fits. */
function problemOf(instance: DBInstance, options: readonly OrderableDBInstanceOption[]): string | undefined {
  const {
    StorageType: storage,
    AllocatedStorage: gib = 0,
    MultiAZ,
    AvailabilityZone,
    SecondaryAvailabilityZone,
  } = instance;
  const ofStorage = options.filter(({ StorageType }) => StorageType === storage || storage === undefined);
  if (ofStorage.length === 0) return `with ${storage} storage`;
  const ofSize = ofStorage.filter(
    ({ MinStorageSize: least = 0, MaxStorageSize: most = Infinity }) => gib >= least && gib <= most,
  );
  if (ofSize.length === 0) return `with ${gib} GiB of storage`;
  const ofStandby = ofSize.filter(({ MultiAZCapable }) => MultiAZ !== true || MultiAZCapable === true);
  if (ofStandby.length === 0) return 'with a standby';
  const zones = [AvailabilityZone, SecondaryAvailabilityZone].flatMap((zone) => zone ?? []);
  const missing = zones.find(
    (zone) => !ofStandby.some(({ AvailabilityZones = [] }) => AvailabilityZones.some(({ Name }) => Name === zone)),
  );
  return missing === undefined ? undefined : `in ${missing}`;
}

/** Those of the same family first. */
function namesOf(options: readonly OrderableDBInstanceOption[], instanceClass: string): string {
  const family = instanceClass.split('.').slice(0, 2).join('.');
  const names = [...new Set(options.flatMap(({ DBInstanceClass }) => DBInstanceClass ?? []))].toSorted();
  const near = names.toSorted((a, b) => Number(b.startsWith(`${family}.`)) - Number(a.startsWith(`${family}.`)));
  const more = near.length - MOST_NAMED;
  return `${near.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

import type {
  DescribeOrderableDBInstanceOptionsMessage,
  OrderableDBInstanceOption,
  OrderableDBInstanceOptionsMessage,
} from '@aws-sdk/client-rds';
import { orderableOptions } from '../world/newcomer/rds/orderable.ts';
import type { Ground } from './ground.ts';
import { answersTo } from './recording.ts';

/** What can be ordered: what AWS said, and what runs already. */
export function adoptOffers({ recordings, region }: Ground): void {
  const { rds } = region;
  const read = answersTo<DescribeOrderableDBInstanceOptionsMessage, OrderableDBInstanceOptionsMessage>(
    recordings,
    'rds',
    'DescribeOrderableDBInstanceOptions',
  );
  rds.offers.push(...read.flatMap(({ answer }) => answer.OrderableDBInstanceOptions ?? []));
  const known = [...rds.offers, ...orderableOptions(region.name, rds.engineVersions)];
  for (const { Engine, EngineVersion, DBInstanceClass, LicenseModel, StorageType } of rds.instances) {
    const running: OrderableDBInstanceOption = { Engine, EngineVersion, DBInstanceClass, LicenseModel, StorageType };
    if (!known.some((one) => isSame(one, running))) rds.offers.push({ ...running, Vpc: true });
  }
}

function isSame(one: OrderableDBInstanceOption, other: OrderableDBInstanceOption): boolean {
  return (
    one.Engine === other.Engine &&
    one.EngineVersion === other.EngineVersion &&
    one.DBInstanceClass === other.DBInstanceClass
  );
}

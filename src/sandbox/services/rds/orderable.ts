import type * as Rds from '@aws-sdk/client-rds';
import type { DBInstance, OrderableDBInstanceOption } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { Handlers, SandboxContext } from '../../handlers.ts';
import { familyOf } from '../../world/newcomer/rds/makers.ts';
import { orderableOptions } from '../../world/newcomer/rds/orderable.ts';
import { invalid, rdsPage, required } from './listing.ts';

export const orderable = {
  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeOrderableDBInstanceOptions.html */
  DescribeOrderableDBInstanceOptions(input, { region }) {
    const engine = required(input.Engine, 'Engine');
    const { EngineVersion: version, DBInstanceClass: instanceClass, LicenseModel: license, Vpc: vpc = true } = input;
    const found = optionsOf(region).filter(
      (option) =>
        option.Engine === engine &&
        (version === undefined || option.EngineVersion === version) &&
        (instanceClass === undefined || option.DBInstanceClass === instanceClass) &&
        (license === undefined || option.LicenseModel === license) &&
        vpc,
    );
    const { items, marker } = rdsPage(found, input);
    return { OrderableDBInstanceOptions: items, ...marker };
  },
} satisfies Handlers<typeof Rds>;

/** What is offered here in particular, and of the catalog what nothing in particular is said of. */
function optionsOf({ name, rds }: SandboxContext['region']): OrderableDBInstanceOption[] {
  const catalog = orderableOptions(name, rds.engineVersions).filter(
    (option) =>
      !rds.offers.some(
        (one) =>
          one.Engine === option.Engine &&
          one.EngineVersion === option.EngineVersion &&
          one.DBInstanceClass === option.DBInstanceClass,
      ),
  );
  return [...rds.offers, ...catalog];
}

type Order = Pick<DBInstance, 'Engine' | 'EngineVersion' | 'DBInstanceClass' | 'LicenseModel' | 'StorageType'>;

/**
 * Refuses what is not on offer: a word that is no class, a version that is not to be had, the two together. A version
 * that `runs` already may have left the offer: then what its major version can have is looked at.
 */
export function requireOrderable({ region }: SandboxContext, order: Order, runs: 'new' | 'runs' = 'new'): void {
  const { Engine: engine = '', EngineVersion: version = '', DBInstanceClass: instanceClass = '' } = order;
  if (!/^db\.[a-z0-9-]+\.[a-z0-9]+$/.test(instanceClass)) throw invalid(`Invalid DB Instance class: ${instanceClass}`);
  const ofEngine = optionsOf(region).filter((one) => one.Engine === engine);
  const exactly = ofEngine.filter((one) => one.EngineVersion === version);
  const family = familyOf(engine, version);
  const ofVersion =
    exactly.length === 0 && runs === 'runs'
      ? ofEngine.filter((one) => familyOf(engine, one.EngineVersion ?? '') === family)
      : exactly;
  if (ofVersion.length === 0) {
    throw new SandboxError('InvalidParameterCombination', `Cannot find version ${version} for ${engine}`);
  }
  if (ofVersion.some((one) => one.DBInstanceClass === instanceClass)) return;
  throw new SandboxError(
    'InvalidParameterCombination',
    'RDS does not support creating a DB instance with the following combination: ' +
      `DBInstanceClass=${instanceClass}, Engine=${engine}, EngineVersion=${version}, LicenseModel=${order.LicenseModel}. ` +
      'For supported combinations of instance class and database engine version, see the documentation.',
  );
}

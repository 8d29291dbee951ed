import type { Aws } from './execution.ts';
import {
  type DBCluster,
  type DBInstance,
  describeDBClusterParameters,
  describeDBParameters,
  type Parameter,
} from './rds.ts';
import { instanceClassMemoryBytes } from '../model/instance-class-memory.ts';
import { parameterValue } from '../model/parameter-formula.ts';

/** How many connections an instance takes at most, and where that is from. */
export interface MaxConnections {
  readonly value: number;
  readonly source: string;
}

interface EngineLimit {
  readonly parameter: string;
  readonly defaultFormula: string;
}

const POSTGRES = { parameter: 'max_connections', defaultFormula: 'LEAST({DBInstanceClassMemory/9531392},5000)' };
const MYSQL = { parameter: 'max_connections', defaultFormula: '{DBInstanceClassMemory/12582880}' };
const AURORA_MYSQL = {
  parameter: 'max_connections',
  defaultFormula: 'GREATEST({log(DBInstanceClassMemory/805306368)*45},{log(DBInstanceClassMemory/8187281408)*1000})',
};

/**
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Managing.Performance.html#AuroraMySQL.Managing.MaxConnections
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Managing.html#AuroraPostgreSQL.Managing.MaxConnections
 */
const LIMITS: readonly (readonly [engine: RegExp, limit: EngineLimit])[] = [
  [/^(aurora-)?postgres/, POSTGRES],
  [/^aurora-mysql$/, AURORA_MYSQL],
  [/^(mysql|mariadb)$/, MYSQL],
  [/^oracle-/, { parameter: 'processes', defaultFormula: 'LEAST({DBInstanceClassMemory/9868951}, 20000)' }],
  [/^sqlserver-/, { parameter: 'user connections', defaultFormula: '32767' }],
];

const ACU_BYTES = 2 * 2 ** 30;
/** With a minimum of at most half a unit, Aurora PostgreSQL takes no more. */
const MOST_ON_SMALLEST_SERVERLESS = 2000;

/**
 * By the parameter groups in use where somebody has set it, else by AWS's own formula. AWS keeps a part of the class's
 * memory for itself and does not say how much, so a value from a formula is the most that it can be. Undefined for
 * engines and classes that are not known.
 * @throws AwsFault
 */
export async function maxConnections(
  aws: Aws,
  instance: DBInstance,
  cluster: DBCluster | undefined,
): Promise<MaxConnections | undefined> {
  const { Engine: engine = '', DBInstanceClass: instanceClass } = instance;
  const limit = LIMITS.find(([pattern]) => pattern.test(engine))?.[1];
  if (!limit) return undefined;
  const set = await setByGroups(aws, limit.parameter, instance, cluster);
  const memory =
    instanceClass === 'db.serverless' ? serverlessMemory(cluster) : instanceClassMemoryBytes(instanceClass);
  // Zero connections means as many as the engine takes, on SQL Server.
  const formula = set && set.value !== '0' ? set.value : limit.defaultFormula;
  const value = parameterValue(formula, { DBInstanceClassMemory: memory ?? NaN });
  if (value === undefined) return undefined;
  const source = set ? `${limit.parameter} = ${set.value} of ${set.group}` : `AWS's default ${formula}`;
  return { value: engine === 'aurora-postgresql' && !set ? capped(value, instance, cluster) : value, source };
}

interface SetParameter {
  readonly group: string;
  readonly value: string;
}

/** An instance's own group goes before its cluster's. Nobody can change AWS's default groups, so they are not asked. */
async function setByGroups(
  aws: Aws,
  name: string,
  instance: DBInstance,
  cluster: DBCluster | undefined,
): Promise<SetParameter | undefined> {
  const own = (instance.DBParameterGroups ?? []).map(({ DBParameterGroupName: group = '' }) => group).filter(isCustom);
  for (const group of own) {
    const parameters = await describeDBParameters(aws, { DBParameterGroupName: group, Source: 'user' });
    const value = valueOf(parameters, name);
    if (value !== undefined) return { group, value };
  }
  const group = cluster?.DBClusterParameterGroup ?? '';
  if (!isCustom(group)) return undefined;
  const parameters = await describeDBClusterParameters(aws, { DBClusterParameterGroupName: group, Source: 'user' });
  const value = valueOf(parameters, name);
  return value === undefined ? undefined : { group, value };
}

function isCustom(group: string): boolean {
  return group !== '' && !group.startsWith('default.') && !group.startsWith('default:');
}

function valueOf(parameters: readonly Parameter[], name: string): string | undefined {
  return parameters.find(({ ParameterName: parameter }) => parameter === name)?.ParameterValue;
}

/**
 * Aurora sizes the limit of a serverless instance by the capacity it may grow to.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html#aurora-serverless-v2.max-connections
 */
function serverlessMemory(cluster: DBCluster | undefined): number | undefined {
  const units = cluster?.ServerlessV2ScalingConfiguration?.MaxCapacity;
  return units === undefined ? undefined : units * ACU_BYTES;
}

function capped(value: number, instance: DBInstance, cluster: DBCluster | undefined): number {
  const least = cluster?.ServerlessV2ScalingConfiguration?.MinCapacity;
  const smallest = instance.DBInstanceClass === 'db.serverless' && least !== undefined && least <= 0.5;
  return smallest ? Math.min(value, MOST_ON_SMALLEST_SERVERLESS) : value;
}

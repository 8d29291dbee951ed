import type { DBParameterGroup, Parameter } from '@aws-sdk/client-rds';
import type { Place } from '../cast.ts';
import { rdsArn } from './makers.ts';

interface GroupTraits {
  readonly name: string;
  readonly family: string;
  /** Set by somebody, beside AWS's own values. */
  readonly user?: Readonly<Record<string, string>>;
}

export function parameterGroup(place: Place, { name, family }: GroupTraits): DBParameterGroup {
  const byAws = name.startsWith('default.');
  return {
    DBParameterGroupName: name,
    DBParameterGroupFamily: family,
    Description: byAws ? `Default parameter group for ${family}` : `${family} as the platform team wants it`,
    DBParameterGroupArn: rdsArn(place, 'pg', name),
  };
}

/** A few of a family's several hundred parameters; what somebody has set stands in place of AWS's own value. */
export function parametersOf({ family, user = {} }: GroupTraits): Parameter[] {
  const own = family.includes('postgres') ? POSTGRES : MYSQL;
  return own.map(([name, value, apply]) => {
    const set = user[name];
    return {
      ParameterName: name,
      ParameterValue: set ?? value,
      Description: name.replaceAll('_', ' '),
      Source: set === undefined ? 'engine-default' : 'user',
      ApplyType: apply,
      DataType: 'string',
      IsModifiable: true,
      ApplyMethod: apply === 'static' ? 'pending-reboot' : 'immediate',
    };
  });
}

const POSTGRES = [
  ['autovacuum', '1', 'dynamic'],
  ['log_min_duration_statement', '-1', 'dynamic'],
  ['maintenance_work_mem', 'GREATEST({DBInstanceClassMemory*1024/63963136},65536)', 'dynamic'],
  ['max_connections', 'LEAST({DBInstanceClassMemory/9531392},5000)', 'static'],
  ['rds.force_ssl', '1', 'dynamic'],
  ['shared_buffers', '{DBInstanceClassMemory/32768}', 'static'],
] as const;

const MYSQL = [
  ['innodb_buffer_pool_size', '{DBInstanceClassMemory*3/4}', 'static'],
  ['max_connections', '{DBInstanceClassMemory/12582880}', 'dynamic'],
  ['slow_query_log', '0', 'dynamic'],
] as const;

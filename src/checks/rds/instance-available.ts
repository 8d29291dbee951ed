import { type DBInstance, dbInstance, describeDBInstances } from '../../aws/rds.ts';
import { fail, pass, unknown, type Verdict } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import { defineCheck } from '../define.ts';
import { conditionOf } from './database-status.ts';

export const instanceAvailable = defineCheck({
  id: 'rds-instance-available',
  title: 'Database instance is available',
  severity: 'critical',
  why: 'What a failed or stopped database serves is down, or will be once its caches are empty.',
  remediation:
    "Look at the instance's events (aws rds describe-events): a full disk wants more storage, incompatible parameters " +
    'or options want to be taken back, lost encryption credentials want access to the KMS key again, a stopped ' +
    'database wants to be started or deleted.',
  calls: ['rds:DescribeDBInstances'],
  async *evaluate({ aws }) {
    for (const instance of await describeDBInstances(aws, {})) yield judge(instance, dbInstance(aws, instance));
  },
});

function judge(instance: DBInstance, resource: Verdict['resource']): Verdict {
  const { DBInstanceIdentifier: id = '', DBInstanceStatus: status } = instance;
  const evidence: JsonObject = {
    status: status ?? null,
    engine: instance.Engine ?? null,
    engineVersion: instance.EngineVersion ?? null,
    instanceClass: instance.DBInstanceClass ?? null,
    // Stopped databases are started again by AWS after seven days.
    ...(instance.AutomaticRestartTime && { automaticRestartTime: instance.AutomaticRestartTime.toISOString() }),
  };
  switch (conditionOf(status)) {
    case 'available':
      return pass(resource, `${id} is available.`, evidence);
    case 'passing':
      return pass(resource, `${id} is ${status}, which passes by itself.`, evidence);
    case 'stopped':
      return fail(resource, `${id} is ${status}.`, evidence, { severity: 'medium' });
    case 'failed':
      return fail(resource, `${id} is ${status}.`, evidence);
    case 'unheard-of':
      return unknown(resource, `${id} has a status that Opsbook does not know: ${status ?? 'none'}.`, evidence);
  }
}

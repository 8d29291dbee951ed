import { describeDBInstances } from '../../aws/changes/rds.ts';
import type { Condition, NamedRead } from '../../model/plan.ts';

const STATUS = 'i.DBInstances[0].DBInstanceStatus';
const CLASS = 'i.DBInstances[0].DBInstanceClass';
const PENDING = 'i.DBInstances[0].PendingModifiedValues.DBInstanceClass';
const OBSERVED = `join('', ['it is ', ${STATUS} || 'not there', ' and has ', ${CLASS} || 'nothing', ${PENDING} && ', pending ' || '', ${PENDING} || ''])`;
/** Waiting does not mend these: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html */
const BROKEN = [
  'deleting',
  'failed',
  'inaccessible-encryption-credentials',
  'incompatible-network',
  'incompatible-option-group',
  'incompatible-parameters',
  'storage-full',
];

/**
 * A database runs on a class, and nothing is being done to it. For a while after it was asked, AWS still says that it is
 * available, on its old class, with the new one pending.
 */
export function runsOnClass(id: string, instanceClass: string): Condition {
  return {
    says: `${id} runs on ${instanceClass}`,
    reads: [read(id)],
    met: `${CLASS} == '${instanceClass}' && !(${PENDING}) && contains(['available', 'storage-optimization'], ${STATUS} || '')`,
    failed: [
      { when: 'i == `null`', because: `'${id} is not there any more'` },
      {
        when: `contains(\`${JSON.stringify(BROKEN)}\`, ${STATUS} || '')`,
        because: `join('', ['${id} is ', ${STATUS}])`,
      },
    ],
    unsure: [],
    observed: OBSERVED,
  };
}

/** A class waits for the maintenance window. */
export function classWaits(id: string, instanceClass: string): Condition {
  return {
    says: `${instanceClass} waits for the maintenance window of ${id}`,
    reads: [read(id)],
    met: `${PENDING} == '${instanceClass}' || ${CLASS} == '${instanceClass}'`,
    failed: [{ when: 'i == `null`', because: `'${id} is not there any more'` }],
    unsure: [],
    observed: OBSERVED,
  };
}

/** A change of the class was taken by AWS, whether it waits, is under way or done. */
export function classTaken(id: string, instanceClass: string): Condition {
  return {
    ...classWaits(id, instanceClass),
    says: `AWS has taken the change of ${id} to ${instanceClass}`,
    failed: [],
  };
}

function read(DBInstanceIdentifier: string): NamedRead {
  return {
    as: 'i',
    call: describeDBInstances({ DBInstanceIdentifier }),
    absent: ['DBInstanceNotFound', 'DBInstanceNotFoundFault'],
  };
}

import { describeDBClusters, describeDBInstances, describeDBSubnetGroups } from '../../aws/changes/rds.ts';
import type { Json } from '../../model/json.ts';
import type { Condition, NamedRead, Reference, Verdict } from '../../model/plan.ts';

type Name = string | Reference;

const GONE = ['DBInstanceNotFound', 'DBInstanceNotFoundFault'];

/** A database, or a cluster, is where work on it may begin. */
export function databaseWorkable(kind: 'instance' | 'cluster', id: string): Condition {
  const status = kind === 'instance' ? 'd.DBInstances[0].DBInstanceStatus' : 'd.DBClusters[0].Status';
  const call =
    kind === 'instance'
      ? describeDBInstances({ DBInstanceIdentifier: id })
      : describeDBClusters({ DBClusterIdentifier: id });
  return {
    says: `${id} is available`,
    reads: [{ as: 'd', call, absent: [...GONE, 'DBClusterNotFound', 'DBClusterNotFoundFault'] }],
    met: `contains(['available', 'storage-optimization'], ${status} || '')`,
    failed: [],
    unsure: [],
    observed: `join('', ['${id} is ', ${status} || 'not there'])`,
  };
}

/**
 * An instance is ready to be used; fails in the states that time does not mend.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html
 */
export function instanceAvailable(id: Name, region?: string): Condition {
  return {
    says: 'the database is available',
    reads: [instanceRead(id, region)],
    met: WORKS,
    failed: [broken()],
    unsure: [],
    observed: "join('', ['the database is ', i.DBInstances[0].DBInstanceStatus || 'not there yet'])",
  };
}

/** What is as it was asked for: a name for people, the path in an instance, the value there. */
export interface Setting {
  readonly name: string;
  /** Of an instance: a JMESPath expression. */
  readonly path: string;
  readonly value: Json;
}

/** An instance has all these settings, and nothing is being done to it any more. */
export function instanceHas(id: Name, settings: readonly Setting[]): Condition {
  const compared = settings.map(
    ({ name, path, value }) => `{name: ${literal(name)}, same: (i.DBInstances[0].${path}) == ${literal(value)}}`,
  );
  const different = `[${compared.join(', ')}] | [?!same].name`;
  return {
    says: 'the database has the settings of its source',
    reads: [instanceRead(id)],
    met: `${WORKS} && length(${different}) == \`0\``,
    failed: [broken()],
    unsure: [],
    observed: `join('', ['it is ', i.DBInstances[0].DBInstanceStatus || 'not there', '; different from its source: ', join(', ', ${different})])`,
  };
}

/** An instance, known by the id that stays its own, bears this name and can be worked on: a rename is over. */
export function instanceNamed(resource: Name, name: Name): Condition {
  return {
    says: 'the database bears its new name and is available',
    reads: [resourceRead(resource), { ...instanceRead(name), as: 'n' }],
    met: `i.DBInstances[0].DBInstanceIdentifier == n.DBInstances[0].DBInstanceIdentifier && ${SETTLED}`,
    failed: [{ when: 'i.DBInstances == `[]`', because: "'the database is not there any more'" }],
    unsure: [],
    observed: OBSERVED,
  };
}

/** Nothing is being done to an instance, a rename neither, whatever its name is now. */
export function instanceSettled(resource: Name): Condition {
  return {
    says: 'nothing is being done to the database',
    reads: [resourceRead(resource)],
    met: SETTLED,
    failed: [],
    unsure: [],
    observed: OBSERVED,
  };
}

/** A rename of an instance was taken by AWS: it has, or is about to have, another name than this one. */
export function instanceLeaves(resource: Name, name: Name): Condition {
  const one = 'i.DBInstances[0]';
  return {
    says: 'the database is renamed, or about to be',
    reads: [resourceRead(resource), { ...instanceRead(name), as: 'n' }],
    met: `${one} && (${one}.DBInstanceStatus == 'renaming' || !(${NO_NEW_NAME}) || ${one}.DBInstanceIdentifier != n.DBInstances[0].DBInstanceIdentifier)`,
    failed: [],
    unsure: [],
    observed: OBSERVED,
  };
}

/** No instance bears this name, or one that is going: it may be given. */
export function nameFree(name: Name, region?: string): Condition {
  return {
    says: 'no database has that name',
    reads: [instanceRead(name, region)],
    met: 'i == `null`',
    failed: [],
    unsure: [],
    observed: "join('', ['there is a database of that name, ', i.DBInstances[0].DBInstanceStatus || 'gone'])",
  };
}

/** A subnet group is in none of these VPCs; that it is nowhere is no better. */
export function subnetGroupOutside(group: Name, vpcs: readonly string[], region?: string): Condition {
  const vpc = 'g.DBSubnetGroups[0].VpcId';
  return {
    says: 'the subnet group is in no VPC of production',
    reads: [
      {
        as: 'g',
        call: describeDBSubnetGroups({ DBSubnetGroupName: group }, region),
        absent: ['DBSubnetGroupNotFoundFault', 'DBSubnetGroupNotFound'],
      },
    ],
    met: `${vpc} && !contains(${literal(vpcs)}, ${vpc})`,
    failed: [],
    unsure: [],
    observed: `join('', ['the subnet group is in ', ${vpc} || 'no VPC: it is not there'])`,
  };
}

/** AWS refuses to delete what it is creating; one that is not there needs no deleting. */
export function instanceDeletable(id: Name, region?: string): Condition {
  return {
    says: 'the database has come so far that it can be deleted',
    reads: [instanceRead(id, region)],
    met: "i == `null` || !contains(['creating', 'renaming', 'deleting'], i.DBInstances[0].DBInstanceStatus)",
    failed: [],
    unsure: [],
    observed: "join('', ['the database is ', i.DBInstances[0].DBInstanceStatus || 'gone'])",
  };
}

const WORKS = "contains(['available', 'storage-optimization'], i.DBInstances[0].DBInstanceStatus || '')";
const NO_NEW_NAME = 'i.DBInstances[0].PendingModifiedValues.DBInstanceIdentifier == `null`';
const SETTLED = `${WORKS} && ${NO_NEW_NAME}`;
const OBSERVED =
  "join('', [i.DBInstances[0].DBInstanceIdentifier || 'the database', ' is ', i.DBInstances[0].DBInstanceStatus || 'not there'])";

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html#Overview.DBInstance.Status */
const BROKEN = [
  'deleting',
  'failed',
  'inaccessible-encryption-credentials',
  'incompatible-create',
  'incompatible-network',
  'incompatible-option-group',
  'incompatible-parameters',
  'incompatible-restore',
  'insufficient-capacity',
  'restore-error',
  'storage-full',
];

function broken(): Verdict {
  return {
    when: `contains(${literal(BROKEN)}, i.DBInstances[0].DBInstanceStatus || '')`,
    because: "join('', ['the database is ', i.DBInstances[0].DBInstanceStatus])",
  };
}

function instanceRead(id: Name, region?: string): NamedRead {
  return { as: 'i', call: describeDBInstances({ DBInstanceIdentifier: id }, region), absent: GONE };
}

function resourceRead(resource: Name): NamedRead {
  const Filters = [{ Name: 'dbi-resource-id', Values: [resource] }];
  return { as: 'i', call: describeDBInstances({ Filters }), absent: [] };
}

/** A value in the middle of an expression: https://jmespath.org/specification.html#literal-expressions */
function literal(value: Json): string {
  return `\`${JSON.stringify(value).replaceAll('`', '\\`')}\``;
}

import { isIP } from 'node:net';
import type { HostedZone, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { absolute, isSame } from './names.ts';

interface Attempt {
  readonly action: string | undefined;
  readonly wanted: ResourceRecordSet;
  /** What the zone holds when this change has its turn. */
  readonly records: readonly ResourceRecordSet[];
  readonly zone: HostedZone;
}

/** Why a change cannot be made to a zone, in Route 53's words; undefined where it can. */
export function problemOf(attempt: Attempt): string | undefined {
  const { action, wanted, records } = attempt;
  const known = records.find((one) => isSame(one, wanted));
  if (action === 'DELETE') return deletionProblem(attempt, known);
  if (action === 'CREATE' && known) return `Tried to create resource record set ${named(wanted)} but it already exists`;
  return valueProblem(wanted) ?? placeProblem(attempt) ?? routingProblem(attempt) ?? aliasProblem(attempt);
}

function deletionProblem({ wanted, zone }: Attempt, known: ResourceRecordSet | undefined): string | undefined {
  if (!known) return `Tried to delete resource record set ${named(wanted)} but it was not found`;
  if (text(known) !== text(wanted)) {
    return `Tried to delete resource record set ${named(wanted)} but the values provided do not match the current values`;
  }
  if (wanted.Name !== zone.Name) return undefined;
  if (wanted.Type === 'SOA') return 'A HostedZone must contain exactly one SOA record.';
  return wanted.Type === 'NS' ? 'A HostedZone must contain at least one NS record for the zone itself.' : undefined;
}

/** Of addresses; what other types hold is not looked into. */
function valueProblem({ Type: type, ResourceRecords: values = [] }: ResourceRecordSet): string | undefined {
  const family = type === 'A' ? 4 : type === 'AAAA' ? 6 : undefined;
  const bad = values.find(({ Value: value = '' }) => family !== undefined && isIP(value) !== family);
  return bad
    ? `Invalid Resource Record: 'FATAL problem: ${family === 4 ? 'A' : 'AAAA'}RRDATAIllegalIPv${family}Address (Value is not a valid IPv${family} address) encountered with '${bad.Value}''`
    : undefined;
}

function placeProblem({ wanted, records, zone }: Attempt): string | undefined {
  const { Name: name = '', Type: type } = wanted;
  const domain = zone.Name ?? '';
  if (name !== domain && !name.endsWith(`.${domain}`)) {
    return `RRSet with DNS name ${name} is not permitted in zone ${domain}`;
  }
  if (type === 'CNAME' && name === domain) {
    return `RRSet of type CNAME with DNS name ${name} is not permitted at apex in zone ${domain}`;
  }
  const others = records.filter((one) => one.Name === name && one.Type !== type);
  const clash = type === 'CNAME' ? others.length > 0 : others.some((one) => one.Type === 'CNAME');
  return clash
    ? `RRSet of type ${type} with DNS name ${name} is not permitted as it conflicts with other records with the same DNS name in zone ${domain}`
    : undefined;
}

/** Record sets of one name and type route in one way, and weighted ones live equally long. */
function routingProblem({ wanted, records }: Attempt): string | undefined {
  const { Name: name, Type: type, SetIdentifier: identifier } = wanted;
  const siblings = records.filter((one) => one.Name === name && one.Type === type && !isSame(one, wanted));
  if (siblings.length === 0) return undefined;
  if (identifier === undefined) {
    return `RRSet with DNS name ${name}, type ${type} cannot be created as other RRSets exist with the same name and type.`;
  }
  const which = `RRSet with DNS name ${name}, type ${type}, SetIdentifier ${identifier} cannot be created as`;
  const policy = policyOf(wanted);
  if (siblings.some((one) => policyOf(one) !== policy)) {
    return `${which} a non-${policy} set exists with the same name and type.`;
  }
  const plain = [...siblings, wanted].filter((one) => one.TTL !== undefined);
  return policy === 'weighted' && new Set(plain.map(({ TTL }) => TTL)).size > 1
    ? `${which} weighted sets must contain the same TTL.`
    : undefined;
}

/** Whether a target in the zone itself is there; others are not looked at. */
function aliasProblem({ wanted, records, zone }: Attempt): string | undefined {
  const { AliasTarget: target, Type: type } = wanted;
  if (!target || zone.Id?.endsWith(`/${target.HostedZoneId}`) !== true) return undefined;
  const name = absolute(target.DNSName ?? '');
  return records.some((one) => one.Name === name && one.Type === type)
    ? undefined
    : `Tried to create an alias that targets ${name}, type ${type} in zone ${target.HostedZoneId}, but that target was not found`;
}

function policyOf({ Weight, Region, Failover, GeoLocation, MultiValueAnswer }: ResourceRecordSet): string {
  if (Weight !== undefined) return 'weighted';
  if (Region !== undefined) return 'latency';
  if (Failover !== undefined) return 'failover';
  if (GeoLocation !== undefined) return 'geolocation';
  return MultiValueAnswer === undefined ? 'simple' : 'multivalue';
}

function named({ Name, Type, SetIdentifier: identifier }: ResourceRecordSet): string {
  return `[name='${Name}', type='${Type}'${identifier === undefined ? '' : `, set-identifier='${identifier}'`}]`;
}

/** What has to agree for a deletion; the order of values has not. */
function text(one: ResourceRecordSet): string {
  const { ResourceRecords: values, AliasTarget: target } = one;
  return JSON.stringify([
    one.TTL,
    one.Weight,
    one.Region,
    one.Failover,
    one.HealthCheckId,
    one.MultiValueAnswer,
    one.GeoLocation && Object.entries(one.GeoLocation).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    values?.map(({ Value }) => Value).toSorted(),
    target && [target.HostedZoneId, target.DNSName, target.EvaluateTargetHealth],
  ]);
}

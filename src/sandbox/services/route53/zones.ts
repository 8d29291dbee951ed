import type {
  GetHostedZoneCommandInput,
  GetHostedZoneCommandOutput,
  HostedZone,
  ListHostedZonesByNameCommandInput,
  ListHostedZonesByNameCommandOutput,
  ListHostedZonesCommandInput,
  ListHostedZonesCommandOutput,
} from '@aws-sdk/client-route-53';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import type { SandboxZone } from '../../world/newcomer/route53.ts';
import { compare, sortable } from './names.ts';

const MOST = 100;

/** @throws NoSuchHostedZone; an id may come with `/hostedzone/` before it */
export function zoneOf({ account }: SandboxContext, id = ''): SandboxZone {
  const found = account.route53.zones.find(({ zone }) => bare(zone.Id) === bare(id));
  if (!found) throw new SandboxError('NoSuchHostedZone', `No hosted zone found with ID: ${bare(id)}`, 404);
  return found;
}

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZones.html */
export function listHostedZones(
  { Marker: marker, MaxItems }: ListHostedZonesCommandInput,
  { account }: SandboxContext,
): Omit<ListHostedZonesCommandOutput, '$metadata'> {
  const { zones } = account.route53;
  const size = sizeOf(MaxItems, MOST);
  const from = marker === undefined ? 0 : zones.findIndex(({ zone }) => bare(zone.Id) === bare(marker));
  if (from < 0) throw new SandboxError('InvalidInput', `The marker ${marker ?? ''} is not valid.`);
  const next = zones[from + size]?.zone.Id;
  return {
    HostedZones: zones.slice(from, from + size).map(described),
    Marker: marker,
    IsTruncated: next !== undefined,
    ...(next !== undefined && { NextMarker: bare(next) }),
    MaxItems: size,
  };
}

/** By name from the right, beginning at one. https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZonesByName.html */
export function listHostedZonesByName(
  { DNSName, HostedZoneId, MaxItems }: ListHostedZonesByNameCommandInput,
  { account }: SandboxContext,
): Omit<ListHostedZonesByNameCommandOutput, '$metadata'> {
  if (HostedZoneId !== undefined && DNSName === undefined) {
    throw new SandboxError('InvalidInput', 'HostedZoneId goes with DNSName only.');
  }
  const size = sizeOf(MaxItems, MOST);
  const start = [DNSName === undefined ? '' : sortable(DNSName), bare(HostedZoneId)];
  const found = account.route53.zones
    .map((one) => ({ one, order: [sortable(one.zone.Name ?? ''), bare(one.zone.Id)] }))
    .filter(({ order }) => compare(order, start) >= 0)
    .toSorted((a, b) => compare(a.order, b.order));
  const next = found[size]?.one.zone;
  return {
    HostedZones: found.slice(0, size).map(({ one }) => described(one)),
    DNSName,
    HostedZoneId,
    IsTruncated: next !== undefined,
    ...(next && { NextDNSName: next.Name, NextHostedZoneId: bare(next.Id) }),
    MaxItems: size,
  };
}

export function getHostedZone(
  { Id }: GetHostedZoneCommandInput,
  context: SandboxContext,
): Omit<GetHostedZoneCommandOutput, '$metadata'> {
  const found = zoneOf(context, Id);
  const servers = found.records.find(({ Name, Type }) => Name === found.zone.Name && Type === 'NS')?.ResourceRecords;
  const NameServers = (servers ?? []).map(({ Value = '' }) => Value.replace(/\.$/, ''));
  const isPrivate = found.zone.Config?.PrivateZone === true;
  return { HostedZone: described(found), ...(!isPrivate && { DelegationSet: { NameServers } }) };
}

function described({ zone, records }: SandboxZone): HostedZone {
  return { ...zone, ResourceRecordSetCount: records.length };
}

function bare(id: string | undefined): string {
  return (id ?? '').replace(/^\/?hostedzone\//, '');
}

/** A larger page than there can be is cut to the largest. */
export function sizeOf(asked: number | undefined, most: number): number {
  if (asked !== undefined && asked < 1)
    throw new SandboxError('InvalidInput', `MaxItems must be at least 1, not ${asked}.`);
  return Math.min(asked ?? most, most);
}

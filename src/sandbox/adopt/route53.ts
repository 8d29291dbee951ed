import type {
  GetHostedZoneRequest,
  GetHostedZoneResponse,
  HostedZone,
  ListHostedZonesByNameRequest,
  ListHostedZonesByNameResponse,
  ListHostedZonesRequest,
  ListHostedZonesResponse,
  ListResourceRecordSetsRequest,
  ListResourceRecordSetsResponse,
} from '@aws-sdk/client-route-53';
import type { SandboxZone } from '../world/newcomer/route53.ts';
import type { Ground } from './ground.ts';
import { answersTo } from './recording.ts';

/** Hosted zones with the records that were read. */
export function adoptRoute53({ recordings, account: { route53 } }: Ground): void {
  const zones: readonly HostedZone[] = [
    ...answersTo<ListHostedZonesRequest, ListHostedZonesResponse>(recordings, 'route53', 'ListHostedZones'),
    ...answersTo<ListHostedZonesByNameRequest, ListHostedZonesByNameResponse>(
      recordings,
      'route53',
      'ListHostedZonesByName',
    ),
  ].flatMap(({ answer }) => answer.HostedZones ?? []);
  const single = answersTo<GetHostedZoneRequest, GetHostedZoneResponse>(recordings, 'route53', 'GetHostedZone');
  for (const zone of [...zones, ...single.flatMap(({ answer }) => answer.HostedZone ?? [])]) {
    const { ResourceRecordSetCount: _computed, ...own } = zone;
    if (!find(route53.zones, zone.Id)) route53.zones.push({ zone: own, records: [] });
  }
  for (const { input, answer } of answersTo<ListResourceRecordSetsRequest, ListResourceRecordSetsResponse>(
    recordings,
    'route53',
    'ListResourceRecordSets',
  )) {
    const found = find(route53.zones, input.HostedZoneId) ?? placed(route53.zones, input.HostedZoneId ?? '');
    const read = answer.ResourceRecordSets ?? [];
    const isRead = new Set(read.map((one) => keyOf(one)));
    found.records = [...found.records.filter((one) => !isRead.has(keyOf(one))), ...read];
  }
}

function find(zones: readonly SandboxZone[], id: string | undefined): SandboxZone | undefined {
  return zones.find(({ zone }) => bare(zone.Id) === bare(id));
}

function placed(zones: SandboxZone[], id: string): SandboxZone {
  const made: SandboxZone = {
    zone: { Id: `/hostedzone/${bare(id)}`, Name: '', CallerReference: '' },
    records: [],
  };
  zones.push(made);
  return made;
}

function keyOf({ Name, Type, SetIdentifier }: SandboxZone['records'][number]): string {
  return JSON.stringify([Name, Type, SetIdentifier]);
}

function bare(id: string | undefined): string {
  return (id ?? '').replace(/^\/?hostedzone\//, '');
}

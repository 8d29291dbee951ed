import type { Naming, Pages, Questions } from '../cases.ts';
import { first } from '../roles.ts';

const zone = first('route53:ListHostedZones', 'HostedZones.Id', { like: /"shop\.example\.com\."/ });
const Zone: Naming = { known: zone, unknown: 'Z0@@@@@@@@@@@@', malformed: ['x'.repeat(33)], junk: false };
const PAGES: Pages = {
  size: 'MaxItems',
  least: 1,
  most: 300,
  tokenIn: 'Marker',
  tokenOut: 'NextMarker',
  list: 'HostedZones',
};

export const route53: Record<string, Questions> = {
  ListHostedZones: { pages: PAGES },
  ListHostedZonesByName: {
    names: { DNSName: { known: 'shop.example.com', unknown: 'nobodys-@@@@.example.org' } },
    also: { 'one zone': { MaxItems: 1 }, 'MaxItems=0': { MaxItems: 0 }, 'by id alone': { HostedZoneId: zone } },
  },
  GetHostedZone: { required: { Id: zone }, names: { Id: Zone } },
  ListResourceRecordSets: {
    required: { HostedZoneId: zone },
    names: { HostedZoneId: Zone },
    also: {
      'one record': { MaxItems: 1 },
      'MaxItems=0': { MaxItems: 0 },
      'type without name': { StartRecordType: 'A' },
      'identifier without type': { StartRecordName: 'shop.example.com', StartRecordIdentifier: 'primary' },
      'from a name on': { StartRecordName: 'www.shop.example.com' },
      'from behind the last': { StartRecordName: 'zzz.shop.example.com' },
    },
  },
};

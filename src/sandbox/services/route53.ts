import type * as Route53 from '@aws-sdk/client-route-53';
import type { Handlers } from '../handlers.ts';
import { changeResourceRecordSets, getChange } from './route53/changes.ts';
import { listResourceRecordSets } from './route53/record-sets.ts';
import { getHostedZone, listHostedZones, listHostedZonesByName } from './route53/zones.ts';

export const route53: Handlers<typeof Route53> = {
  ChangeResourceRecordSets: changeResourceRecordSets,
  GetChange: getChange,
  GetHostedZone: getHostedZone,
  ListHostedZones: listHostedZones,
  ListHostedZonesByName: listHostedZonesByName,
  ListResourceRecordSets: listResourceRecordSets,
};

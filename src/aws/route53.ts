import type {
  ListResourceRecordSetsCommandInput,
  ListResourceRecordSetsCommandOutput,
  ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import type { Aws } from './execution.ts';
import { one } from './read.ts';

export type { ResourceRecordSet } from '@aws-sdk/client-route-53';

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html */
const listResourceRecordSets = one<ListResourceRecordSetsCommandInput, ListResourceRecordSetsCommandOutput>(
  'route53',
  'ListResourceRecordSets',
);

export interface RecordName {
  readonly zone: string;
  readonly name: string;
  readonly type: string;
}

/** The records of one name and type: a hundred at most, as many as a weighted name may have. */
export async function recordsNamed(aws: Aws, { zone, name, type }: RecordName): Promise<ResourceRecordSet[]> {
  const wanted = absolute(name);
  const { ResourceRecordSets: found = [] } = await listResourceRecordSets(aws, {
    HostedZoneId: zone,
    StartRecordName: wanted,
    StartRecordType: recordType(type),
    MaxItems: 100,
  });
  return found.filter(({ Name = '', Type }) => absolute(Name) === wanted && Type === type);
}

/** As Route 53 compares names: small letters, and a dot at the end; for a star it answers a code of its own. */
function absolute(name: string): string {
  const lower = name.toLowerCase().replaceAll('\\052', '*');
  return lower.endsWith('.') ? lower : `${lower}.`;
}

function recordType(type: string): 'A' | 'AAAA' | 'CNAME' {
  return type === 'AAAA' || type === 'CNAME' ? type : 'A';
}

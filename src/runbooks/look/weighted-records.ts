import type { Aws } from '../../aws/execution.ts';
import { recordsNamed, type ResourceRecordSet } from '../../aws/route53.ts';
import { Refused } from '../../model/errors.ts';
import type { FailOverRecord } from '../../model/recovery-settings.ts';

/** One name that traffic is shifted with: the record of each region, as it is now. */
export interface WeightedPair {
  readonly record: FailOverRecord;
  readonly primary: ResourceRecordSet;
  readonly secondary: ResourceRecordSet;
}

/**
 * The two weighted records of each name.
 * @throws Refused where one is missing, or is not weighted: then there is nothing to shift, nor to shift back
 */
export async function lookAtRecords(aws: Aws, records: readonly FailOverRecord[]): Promise<WeightedPair[]> {
  return Promise.all(records.map((record) => pairOf(aws, record)));
}

/** How much of a name's traffic goes to the secondary, in percent; 0 where both weigh nothing. */
export function shareOf({ primary, secondary }: WeightedPair): number {
  const [one, other] = [primary.Weight ?? 0, secondary.Weight ?? 0];
  return one + other === 0 ? 0 : Math.round((other * 100) / (one + other));
}

async function pairOf(aws: Aws, record: FailOverRecord): Promise<WeightedPair> {
  const found = await recordsNamed(aws, record);
  const [primary, secondary] = [record.primary, record.secondary].map((identifier) => {
    const one = found.find(({ SetIdentifier }) => SetIdentifier === identifier);
    if (one?.Weight !== undefined) return one;
    const known = found.map(({ SetIdentifier = 'one without an identifier' }) => SetIdentifier).join(', ');
    throw new Refused(
      `${record.name} ${record.type} has no weighted record "${identifier}" in the zone ${record.zone} (there are: ${known || 'none'}): traffic could not be shifted, nor shifted back`,
    );
  });
  const others = found.length - 2;
  if (!primary || !secondary || others > 0) {
    throw new Refused(
      `${record.name} ${record.type} has ${others} more records, which would keep their share of traffic`,
    );
  }
  return { record, primary, secondary };
}

import type { ListResourceRecordSetsCommandInput, ListResourceRecordSetsCommandOutput } from '@aws-sdk/client-route-53';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { byOrder, compare, orderOf } from './names.ts';
import { sizeOf, zoneOf } from './zones.ts';

const MOST = 300;

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html */
export function listResourceRecordSets(
  input: ListResourceRecordSetsCommandInput,
  context: SandboxContext,
): Omit<ListResourceRecordSetsCommandOutput, '$metadata'> {
  const { StartRecordName: name, StartRecordType: type, StartRecordIdentifier: identifier } = input;
  if (type !== undefined && name === undefined) {
    throw new SandboxError('InvalidInput', 'StartRecordType goes with StartRecordName only.');
  }
  if (identifier !== undefined && type === undefined) {
    throw new SandboxError('InvalidInput', 'StartRecordIdentifier goes with StartRecordName and StartRecordType only.');
  }
  const { records } = zoneOf(context, input.HostedZoneId);
  const size = sizeOf(input.MaxItems, MOST);
  const start = name === undefined ? [] : [orderOf({ Name: name })[0] ?? '', type ?? '', identifier ?? ''];
  const found = records.toSorted(byOrder).filter((one) => compare(start, orderOf(one)) <= 0);
  const next = found[size];
  return {
    ResourceRecordSets: found.slice(0, size),
    IsTruncated: next !== undefined,
    ...(next && {
      NextRecordName: next.Name,
      NextRecordType: next.Type,
      ...(next.SetIdentifier !== undefined && { NextRecordIdentifier: next.SetIdentifier }),
    }),
    MaxItems: size,
  };
}

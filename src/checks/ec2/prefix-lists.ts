import { getManagedPrefixListEntries, type SecurityGroup } from '../../aws/ec2.ts';
import type { Aws } from '../../aws/execution.ts';
import type { PrefixLists } from '../../model/exposure.ts';

/**
 * The CIDRs of the prefix lists that a security group's rules name; mostly there is none, and nothing is asked. Each list
 * is read once for all groups.
 * @throws AwsFault
 */
export async function prefixListsOf(aws: Aws, { IpPermissions: rules = [] }: SecurityGroup): Promise<PrefixLists> {
  const ids = new Set(
    rules.flatMap(({ PrefixListIds = [] }) => PrefixListIds.flatMap(({ PrefixListId: id }) => id ?? [])),
  );
  const entries = [...ids].map(async (id) => {
    const list = await getManagedPrefixListEntries(aws, { PrefixListId: id });
    return [id, list.flatMap(({ Cidr }) => Cidr ?? [])] as const;
  });
  return new Map(await Promise.all(entries));
}

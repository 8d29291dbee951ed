import { describeSecurityGroups, type SecurityGroup } from '../../aws/ec2.ts';
import type { Aws } from '../../aws/execution.ts';
import { settled } from '../../aws/read.ts';
import { type DBInstance, dbInstance, describeDBInstances } from '../../aws/rds.ts';
import { exposesTcpPort, exposuresOf, type PrefixLists } from '../../model/exposure.ts';
import { fail, pass, unknown, type Verdict } from '../../model/finding.ts';
import { defineCheck, judgeEach } from '../define.ts';
import { prefixListsOf } from '../ec2/prefix-lists.ts';

export const instanceNotPublic = defineCheck({
  id: 'rds-instance-not-public',
  title: 'Database instance is not reachable from the internet',
  severity: 'high',
  why: 'A database with a public address that its security groups leave open is tried by everybody who scans the internet.',
  remediation:
    'Modify the instance to be not publicly accessible, and close its security groups to all but those who need the ' +
    'database; reach it through a bastion, a VPN or SSM.',
  calls: ['rds:DescribeDBInstances', 'ec2:DescribeSecurityGroups', 'ec2:GetManagedPrefixListEntries'],
  async *evaluate({ aws }) {
    const instances = await describeDBInstances(aws, {});
    // Without a public database, security groups need not be read at all.
    const anyPublic = instances.some((instance) => instance.PubliclyAccessible);
    const groups = anyPublic ? describeSecurityGroups(aws, {}) : Promise.resolve([]);
    yield* judgeEach(
      instances,
      (instance) => dbInstance(aws, instance),
      (instance) => judge(aws, instance, groups),
    );
  },
});

async function judge(aws: Aws, instance: DBInstance, asked: Promise<readonly SecurityGroup[]>): Promise<Verdict> {
  const resource = dbInstance(aws, instance);
  const { id } = resource;
  // AWS may leave the flag out where it is false.
  if (!instance.PubliclyAccessible)
    return pass(resource, `${id} has no public address.`, { publiclyAccessible: false });
  const groups = await asked;
  const ids = (instance.VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId: group }) => group ?? []);
  const attached = groups.filter(({ GroupId: group }) => group !== undefined && ids.includes(group));
  // AWS says 0 in DbInstancePort where the endpoint has the port.
  const port = instance.Endpoint?.Port ?? (instance.DbInstancePort || undefined);
  const evidence = { publiclyAccessible: true, port: port ?? null, securityGroups: ids };
  if (port === undefined || attached.length < ids.length) {
    return unknown(
      resource,
      `${id} has a public address, and its port or security groups could not be read.`,
      evidence,
    );
  }
  const lists = await settled(readPrefixLists(aws, attached));
  const open = openGroups(attached, port, lists.ok ? lists.value : new Map());
  // What the CIDRs open is open, whatever else an unreadable prefix list may add to it.
  if (open === undefined && !lists.ok) throw lists.fault;
  if (open === undefined) {
    const reason = `${id} has a public address, but its security groups do not admit the internet to port ${port}.`;
    return fail(resource, reason, evidence);
  }
  const by = open.length > 0 ? open.join(', ') : 'its security groups together';
  const reason = `${id} has a public address, and the internet is admitted to port ${port} by ${by}.`;
  return fail(resource, reason, { ...evidence, open }, { severity: 'critical' });
}

async function readPrefixLists(aws: Aws, groups: readonly SecurityGroup[]): Promise<PrefixLists> {
  const lists = await Promise.all(groups.map((group) => prefixListsOf(aws, group)));
  return new Map(lists.flatMap((list) => [...list]));
}

/** The groups that admit the internet by themselves; none where only all of them together do; undefined where none does. */
function openGroups(groups: readonly SecurityGroup[], port: number, lists: PrefixLists): string[] | undefined {
  const isOpen = (some: readonly SecurityGroup[]): boolean => {
    const rules = some.flatMap((group) => group.IpPermissions ?? []);
    return exposesTcpPort(exposuresOf(rules, lists), port);
  };
  if (!isOpen(groups)) return undefined;
  return groups.filter((group) => isOpen([group])).map(({ GroupName, GroupId }) => GroupName ?? GroupId ?? '');
}

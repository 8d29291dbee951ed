import { z } from 'zod';
import { describeNetworkInterfaces, describeSecurityGroups, securityGroup, type SecurityGroup } from '../../aws/ec2.ts';
import type { Aws } from '../../aws/execution.ts';
import { settled } from '../../aws/read.ts';
import { exposuresOf } from '../../model/exposure.ts';
import { fail, pass, type Verdict } from '../../model/finding.ts';
import { counted } from '../age.ts';
import { type CheckContext, defineCheck, judgeEach } from '../define.ts';
import { asEvidence, gravityOf, inWords } from './open-ports.ts';
import { prefixListsOf } from './prefix-lists.ts';

const port = z.number().int().min(0).max(65_535);
const settings = z.object({
  allowedPorts: z.array(port).default([80, 443]),
  /** Remote access and databases: nobody means the whole internet to reach these. */
  sensitivePorts: z.array(port).default([22, 3389, 1433, 1521, 3306, 5432, 6379, 9200, 11_211, 27_017]),
});

export const securityGroupClosed = defineCheck({
  id: 'ec2-security-group-closed',
  title: 'Security group is closed to the internet',
  severity: 'high',
  why: 'A port that the whole internet may reach is found and tried within minutes.',
  remediation:
    'Replace the rule by one that admits the networks or security groups that need it; for a shell use Session Manager, ' +
    'which needs no open port.',
  calls: ['ec2:DescribeSecurityGroups', 'ec2:GetManagedPrefixListEntries', 'ec2:DescribeNetworkInterfaces'],
  settings,
  async *evaluate(context) {
    const { aws } = context;
    yield* judgeEach(
      await describeSecurityGroups(aws, {}),
      (group) => securityGroup(aws, group),
      (group) => judge(group, context),
    );
  },
});

async function judge(
  group: SecurityGroup,
  { aws, settings: policy }: CheckContext<z.infer<typeof settings>>,
): Promise<Verdict> {
  const lists = await settled(prefixListsOf(aws, group));
  const exposures = exposuresOf(group.IpPermissions ?? [], lists.ok ? lists.value : undefined);
  const open = exposures.filter((exposure) => gravityOf(exposure, policy) !== 'allowed');
  // What the CIDRs open is open, whatever else an unreadable prefix list may add to it.
  if (open.length === 0 && !lists.ok) throw lists.fault;
  const name = `${group.GroupName} (${group.GroupId})`;
  const openRules = exposures.map((exposure) => asEvidence(exposure, policy));
  const evidence = { groupName: group.GroupName ?? '', vpcId: group.VpcId ?? null, openRules };
  const resource = securityGroup(aws, group);
  if (open.length === 0) {
    const only =
      exposures.length > 0 ? `admits the whole internet to ${inWords(exposures)} only` : 'is closed to the internet';
    return pass(resource, `${name} ${only}.`, evidence);
  }
  const what = `${name} admits the whole internet to ${inWords(open)}`;
  if (!open.some((exposure) => gravityOf(exposure, policy) === 'sensitive')) {
    return fail(resource, `${what}.`, evidence, { severity: 'medium' });
  }
  const users = await settled(usersOf(aws, group));
  if (!users.ok) {
    const reason = `${what}; what uses it could not be read: ${users.fault.message}`;
    return fail(resource, reason, { ...evidence, attachedTo: null }, { severity: 'high' });
  }
  const uses = users.value.length;
  const attachedTo = users.value.slice(0, SHOWN);
  if (uses === 0) {
    return fail(resource, `${what}, though nothing uses it.`, { ...evidence, attachedTo }, { severity: 'high' });
  }
  const reason = `${what} and is attached to ${counted(uses, 'network interface')}.`;
  return fail(resource, reason, { ...evidence, attachedTo }, { severity: 'critical' });
}

/** Of the interfaces that use a group, in the evidence: a load balancer's may have hundreds. */
const SHOWN = 20;

/** Whatever a group protects has a network interface: instances, databases, load balancers, tasks and functions alike. */
async function usersOf(aws: Aws, { GroupId: id }: SecurityGroup): Promise<{ id: string; description: string }[]> {
  const interfaces = await describeNetworkInterfaces(aws, {});
  return interfaces
    .filter(({ Groups = [] }) => Groups.some(({ GroupId }) => GroupId === id))
    .map(({ NetworkInterfaceId = '', Description = '' }) => ({ id: NetworkInterfaceId, description: Description }));
}

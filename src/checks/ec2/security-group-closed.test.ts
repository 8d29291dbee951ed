import { expect, test } from 'vitest';
import { type Answers, answering, awsError, judge, lines } from '../../../test/answers.ts';
import { securityGroupClosed } from './security-group-closed.ts';

const WORLD = { IpRanges: [{ CidrIp: '0.0.0.0/0' }] };

function tcp(port: number, sources: object, to = port) {
  return { IpProtocol: 'tcp', FromPort: port, ToPort: to, ...sources };
}

function group(name: string, ...IpPermissions: readonly object[]) {
  return { GroupId: `sg-${name}`, GroupName: name, VpcId: 'vpc-1', IpPermissions };
}

interface Canned {
  readonly groups: readonly object[];
  readonly attached?: readonly string[];
  readonly lists?: Readonly<Record<string, readonly string[]>>;
}

function answers({ groups, attached = [], lists = {} }: Canned): Answers {
  return {
    'ec2:DescribeSecurityGroups': { SecurityGroups: groups },
    'ec2:DescribeNetworkInterfaces': {
      NetworkInterfaces: attached.map((name, index) => ({
        NetworkInterfaceId: `eni-${index}`,
        Description: 'RDSNetworkInterface',
        Groups: [{ GroupId: `sg-${name}` }],
      })),
    },
    'ec2:GetManagedPrefixListEntries': ({ PrefixListId }: { PrefixListId: string }) => ({
      Entries: (lists[PrefixListId] ?? []).map((Cidr) => ({ Cidr })),
    }),
  };
}

test('E5.4 finds the whole internet as 0.0.0.0/0, as ::/0, as two halves and in a prefix list; 443 is meant', async () => {
  const findings = await judge(
    securityGroupClosed,
    answers({
      groups: [
        group('web', tcp(443, { ...WORLD, Ipv6Ranges: [{ CidrIpv6: '::/0' }] }), tcp(80, WORLD)),
        group('ssh', tcp(22, WORLD)),
        group('rdp-v6', tcp(3389, { Ipv6Ranges: [{ CidrIpv6: '::/0' }] })),
        group('halves', tcp(3306, { IpRanges: [{ CidrIp: '0.0.0.0/1' }, { CidrIp: '128.0.0.0/1' }] })),
        group('list', tcp(5432, { IpRanges: [{ CidrIp: '0.0.0.0/1' }], PrefixListIds: [{ PrefixListId: 'pl-1' }] })),
        group('internal', tcp(5432, { IpRanges: [{ CidrIp: '10.0.0.0/8' }] })),
      ],
      lists: { 'pl-1': ['128.0.0.0/2', '192.0.0.0/2'] },
    }),
  );
  expect(lines(findings)).toEqual([
    'sg-halves: fail high: halves (sg-halves) admits the whole internet to tcp 3306, though nothing uses it.',
    'sg-list: fail high: list (sg-list) admits the whole internet to tcp 5432, though nothing uses it.',
    'sg-rdp-v6: fail high: rdp-v6 (sg-rdp-v6) admits the whole internet to tcp 3389 over IPv6, though nothing uses it.',
    'sg-ssh: fail high: ssh (sg-ssh) admits the whole internet to tcp 22, though nothing uses it.',
    'sg-internal: pass: internal (sg-internal) is closed to the internet.',
    'sg-web: pass: web (sg-web) admits the whole internet to tcp 80 and tcp 443 only.',
  ]);
});

test('E5.4 all traffic and sensitive ports are critical where the group is used; other ports are medium', async () => {
  const findings = await judge(
    securityGroupClosed,
    answers({
      groups: [
        group('all', { IpProtocol: '-1', ...WORLD }),
        group('database', tcp(5432, WORLD)),
        group('range', tcp(3000, WORLD, 4000)),
        group('application', tcp(8443, WORLD)),
        group('tunnel', { IpProtocol: '47', ...WORLD }),
      ],
      attached: ['all', 'database', 'range', 'range', 'application'],
    }),
  );
  expect(lines(findings)).toEqual([
    'sg-all: fail critical: all (sg-all) admits the whole internet to all traffic and is attached to 1 network interface.',
    'sg-database: fail critical: database (sg-database) admits the whole internet to tcp 5432 and is attached to 1 network interface.',
    'sg-range: fail critical: range (sg-range) admits the whole internet to tcp 3000-4000 and is attached to 2 network interfaces.',
    'sg-application: fail medium: application (sg-application) admits the whole internet to tcp 8443.',
    'sg-tunnel: fail medium: tunnel (sg-tunnel) admits the whole internet to protocol 47.',
  ]);
  expect(findings[1]?.evidence).toMatchObject({
    attachedTo: [{ id: 'eni-1', description: 'RDSNetworkInterface' }],
    openRules: [{ protocol: 'tcp', fromPort: 5432, toPort: 5432, sources: ['0.0.0.0/0'], gravity: 'sensitive' }],
  });
});

test('one finding for a group, however many of its rules offend', async () => {
  const findings = await judge(
    securityGroupClosed,
    answers({ groups: [group('worst', tcp(22, WORLD), tcp(443, WORLD), tcp(8080, WORLD))], attached: ['worst'] }),
  );
  expect(lines(findings)).toEqual([
    'sg-worst: fail critical: worst (sg-worst) admits the whole internet to tcp 22 and tcp 8080 and is attached to 1 network interface.',
  ]);
});

test('a ping is no open port, and neither is a group as the source', async () => {
  const findings = await judge(
    securityGroupClosed,
    answers({
      groups: [
        group('ping', { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, ...WORLD }),
        group('members', { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-members' }] }),
      ],
    }),
  );
  expect(lines(findings)).toEqual([
    'sg-members: pass: members (sg-members) is closed to the internet.',
    'sg-ping: pass: ping (sg-ping) admits the whole internet to icmp only.',
  ]);
});

test('the ports that may be open can be set', async () => {
  const overrides = { [securityGroupClosed.id]: { enabled: true, settings: { allowedPorts: [8443] } } };
  const groups = [group('a', tcp(8443, WORLD)), group('b', tcp(443, WORLD))];
  const findings = await judge(securityGroupClosed, answers({ groups }), { overrides });
  expect(findings.map(({ resource, status }) => `${resource.id} ${status}`)).toEqual(['sg-b fail', 'sg-a pass']);
});

test('prefix lists and interfaces are asked for only where they can change the verdict, each once', async () => {
  const plain = answering(answers({ groups: [group('a', tcp(443, WORLD)), group('b')] }));
  await judge(securityGroupClosed, plain);
  expect(plain.asked.map(({ operation }) => operation)).toEqual(['DescribeSecurityGroups']);

  const listed = { PrefixListIds: [{ PrefixListId: 'pl-1' }] };
  const groups = [
    group('a', tcp(22, listed)),
    group('b', tcp(22, listed)),
    group('c', tcp(22, WORLD)),
    group('d', tcp(22, WORLD)),
  ];
  const open = answering(answers({ groups }));
  await judge(securityGroupClosed, open);
  expect(open.asked.map(({ operation }) => operation).toSorted()).toEqual([
    'DescribeNetworkInterfaces',
    'DescribeSecurityGroups',
    'GetManagedPrefixListEntries',
  ]);
});

test('a prefix list that may not be read leaves its group unknown, unless the CIDRs alone open it', async () => {
  const listed = { PrefixListIds: [{ PrefixListId: 'pl-1' }] };
  const findings = await judge(securityGroupClosed, {
    ...answers({ groups: [group('a', tcp(22, listed)), group('b', tcp(22, { ...listed, ...WORLD }))] }),
    'ec2:GetManagedPrefixListEntries': () => awsError('UnauthorizedOperation', 'no', 403),
  });
  expect(lines(findings)).toEqual([
    'sg-b: fail high: b (sg-b) admits the whole internet to tcp 22, though nothing uses it.',
    'sg-a: unknown: UnauthorizedOperation: ec2:GetManagedPrefixListEntries is not allowed.',
  ]);
});

test('what is open is a finding also where it cannot be read whether anything uses it', async () => {
  const findings = await judge(securityGroupClosed, {
    ...answers({ groups: [group('a', tcp(22, WORLD))] }),
    'ec2:DescribeNetworkInterfaces': () => awsError('UnauthorizedOperation', 'no', 403),
  });
  expect(lines(findings)).toEqual([
    'sg-a: fail high: a (sg-a) admits the whole internet to tcp 22; what uses it could not be read: UnauthorizedOperation: ec2:DescribeNetworkInterfaces is not allowed.',
  ]);
});

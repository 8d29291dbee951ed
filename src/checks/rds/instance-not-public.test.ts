import { expect, test } from 'vitest';
import { answering, awsError, judge, lines } from '../../../test/answers.ts';
import { instanceNotPublic } from './instance-not-public.ts';

function database(id: string, ...groups: readonly string[]) {
  return {
    DBInstanceIdentifier: id,
    PubliclyAccessible: true,
    Endpoint: { Port: 5432 },
    VpcSecurityGroups: groups.map((VpcSecurityGroupId) => ({ VpcSecurityGroupId, Status: 'active' })),
  };
}

function group(GroupId: string, port: number, ...cidrs: readonly string[]) {
  return { GroupId, GroupName: GroupId, IpPermissions: [rule(port, cidrs)] };
}

function rule(port: number, cidrs: readonly string[], lists: readonly string[] = []) {
  return {
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    IpRanges: cidrs.map((CidrIp) => ({ CidrIp })),
    PrefixListIds: lists.map((PrefixListId) => ({ PrefixListId })),
  };
}

test('E5.3 a public address is high, and critical where the security groups admit the internet to its port', async () => {
  const findings = await judge(instanceNotPublic, {
    'rds:DescribeDBInstances': {
      DBInstances: [
        database('open', 'sg-world'),
        database('other-port', 'sg-web'),
        database('office', 'sg-office'),
        // Some endpoints leave the flag out where it is false.
        { DBInstanceIdentifier: 'private' },
      ],
    },
    'ec2:DescribeSecurityGroups': {
      SecurityGroups: [
        group('sg-world', 5432, '0.0.0.0/0'),
        group('sg-web', 443, '0.0.0.0/0'),
        group('sg-office', 5432, '198.51.100.0/24'),
      ],
    },
  });
  expect(lines(findings)).toEqual([
    'open: fail critical: open has a public address, and the internet is admitted to port 5432 by sg-world.',
    'office: fail high: office has a public address, but its security groups do not admit the internet to port 5432.',
    'other-port: fail high: other-port has a public address, but its security groups do not admit the internet to port 5432.',
    'private: pass: private has no public address.',
  ]);
});

test('two groups that each admit half of the internet admit all of it together', async () => {
  const findings = await judge(instanceNotPublic, {
    'rds:DescribeDBInstances': { DBInstances: [database('halves', 'sg-low', 'sg-high')] },
    'ec2:DescribeSecurityGroups': {
      SecurityGroups: [group('sg-low', 5432, '0.0.0.0/1'), group('sg-high', 5432, '128.0.0.0/1')],
    },
  });
  expect(lines(findings)).toEqual([
    'halves: fail critical: halves has a public address, and the internet is admitted to port 5432 by its security groups together.',
  ]);
});

test('prefix lists are looked into; one that cannot be read leaves the database unknown', async () => {
  const listed = (PrefixListId: string) => ({
    GroupId: `sg-${PrefixListId}`,
    GroupName: `sg-${PrefixListId}`,
    IpPermissions: [rule(5432, [], [PrefixListId])],
  });
  const findings = await judge(instanceNotPublic, {
    'rds:DescribeDBInstances': { DBInstances: [database('a', 'sg-pl-world'), database('b', 'sg-pl-secret')] },
    'ec2:DescribeSecurityGroups': { SecurityGroups: [listed('pl-world'), listed('pl-secret')] },
    'ec2:GetManagedPrefixListEntries': ({ PrefixListId }: { PrefixListId?: string }) =>
      PrefixListId === 'pl-world' ? { Entries: [{ Cidr: '0.0.0.0/0' }] } : awsError('UnauthorizedOperation', 'no', 403),
  });
  expect(lines(findings)).toEqual([
    'a: fail critical: a has a public address, and the internet is admitted to port 5432 by sg-pl-world.',
    'b: unknown: UnauthorizedOperation: ec2:GetManagedPrefixListEntries is not allowed.',
  ]);
});

test('without a public database, security groups are not read at all', async () => {
  const transport = answering({ 'rds:DescribeDBInstances': { DBInstances: [{ DBInstanceIdentifier: 'a' }] } });
  expect(await judge(instanceNotPublic, transport)).toHaveLength(1);
  expect(transport.asked).toHaveLength(1);
});

test('a group that is not among those that AWS lists leaves the database unknown', async () => {
  const findings = await judge(instanceNotPublic, {
    'rds:DescribeDBInstances': { DBInstances: [database('a', 'sg-elsewhere')] },
    'ec2:DescribeSecurityGroups': {},
  });
  expect(lines(findings)).toEqual([
    'a: unknown: a has a public address, and its port or security groups could not be read.',
  ]);
});

test('without the security groups, only what has a public address is unknown', async () => {
  const findings = await judge(instanceNotPublic, {
    'rds:DescribeDBInstances': { DBInstances: [database('open', 'sg-world'), { DBInstanceIdentifier: 'private' }] },
    'ec2:DescribeSecurityGroups': awsError('UnauthorizedOperation', 'no', 403),
  });
  expect(lines(findings)).toEqual([
    'open: unknown: UnauthorizedOperation: ec2:DescribeSecurityGroups is not allowed.',
    'private: pass: private has no public address.',
  ]);
});

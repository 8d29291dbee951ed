import { beforeAll, expect, test } from 'vitest';
import { loadServices } from './clients.ts';
import type { ServiceTable } from './service.ts';
import { writeMembers } from './xml.ts';

let tables: Map<string, ServiceTable>;

beforeAll(async () => {
  tables = new Map((await loadServices(['ec2', 'rds', 's3', 'sts'])).map((table) => [table.name, table]));
}, 30_000);

function write(service: string, operation: string, output: object): string {
  const schema = tables.get(service)?.operations.get(operation)?.output;
  if (!schema) throw new Error(`${service}:${operation} is not there`);
  return writeMembers(schema, { ...output });
}

test('lists have the item names that AWS gives them', () => {
  expect(write('ec2', 'DescribeVpcs', { Vpcs: [{ VpcId: 'vpc-1', State: 'available' }, { VpcId: 'vpc-2' }] })).toBe(
    '<vpcSet><item><vpcId>vpc-1</vpcId><state>available</state></item><item><vpcId>vpc-2</vpcId></item></vpcSet>',
  );
  expect(write('rds', 'DescribeDBInstances', { DBInstances: [{ MultiAZ: true }] })).toBe(
    '<DBInstances><DBInstance><MultiAZ>true</MultiAZ></DBInstance></DBInstances>',
  );
});

test('an empty list is there, an absent one is not', () => {
  expect(write('ec2', 'DescribeVpcs', { Vpcs: [] })).toBe('<vpcSet></vpcSet>');
  expect(write('ec2', 'DescribeVpcs', {})).toBe('');
});

test('what XML has a meaning for is escaped', () => {
  expect(write('sts', 'GetCallerIdentity', { Arn: 'a<b>&"c"\r\n' })).toBe(
    '<Arn>a&lt;b&gt;&amp;&quot;c&quot;&#xD;\n</Arn>',
  );
});

test('instants are ISO, with milliseconds where there are any', () => {
  const at = (instant: string) =>
    write('rds', 'DescribeDBInstances', { DBInstances: [{ InstanceCreateTime: new Date(instant) }] });
  expect(at('2026-11-23T08:00:00Z')).toContain('<InstanceCreateTime>2026-11-23T08:00:00Z<');
  expect(at('2026-11-23T08:00:00.125Z')).toContain('<InstanceCreateTime>2026-11-23T08:00:00.125Z<');
});

test("S3's grantee says its type in an attribute", () => {
  const grant = {
    Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' },
    Permission: 'READ',
  };
  expect(write('s3', 'GetBucketAcl', { Grants: [grant] })).toBe(
    '<AccessControlList><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group">' +
      '<URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee><Permission>READ</Permission></Grant></AccessControlList>',
  );
});

test('a list that is flat in the schema has no element around it', () => {
  expect(write('s3', 'ListObjectsV2', { Contents: [{ Key: 'a' }, { Key: 'b' }] })).toBe(
    '<Contents><Key>a</Key></Contents><Contents><Key>b</Key></Contents>',
  );
});

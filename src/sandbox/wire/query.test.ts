import { beforeAll, expect, test } from 'vitest';
import { loadServices } from './clients.ts';
import { parseForm, readEc2Input, readQueryInput } from './query.ts';
import type { ServiceTable } from './service.ts';
import { Undecodable } from './undecodable.ts';

let tables: Map<string, ServiceTable>;

beforeAll(async () => {
  tables = new Map(
    (await loadServices(['autoscaling', 'cloudwatch', 'ec2', 'rds'])).map((table) => [table.name, table]),
  );
}, 30_000);

function read(service: string, operation: string, text: string) {
  const schema = tables.get(service)?.operations.get(operation)?.input;
  if (!schema) throw new Error(`${service}:${operation} is not there`);
  return (service === 'ec2' ? readEc2Input : readQueryInput)(schema, parseForm(text));
}

test('the items of a list come in the order of their numbers, not of their arrival', () => {
  const numbers = [10, 2, 1].map((number) => `VpcId.${number}=vpc-${number}`).join('&');
  expect(read('ec2', 'DescribeVpcs', numbers)).toEqual({ VpcIds: ['vpc-1', 'vpc-2', 'vpc-10'] });
});

test('EC2 goes by names of its own: flat lists, capital letters', () => {
  expect(read('ec2', 'DescribeVpcs', 'Filter.1.Name=tag:a&Filter.1.Value.1=x&Filter.1.Value.2=y&DryRun=true')).toEqual({
    Filters: [{ Name: 'tag:a', Values: ['x', 'y'] }],
    DryRun: true,
  });
});

test('other services nest their lists under the name of an item', () => {
  expect(
    read('rds', 'DescribeDBInstances', 'Filters.Filter.1.Name=engine&Filters.Filter.1.Values.Value.1=a&MaxRecords=20'),
  ).toEqual({
    Filters: [{ Name: 'engine', Values: ['a'] }],
    MaxRecords: 20,
  });
  expect(read('autoscaling', 'DescribeAutoScalingGroups', 'AutoScalingGroupNames.member.1=a')).toEqual({
    AutoScalingGroupNames: ['a'],
  });
});

test('an empty list can be sent', () => {
  expect(read('cloudwatch', 'DescribeAlarms', 'AlarmNames=')).toEqual({ AlarmNames: [] });
});

test('instants and text keep what they say', () => {
  const text = 'MetricName=a%20b%26c&Namespace=%C3%A9%E2%9C%93&StartTime=2026-11-23T08:00:00Z&Period=60';
  expect(read('cloudwatch', 'GetMetricStatistics', text)).toEqual({
    MetricName: 'a b&c',
    Namespace: 'é✓',
    StartTime: new Date('2026-11-23T08:00:00Z'),
    Period: 60,
  });
});

test('what the operation does not know is left out', () => {
  expect(read('ec2', 'DescribeVpcs', 'Action=DescribeVpcs&Version=2016-11-15&Nonsense.1=2')).toEqual({});
});

test('a name of JavaScript is a name like any other', () => {
  expect(read('ec2', 'DescribeVpcs', '__proto__.polluted=1&constructor.prototype.polluted=1')).toEqual({});
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test.each([
  ['a value where a structure belongs', 'Filter.1=x'],
  ['a structure where a value belongs', 'MaxResults.1=x'],
  ['a list without numbers', 'VpcId.first=x'],
  ['text where a number belongs', 'MaxResults=x'],
  ['no value where a number belongs', 'MaxResults='],
  ['a word where a boolean belongs', 'DryRun=maybe'],
  ['a bottomless name', `${'a.'.repeat(100)}b=1`],
])('%s is refused', (_what, text) => {
  expect(() => read('ec2', 'DescribeVpcs', text)).toThrow(Undecodable);
});

import { expect, test } from 'vitest';
import { answering, awsError, judge, lines } from '../../../test/answers.ts';
import { addressAssociated } from './address-associated.ts';

const UNUSED = { AllocationId: 'eipalloc-1', PublicIp: '203.0.113.1', PublicIpv4Pool: 'amazon' };
const ON_INSTANCE = {
  AllocationId: 'eipalloc-2',
  PublicIp: '203.0.113.2',
  AssociationId: 'eipassoc-2',
  InstanceId: 'i-2',
};
const ON_INTERFACE = {
  AllocationId: 'eipalloc-3',
  PublicIp: '203.0.113.3',
  AssociationId: 'eipassoc-3',
  NetworkInterfaceId: 'eni-3',
};

function instances(name: string) {
  return { Reservations: [{ Instances: [{ InstanceId: 'i-2', State: { Name: name } }] }] };
}

test('E8.1 names every address that is billed and used by nothing, a stopped instance or a detached interface included', async () => {
  const findings = await judge(addressAssociated, {
    'ec2:DescribeAddresses': { Addresses: [UNUSED, ON_INSTANCE, ON_INTERFACE] },
    'ec2:DescribeInstances': instances('stopped'),
    'ec2:DescribeNetworkInterfaces': {
      NetworkInterfaces: [{ NetworkInterfaceId: 'eni-3', Status: 'available' }],
    },
  });
  expect(lines(findings)).toEqual([
    'eipalloc-1: fail low: 203.0.113.1 is associated with nothing.',
    'eipalloc-2: fail low: 203.0.113.2 is associated with i-2, which is stopped.',
    'eipalloc-3: fail low: 203.0.113.3 is associated with eni-3, which is attached to nothing.',
  ]);
});

test('E8.1 says what each costs a month', async () => {
  const [finding] = await judge(addressAssociated, { 'ec2:DescribeAddresses': { Addresses: [UNUSED] } });
  expect(finding?.evidence).toMatchObject({
    publicIp: '203.0.113.1',
    monthlyCostUsd: 3.65,
    priceRegion: 'us-east-1',
    priceSource: 'AWS on-demand list price of us-east-1, 2025',
  });
});

test("an unused address of one's own is a finding that costs nothing", async () => {
  const brought = { ...UNUSED, PublicIpv4Pool: 'ipv4pool-ec2-1' };
  const [finding] = await judge(addressAssociated, { 'ec2:DescribeAddresses': { Addresses: [brought] } });
  expect(finding).toMatchObject({ status: 'fail', evidence: { monthlyCostUsd: 0 } });
});

test('passes addresses of running instances, NAT gateways and load balancers', async () => {
  const findings = await judge(addressAssociated, {
    'ec2:DescribeAddresses': { Addresses: [ON_INSTANCE, ON_INTERFACE] },
    'ec2:DescribeInstances': instances('running'),
    'ec2:DescribeNetworkInterfaces': { NetworkInterfaces: [{ NetworkInterfaceId: 'eni-3', Status: 'in-use' }] },
  });
  expect(lines(findings)).toEqual([
    'eipalloc-2: pass: 203.0.113.2 is associated with i-2, which is running.',
    'eipalloc-3: pass: 203.0.113.3 is associated with eni-3.',
  ]);
});

test('asks for instances and interfaces only where an address is on one', async () => {
  const transport = answering({ 'ec2:DescribeAddresses': { Addresses: [UNUSED] } });
  await judge(addressAssociated, transport);
  expect(transport.asked.map(({ operation }) => operation)).toEqual(['DescribeAddresses']);
});

test('where instances may not be read, the addresses on them are unknown and the others are judged', async () => {
  const denied = awsError('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403);
  const findings = await judge(addressAssociated, {
    'ec2:DescribeAddresses': { Addresses: [ON_INSTANCE, UNUSED] },
    'ec2:DescribeInstances': () => denied,
  });
  expect(lines(findings)).toEqual([
    'eipalloc-1: fail low: 203.0.113.1 is associated with nothing.',
    'eipalloc-2: unknown: UnauthorizedOperation: ec2:DescribeInstances is not allowed.',
  ]);
});

test('a denied read is unknown and names the missing action, never a pass', async () => {
  const denied = awsError('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403);
  const findings = await judge(addressAssociated, { 'ec2:DescribeAddresses': () => denied });
  expect(lines(findings)).toEqual(['ec2: unknown: UnauthorizedOperation: ec2:DescribeAddresses is not allowed.']);
  expect(findings[0]?.evidence).toMatchObject({ missingAction: 'ec2:DescribeAddresses', httpStatus: 403 });
});

test('an account without addresses has no findings', async () => {
  expect(await judge(addressAssociated, { 'ec2:DescribeAddresses': {} })).toEqual([]);
});

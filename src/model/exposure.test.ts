import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Exposure, exposesTcpPort, exposuresOf, type IngressRule } from './exposure.ts';

function tcp(FromPort: number, ToPort: number, ...cidrs: readonly string[]): IngressRule {
  return {
    IpProtocol: 'tcp',
    FromPort,
    ToPort,
    IpRanges: cidrs.filter((cidr) => !cidr.includes(':')).map((CidrIp) => ({ CidrIp })),
    Ipv6Ranges: cidrs.filter((cidr) => cidr.includes(':')).map((CidrIpv6) => ({ CidrIpv6 })),
  };
}

function told(exposures: readonly Exposure[]): string[] {
  return exposures.map(({ protocol, fromPort, toPort, family, sources }) => {
    const ports = fromPort === toPort ? `${fromPort}` : `${fromPort}-${toPort}`;
    return `${protocol} ${ports} ${family} ${sources.join(' ')}`;
  });
}

test('two halves of the internet, each in a rule of its own, are the whole of it', () => {
  expect(told(exposuresOf([tcp(22, 22, '0.0.0.0/1'), tcp(22, 22, '128.0.0.0/1')]))).toEqual([
    'tcp 22 IPv4 0.0.0.0/1 128.0.0.0/1',
  ]);
});

test('halves that meet on some ports only open these ports only', () => {
  expect(told(exposuresOf([tcp(20, 30, '0.0.0.0/1'), tcp(22, 40, '128.0.0.0/1')]))).toEqual([
    'tcp 22-30 IPv4 0.0.0.0/1 128.0.0.0/1',
  ]);
});

test('IPv6 alone opens a port, and one half of each family does not', () => {
  expect(told(exposuresOf([tcp(3389, 3389, '::/0')]))).toEqual(['tcp 3389 IPv6 ::/0']);
  expect(told(exposuresOf([tcp(3389, 3389, '0.0.0.0/1', '8000::/1')]))).toEqual([]);
});

test('a prefix list counts with what is in it, together with the CIDRs of the rules', () => {
  const rule = { ...tcp(5432, 5432, '0.0.0.0/1'), PrefixListIds: [{ PrefixListId: 'pl-1' }] };
  expect(told(exposuresOf([rule], new Map([['pl-1', ['128.0.0.0/1']]])))).toEqual(['tcp 5432 IPv4 0.0.0.0/1 pl-1']);
  expect(told(exposuresOf([rule], new Map([['pl-1', ['128.0.0.0/2']]])))).toEqual([]);
  expect(told(exposuresOf([rule]))).toEqual([]);
});

test('all traffic is told once, and half of it adds to the rules of a protocol', () => {
  const all = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  expect(told(exposuresOf([all, tcp(22, 22, '0.0.0.0/0')]))).toEqual(['-1 0-65535 IPv4 0.0.0.0/0']);
  const half = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/1' }] };
  expect(told(exposuresOf([half, tcp(22, 22, '128.0.0.0/1')]))).toEqual(['tcp 22 IPv4 0.0.0.0/1 128.0.0.0/1']);
});

test('a protocol given by its number is the same protocol', () => {
  expect(told(exposuresOf([{ ...tcp(22, 22, '0.0.0.0/1'), IpProtocol: '6' }, tcp(22, 22, '128.0.0.0/1')]))).toEqual([
    'tcp 22 IPv4 0.0.0.0/1 128.0.0.0/1',
  ]);
});

test('ICMP types are not ports', () => {
  const ping = { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  expect(told(exposuresOf([ping]))).toEqual(['icmp 0-65535 IPv4 0.0.0.0/0']);
  expect(exposesTcpPort(exposuresOf([ping]), 8)).toBe(false);
});

test('a port is open exactly when the rules that hold it cover the internet together', () => {
  const cidr = fc.constantFrom('0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '0.0.0.0/2', '64.0.0.0/2', '10.0.0.0/8');
  const rule = fc
    .record({ cidr, from: fc.integer({ min: 1, max: 12 }), length: fc.nat({ max: 6 }), all: fc.boolean() })
    .map(({ cidr: source, from, length, all }) =>
      all && length === 0 ? { IpProtocol: '-1', IpRanges: [{ CidrIp: source }] } : tcp(from, from + length, source),
    );
  const quarters = { '0.0.0.0/0': 15, '0.0.0.0/1': 3, '128.0.0.0/1': 12, '0.0.0.0/2': 1, '64.0.0.0/2': 2 };
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 6 }), fc.integer({ min: 0, max: 20 }), (rules, port) => {
      const mask = rules
        .filter((one) => !('FromPort' in one) || ((one.FromPort ?? 0) <= port && port <= (one.ToPort ?? 0)))
        .flatMap((one) => one.IpRanges ?? [])
        .reduce(
          (seen, { CidrIp = '' }) => seen | (Object.entries(quarters).find(([name]) => name === CidrIp)?.[1] ?? 0),
          0,
        );
      expect(exposesTcpPort(exposuresOf(rules), port)).toBe(mask === 15);
    }),
    { numRuns: 1000 },
  );
});

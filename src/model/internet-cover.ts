export type AddressFamily = 'IPv4' | 'IPv6';

interface Block {
  readonly first: bigint;
  readonly last: bigint;
}

const BITS = { IPv4: 32, IPv6: 128 } as const;

/**
 * Addresses that nobody has on the internet: leaving them out of a rule protects nothing.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 * https://www.iana.org/assignments/ipv6-address-space (only 2000::/3 is given out)
 */
const NOT_INTERNET = {
  IPv4: (
    '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 ' +
    '192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3'
  ).split(' '),
  IPv6: ['::/3', '4000::/2', '8000::/1', '2001:db8::/32'],
} as const satisfies Record<AddressFamily, readonly string[]>;

/**
 * Whether CIDRs together admit every address of the internet in one family: `0.0.0.0/0` does, so do `0.0.0.0/1` with
 * `128.0.0.0/1`, and so does a list of everything but the private networks. CIDRs of the other family, and what is no
 * CIDR, admit nothing.
 */
export function coversInternet(cidrs: readonly string[], family: AddressFamily): boolean {
  const admitted = blocksOf(cidrs, family);
  if (admitted.length === 0) return false;
  const blocks = [...admitted, ...blocksOf(NOT_INTERNET[family], family)].toSorted((a, b) =>
    a.first < b.first ? -1 : 1,
  );
  // Along the address space: a block that begins beyond what is covered so far leaves a gap.
  let next = 0n;
  for (const { first, last } of blocks) {
    if (first > next) return false;
    if (last >= next) next = last + 1n;
  }
  return next === 1n << BigInt(BITS[family]);
}

export function familyOf(cidr: string): AddressFamily {
  return cidr.includes(':') ? 'IPv6' : 'IPv4';
}

function blocksOf(cidrs: readonly string[], family: AddressFamily): Block[] {
  return cidrs.filter((cidr) => familyOf(cidr) === family).flatMap((cidr) => blockOf(cidr, family) ?? []);
}

function blockOf(cidr: string, family: AddressFamily): Block | undefined {
  const [address = '', length = ''] = cidr.split('/');
  const value = family === 'IPv4' ? numberOfIpv4(address) : numberOfIpv6(address);
  if (value === undefined || !/^\d{1,3}$/.test(length) || Number(length) > BITS[family]) return undefined;
  const size = 1n << BigInt(BITS[family] - Number(length));
  const first = value - (value % size);
  return { first, last: first + size - 1n };
}

function numberOfIpv4(address: string): bigint | undefined {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function numberOfIpv6(address: string): bigint | undefined {
  const [head = '', tail, more] = address.split('::');
  if (more !== undefined) return undefined;
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const zeros = 8 - before.length - after.length;
  if (tail === undefined ? zeros !== 0 : zeros < 1) return undefined;
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n);
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}

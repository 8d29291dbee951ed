/** Whether an IPv4 address is in a block. Of IPv6 there is but one block: all of it. */
export function isInCidr(address: string, cidr: string): boolean {
  const [base = '', bits = '32'] = cidr.split('/');
  if (base.includes(':') || address.includes(':')) return bits === '0' && base.includes(':') === address.includes(':');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(base) / size);
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

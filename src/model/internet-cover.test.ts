import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coversInternet } from './internet-cover.ts';

test.each([
  ['0.0.0.0/0', ['0.0.0.0/0'], true],
  ['both halves', ['0.0.0.0/1', '128.0.0.0/1'], true],
  ['one half', ['0.0.0.0/1'], false],
  ['quarters', ['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/2'], true],
  ['all but one address', except('8.8.8.8'), false],
  [
    'everything but 10.0.0.0/8',
    ['0.0.0.0/5', '8.0.0.0/7', '11.0.0.0/8', '12.0.0.0/6', '16.0.0.0/4', '32.0.0.0/3', '64.0.0.0/2', '128.0.0.0/1'],
    true,
  ],
  ['every private network', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'], false],
  ['nothing', [], false],
  ['the other family', ['::/0'], false],
  ['what is no CIDR', ['0.0.0.0', '0.0.0.0/33', '1.2.3/0', 'sg-1', '256.0.0.0/0'], false],
])('IPv4: %s', (_name, cidrs, expected) => {
  expect(coversInternet(cidrs, 'IPv4')).toBe(expected);
});

test.each([
  ['::/0', ['::/0'], true],
  ['both halves', ['::/1', '8000::/1'], true],
  ['all that is given out', ['2000::/3'], true],
  ['half of what is given out', ['2000::/4'], false],
  ['a provider', ['2a00::/12'], false],
  ['written in full', ['2000:0:0:0:0:0:0:0/4', '3000:0000::/4'], true],
  ['what is no CIDR', ['::/129', ':::/0', '1::2::3/0', 'g::/0', '1:2:3:4:5:6:7/0'], false],
])('IPv6: %s', (_name, cidrs, expected) => {
  expect(coversInternet(cidrs, 'IPv6')).toBe(expected);
});

test('IPv4 covers exactly when every block that the internet uses lies in some CIDR', () => {
  const used = Array.from({ length: 256 }, (_, block) => block).filter(
    (block) => block !== 0 && block !== 10 && block !== 127 && block < 224,
  );
  const toCidr = ({ block, length }: Piece): string => `${block}.0.0.0/${length}`;
  fc.assert(
    fc.property(pieces(0, 256), (list) => {
      const reference = used.every((block) => list.some((piece) => holds(piece, block)));
      expect(coversInternet(list.map(toCidr), 'IPv4')).toBe(reference);
    }),
    { numRuns: 2000 },
  );
});

test('IPv6 covers exactly when every block that the internet uses lies in some CIDR', () => {
  const used = Array.from({ length: 32 }, (_, index) => 0x20 + index);
  const toCidr = ({ block, length }: Piece): string => `${block.toString(16).padStart(2, '0')}00::/${length}`;
  fc.assert(
    fc.property(pieces(0, 256), (list) => {
      const reference = list.length > 0 && used.every((block) => list.some((piece) => holds(piece, block)));
      expect(coversInternet(list.map(toCidr), 'IPv6')).toBe(reference);
    }),
    { numRuns: 2000 },
  );
});

/** A CIDR of at most eight bits, as the number of its first block of 256. */
interface Piece {
  readonly block: number;
  readonly length: number;
}

function holds({ block, length }: Piece, other: number): boolean {
  return other >> (8 - length) === block >> (8 - length);
}

/** The address space cut to pieces at random, of which a few are lost and a few are doubled: near the border of the rule. */
function pieces(from: number, to: number): fc.Arbitrary<readonly Piece[]> {
  return fc
    .record({
      cuts: fc.infiniteStream(fc.boolean()),
      lost: fc.array(fc.nat(), { maxLength: 2 }),
      extra: fc.array(
        fc.record({ block: fc.integer({ min: from, max: to - 1 }), length: fc.integer({ min: 0, max: 8 }) }),
        {
          maxLength: 3,
        },
      ),
    })
    .map(({ cuts, lost, extra }) => {
      const whole = cut({ block: from, length: 0 }, cuts);
      const kept = whole.filter((_piece, index) => !lost.some((victim) => victim % whole.length === index));
      return [...extra.filter(({ length }) => length > 1), ...kept].toReversed();
    });
}

function cut(piece: Piece, cuts: Iterator<boolean>): Piece[] {
  if (piece.length === 8 || !cuts.next().value) return [piece];
  const length = piece.length + 1;
  return [
    ...cut({ block: piece.block, length }, cuts),
    ...cut({ block: piece.block + 2 ** (8 - length), length }, cuts),
  ];
}

/** Every CIDR that leaves out one address. */
function except(address: string): string[] {
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return Array.from({ length: 32 }, (_, bit) => {
    const size = 2 ** bit;
    const sibling =
      Math.floor(value / size) % 2 === 0
        ? (Math.floor(value / size) + 1) * size
        : (Math.floor(value / size) - 1) * size;
    const octets = [24, 16, 8, 0].map((shift) => Math.floor(sibling / 2 ** shift) % 256);
    return `${octets.join('.')}/${32 - bit}`;
  });
}

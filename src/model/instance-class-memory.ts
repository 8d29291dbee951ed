const GIB = 2 ** 30;

/**
 * GiB of memory of each family's `large`; the other sizes are multiples of it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html
 */
const GIB_OF_LARGE: readonly (readonly [family: RegExp, gib: number])[] = [
  [/^t\d/, 8],
  [/^m3$/, 7.5],
  [/^m[4-9]/, 8],
  [/^c\d/, 4],
  [/^r[34]$/, 15.25],
  [/^r[5-9]/, 16],
  [/^z1d$/, 16],
  [/^x1$/, 30.5],
  [/^x1e$/, 61],
  [/^x2g/, 32],
  [/^x2idn$/, 32],
  [/^x2i?e/, 64],
];
const SMALL_SIZES: Readonly<Record<string, number>> = {
  micro: 1 / 8,
  small: 1 / 4,
  medium: 1 / 2,
  large: 1,
  xlarge: 2,
};

/** The memory of an instance class, e.g. `db.r6g.2xlarge`, in bytes; undefined of one that is not known. */
export function instanceClassMemoryBytes(instanceClass: string | undefined): number | undefined {
  // Oracle's classes say at the end how many times the memory they have: db.r5.4xlarge.tpc2.mem2x
  const [, family = '', size = '', times = '1'] =
    /^db\.([a-z0-9-]+)\.([a-z0-9]+)(?:\.tpc\d)?(?:\.mem(\d)x)?$/.exec(instanceClass ?? '') ?? [];
  const gib = GIB_OF_LARGE.find(([pattern]) => pattern.test(family))?.[1];
  const multiple = SMALL_SIZES[size] ?? multipleOfLarge(size);
  return gib === undefined || multiple === undefined ? undefined : gib * multiple * Number(times) * GIB;
}

function multipleOfLarge(size: string): number | undefined {
  const count = /^(\d+)xlarge$/.exec(size)?.[1];
  return count === undefined ? undefined : Number(count) * 2;
}

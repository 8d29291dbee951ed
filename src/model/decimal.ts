/**
 * An amount of money as AWS writes it, in 10⁻¹² of the unit: sums and comparisons of costs are exact, as they are not
 * with floating-point numbers (or with strings, where "9.99" is more than "10").
 */
export type Decimal = bigint;

const PLACES = 12;
const ONE = 10n ** BigInt(PLACES);

/** Undefined for what is not a number. Places behind the twelfth are cut. */
export function parseDecimal(text: string): Decimal | undefined {
  const found = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text.trim());
  if (!found || (found[2] ?? '') + (found[3] ?? '') === '') return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = found;
  const digits = `${whole}${fraction}`;
  const shift = PLACES - fraction.length + Number(exponent);
  const value = shift >= 0 ? BigInt(digits) * 10n ** BigInt(shift) : BigInt(digits) / 10n ** BigInt(-shift);
  return sign === '-' ? -value : value;
}

/** A threshold of the configuration. */
export function decimalOf(value: number): Decimal {
  return parseDecimal(String(value)) ?? 0n;
}

export function decimalToNumber(value: Decimal): number {
  return Number(value) / Number(ONE);
}

/** Rounded to cents, half away from zero: `1234.57`. */
export function cents(value: Decimal): number {
  const unit = ONE / 100n;
  const half = value < 0n ? -unit / 2n : unit / 2n;
  return Number((value + half) / unit) / 100;
}

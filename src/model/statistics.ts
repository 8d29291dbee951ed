/** The arithmetic mean; undefined of nothing. */
export function mean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function median(values: readonly number[]): number | undefined {
  return percentile(values, 50);
}

/** With linear interpolation between the closest ranks; `percent` from 0 to 100; undefined of nothing. */
export function percentile(values: readonly number[], percent: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (Math.min(Math.max(percent, 0), 100) / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(rank)];
  const above = sorted[Math.ceil(rank)];
  if (below === undefined || above === undefined) return undefined;
  // Written so that equal neighbours give themselves, not themselves and a rounding error.
  return below + (above - below) * (rank - Math.floor(rank));
}

export function largest(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => Math.max(a, b));
}

export function smallest(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => Math.min(a, b));
}

/** Which share of the expected values is there: at most 1. */
export function coverage(values: readonly unknown[], expected: number): number {
  return expected <= 0 ? 0 : Math.min(values.length / expected, 1);
}

/** To so many decimal places, for numbers that are shown or stored as evidence. */
export function rounded(value: number, places = 1): number {
  const factor = 10 ** places;
  return Math.round(value * factor) / factor;
}

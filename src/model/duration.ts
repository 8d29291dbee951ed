const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

/** `90s`, `15m`, `1h30m`, `30d` in milliseconds; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    total += Number(amount) * (new Map<string, number>(Object.entries(UNITS)).get(unit ?? '') ?? 0);
  }
  return total;
}

/** @throws RangeError for what is no duration */
export function durationMs(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new RangeError(`not a duration such as 90s, 15m, 1h30m or 30d: ${text}`);
  return ms;
}

/** As one writes it, in the two largest units: `1h30m`, `15m`, `40s`; what is less than a second is `0s`. */
export function formatDuration(ms: number): string {
  const parts: string[] = [];
  let rest = Math.round(Math.max(ms, 0) / 1000) * 1000;
  for (const [unit, size] of Object.entries(UNITS)) {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0 && unit !== 'ms') parts.push(`${amount}${unit}`);
  }
  return parts.slice(0, 2).join('') || '0s';
}

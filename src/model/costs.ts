import { type Decimal, decimalToNumber } from './decimal.ts';

/** What one UTC day cost, service by service. A service without cost is absent. */
export interface DayCost {
  /** `2026-11-22`: from midnight to midnight UTC, which is how AWS bills. */
  readonly day: string;
  /** AWS has not closed its books on this day; amounts may still rise. */
  readonly estimated: boolean;
  readonly byService: ReadonlyMap<string, Decimal>;
}

export interface Costs {
  /** Oldest first; a day that AWS said nothing of is absent. */
  readonly days: readonly DayCost[];
  readonly metric: CostMetric;
  /** `USD`, or the currency of the partition. */
  readonly unit: string;
}

export type CostMetric = 'UnblendedCost' | 'BlendedCost';

export interface Mover {
  readonly service: string;
  readonly before: Decimal;
  readonly now: Decimal;
  readonly change: Decimal;
}

const DAY_MS = 86_400_000;

/** The UTC day that lies `daysAgo` days before an instant's own: `utcDay(now, 1)` is yesterday. */
export function utcDay(instant: Date, daysAgo = 0): string {
  return new Date(instant.getTime() - daysAgo * DAY_MS).toISOString().slice(0, 10);
}

export function dayTotal({ byService }: DayCost): Decimal {
  return [...byService.values()].reduce((sum, amount) => sum + amount, 0n);
}

/** What each service cost over some days, dearest first. */
export function serviceTotals(days: readonly DayCost[]): [service: string, amount: Decimal][] {
  const totals = new Map<string, Decimal>();
  for (const { byService } of days) {
    for (const [service, amount] of byService) totals.set(service, (totals.get(service) ?? 0n) + amount);
  }
  return [...totals].toSorted(([a, first], [b, second]) => descending(first, second) || (a < b ? -1 : 1));
}

/** Services whose cost changed between two spans of equal length, the greatest change first, up or down. */
export function topMovers(before: readonly DayCost[], now: readonly DayCost[], most = 5): Mover[] {
  const earlier = new Map(serviceTotals(before));
  const later = new Map(serviceTotals(now));
  return [...new Set([...earlier.keys(), ...later.keys()])]
    .map((service) => {
      const was = earlier.get(service) ?? 0n;
      const is = later.get(service) ?? 0n;
      return { service, before: was, now: is, change: is - was };
    })
    .filter(({ change }) => change !== 0n)
    .toSorted((a, b) => descending(magnitude(a.change), magnitude(b.change)) || (a.service < b.service ? -1 : 1))
    .slice(0, most);
}

/** `$1,234.57`, or `1,234.57 CNY`. */
export function formatCost(amount: Decimal, unit = 'USD'): string {
  // By hand: the first number that Intl formats costs 20 ms, and this one is on every morning's way.
  const [whole = '0', places = ''] = Math.abs(decimalToNumber(amount)).toFixed(2).split('.');
  const text = `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${places}`;
  const signed = `${amount < 0n ? '-' : ''}${unit === 'USD' ? '$' : ''}${text}`;
  return unit === 'USD' ? signed : `${signed} ${unit}`;
}

function magnitude(value: Decimal): Decimal {
  return value < 0n ? -value : value;
}

function descending(a: Decimal, b: Decimal): number {
  return a === b ? 0 : a > b ? -1 : 1;
}

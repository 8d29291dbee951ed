import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysUntil, forecast, isMoving, theilSen, type TrendPoint, valueAt } from './trend.ts';

const DAY_MS = 86_400_000;
const START = Date.parse('2026-11-01T00:00:00.000Z');

function series(values: readonly number[]): TrendPoint[] {
  return values.map((value, day) => ({ at: START + day * DAY_MS, value }));
}

function line(count: number, from: number, perDay: number): TrendPoint[] {
  return series(Array.from({ length: count }, (_, day) => from + perDay * day));
}

const amount = fc.integer({ min: -1_000_000, max: 1_000_000 });
const lines = fc.record({ count: fc.integer({ min: 3, max: 90 }), from: amount, perDay: amount });

describe('the trend of a series', () => {
  test('is exact on a line, whatever the order of the points', () => {
    fc.assert(
      fc.property(lines, fc.integer(), ({ count, from, perDay }, seed) => {
        const shuffled = line(count, from, perDay).toSorted((a, b) => ((a.at ^ seed) % 97) - ((b.at ^ seed) % 97));
        const trend = theilSen(shuffled);
        expect(trend).toMatchObject({ slopePerDay: perDay, slopeLow: perDay, slopeHigh: perDay, points: count });
        expect(trend && valueAt(trend, START)).toBeCloseTo(from, 3);
      }),
    );
  });

  test('is not moved by a quarter of wild outliers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 90 }),
        amount,
        amount,
        fc.array(fc.record({ place: fc.nat(), by: fc.integer({ min: -1e12, max: 1e12 }) }), { maxLength: 90 }),
        (count, from, perDay, outliers) => {
          const points = line(count, from, perDay);
          for (const { place, by } of outliers.slice(0, Math.floor(count / 4))) {
            const at = place % count;
            points[at] = { at: START + at * DAY_MS, value: by };
          }
          const trend = theilSen(points);
          // More than half of all pairs are of two points on the line, so the median slope is the line's own.
          expect(trend?.slopePerDay).toBe(perDay);
          expect(trend && valueAt(trend, START)).toBeCloseTo(from, 3);
        },
      ),
    );
  });

  test('lies in its own interval, and so does the true slope under ordinary noise in at least 9 of 10 series', () => {
    let inside = 0;
    const rounds = 200;
    for (let round = 0; round < rounds; round += 1) {
      const noise = (day: number): number => Math.sin((round + 1) * 12.9898 + day * 78.233) * 43_758.5453;
      const values = Array.from({ length: 30 }, (_, day) => 100 + 2 * day + 10 * (noise(day) - Math.floor(noise(day))));
      const trend = theilSen(series(values));
      if (trend && trend.slopeLow <= 2 && 2 <= trend.slopeHigh) inside += 1;
    }
    expect(inside).toBeGreaterThanOrEqual(rounds * 0.9);
    expect(inside).toBeLessThan(rounds);
    fc.assert(
      fc.property(fc.array(amount, { minLength: 3, maxLength: 90 }), (values) => {
        const trend = theilSen(series(values));
        expect(trend && trend.slopeLow <= trend.slopePerDay && trend.slopePerDay <= trend.slopeHigh).toBe(true);
      }),
    );
  });

  test('has the interval of Sen by order statistics, as R and SciPy give it', () => {
    // scipy.stats.theilslopes([9, 15, 19, 20, 45, 55, 78], [1, 2, 3, 4, 10, 12, 18]): slope 4, interval 3.714 to 4.375.
    const days = [1, 2, 3, 4, 10, 12, 18];
    const points = [9, 15, 19, 20, 45, 55, 78].map((value, index) => ({ at: (days[index] ?? 0) * DAY_MS, value }));
    const trend = theilSen(points);
    expect(trend?.slopePerDay).toBeCloseTo(4, 10);
    expect(trend?.slopeLow).toBeCloseTo(3.714286, 5);
    expect(trend?.slopeHigh).toBeCloseTo(4.375, 5);
  });

  test('is not made of fewer than three instants, nor of values that are no numbers', () => {
    expect(theilSen([])).toBeUndefined();
    expect(theilSen(line(2, 1, 1))).toBeUndefined();
    expect(theilSen(line(9, 1, 1).map(({ value }) => ({ at: START, value })))).toBeUndefined();
    expect(theilSen(line(9, 1, 1).map(({ at }) => ({ at, value: NaN })))).toBeUndefined();
  });

  test('of a year of hourly points is that of ninety groups of them', () => {
    const points = Array.from({ length: 8760 }, (_, hour) => ({ at: START + (hour * DAY_MS) / 24, value: hour / 24 }));
    expect(theilSen(points)?.points).toBeLessThanOrEqual(90);
    expect(theilSen(points)?.slopePerDay).toBeCloseTo(1, 10);
  });
});

describe('days until a limit', () => {
  const now = START + 13 * DAY_MS;

  test('are counted from now, down to a floor and up to a ceiling alike', () => {
    expect(daysUntil(fit(line(14, 100, -5)), 0, now)).toEqual({ low: 7, mid: 7, high: 7 });
    expect(daysUntil(fit(line(14, 0, 5)), 100, now)).toEqual({ low: 7, mid: 7, high: 7 });
  });

  test('are undefined where the series moves away or stands still, and 0 where it is beyond', () => {
    const never = { low: undefined, mid: undefined, high: undefined };
    expect(daysUntil(fit(line(14, 100, 5)), 0, now)).toEqual(never);
    expect(daysUntil(fit(line(14, 100, 0)), 0, now)).toEqual(never);
    expect(daysUntil(fit(line(14, 100, -10)), 0, now)).toEqual({ low: 0, mid: 0, high: 0 });
  });

  test('have a range that ends with never when the interval of the slope does not exclude it', () => {
    const noisy = fit(series([50, 60, 41, 52, 47, 58, 40, 49, 55, 42, 51, 46, 57, 43]));
    const { low, high } = daysUntil(noisy, 0, now);
    expect(low).toBeGreaterThan(0);
    expect(high).toBeUndefined();
    expect(isMoving(noisy)).toBe(false);
  });

  test('come in order: low is never later than mid, nor mid than high', () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 3, maxLength: 40 }), amount, (values, limit) => {
        const { low = Infinity, mid = Infinity, high = Infinity } = daysUntil(fit(series(values)), limit, now);
        expect(low <= mid && mid <= high).toBe(true);
      }),
    );
  });
});

test('a forecast is a fan that opens from the middle of the data, a point a day', () => {
  const points = forecast(fit(series([10, 12, 11, 14, 13, 16, 15, 18, 17, 20])), START + 9 * DAY_MS, 30);
  expect(points).toHaveLength(31);
  expect(points[0]?.at).toBe('2026-11-10T00:00:00.000Z');
  expect(points[30]?.at).toBe('2026-12-10T00:00:00.000Z');
  const widths = points.map(({ low, high }) => high - low);
  expect(widths).toEqual(widths.toSorted((a, b) => a - b));
  expect(points.every(({ low, mid, high }) => low <= mid && mid <= high)).toBe(true);
});

function fit(points: readonly TrendPoint[]) {
  const trend = theilSen(points);
  if (!trend) throw new Error('no trend');
  return trend;
}

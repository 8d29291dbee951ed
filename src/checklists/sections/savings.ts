import type { Finding } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import { defineSection } from '../define.ts';

/** What the failing findings of this review would save in a month at list prices, by check. */
export const savings = defineSection({
  id: 'savings',
  title: 'Potential savings',
  scope: 'region',
  calls: [],
  columns: [
    { key: 'check', label: 'Check' },
    { key: 'resources', label: 'Resources', format: 'number' },
    { key: 'monthlyCostUsd', label: 'USD a month', format: 'usd' },
    { key: 'unpriced', label: 'Without a price', format: 'number' },
  ],
  compose({ findings }) {
    const failing = findings.filter(({ status, suppressed }) => status === 'fail' && !suppressed);
    const checks = [...new Set(failing.map(({ check }) => check))];
    const rows = checks.map((check) => toRow(check, failing)).toSorted((a, b) => b.monthlyCostUsd - a.monthlyCostUsd);
    const total = rows.reduce((sum, { monthlyCostUsd }) => sum + monthlyCostUsd, 0);
    const unpriced = rows.reduce((sum, row) => sum + row.unpriced, 0);
    const sources = [...new Set(failing.flatMap(({ evidence }) => textOf(evidence['priceSource'])))];
    return Promise.resolve({
      text: [
        `What was found costs $${total.toFixed(2)} a month at list prices, $${(total * 12).toFixed(2)} a year` +
          `${unpriced > 0 ? `; ${unpriced} findings have no list price here and come on top` : ''}.`,
        ...sources.map((source) => `Prices: ${source}.`),
      ],
      rows,
    });
  },
});

function toRow(check: string, failing: readonly Finding[]) {
  const own = failing.filter((finding) => finding.check === check);
  const priced = own.flatMap(({ evidence }) => costOf(evidence));
  return {
    check,
    resources: own.length,
    monthlyCostUsd: Math.round(priced.reduce((sum, cost) => sum + cost, 0) * 100) / 100,
    unpriced: own.length - priced.length,
  };
}

function costOf({ monthlyCostUsd }: JsonObject): number[] {
  return typeof monthlyCostUsd === 'number' ? [monthlyCostUsd] : [];
}

function textOf(value: unknown): string[] {
  return typeof value === 'string' ? [value] : [];
}

import type { Finding } from '../../model/finding.ts';
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
        `What was found costs ${dollars(total)} a month at list prices, ${dollars(total * 12)} a year` +
          `${unpricedText(unpriced)}.`,
        ...sources.map((source) => `Prices: ${source}.`),
      ],
      rows,
    });
  },
});

function toRow(check: string, failing: readonly Finding[]) {
  const own = failing.filter((finding) => finding.check === check);
  const priced = own.filter((finding) => costOf(finding) !== undefined);
  // Who deletes a volume saves nothing more by changing its type: of two ways, the one that saves more counts.
  const counted = priced.filter((finding) => dearestOf(finding, failing) === finding);
  return {
    check,
    resources: own.length,
    monthlyCostUsd: Math.round(counted.reduce((sum, finding) => sum + (costOf(finding) ?? 0), 0) * 100) / 100,
    unpriced: own.length - priced.length,
  };
}

function dearestOf({ resource }: Finding, failing: readonly Finding[]): Finding | undefined {
  const same = failing.filter((other) => other.resource.arn === resource.arn);
  return same.toSorted((a, b) => (costOf(b) ?? 0) - (costOf(a) ?? 0))[0];
}

function costOf({ evidence: { monthlyCostUsd } }: Finding): number | undefined {
  return typeof monthlyCostUsd === 'number' ? monthlyCostUsd : undefined;
}

function unpricedText(count: number): string {
  if (count === 0) return '';
  return count === 1
    ? '; 1 finding has no list price here and comes on top'
    : `; ${count} findings have no list price here and come on top`;
}

function dollars(amount: number): string {
  return `$${amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

function textOf(value: unknown): string[] {
  return typeof value === 'string' ? [value] : [];
}

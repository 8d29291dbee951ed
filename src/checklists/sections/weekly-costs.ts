import { dailyCosts } from '../../aws/ce.ts';
import { type DayCost, dayTotal, formatCost, type Mover, topMovers, utcDay } from '../../model/costs.ts';
import { cents, type Decimal, decimalToNumber } from '../../model/decimal.ts';
import { defineSection } from '../define.ts';

/** Seven days against the seven before, a bar a day, and what moved most. */
export const weeklyCosts = defineSection({
  id: 'weekly-costs',
  title: 'Costs of the last 7 days',
  scope: 'account',
  calls: ['ce:GetCostAndUsage'],
  columns: [
    { key: 'service', label: 'Top movers' },
    { key: 'beforeUsd', label: '7 days before', format: 'usd' },
    { key: 'nowUsd', label: 'Last 7 days', format: 'usd' },
    { key: 'changeUsd', label: 'Change', format: 'usd' },
  ],
  async compose({ aws, now }) {
    const { days, metric, unit } = await dailyCosts(aws, now);
    const week = within(days, utcDay(now, 7), utcDay(now, 1));
    const before = within(days, utcDay(now, 14), utcDay(now, 8));
    if (week.length === 0) return { rows: [], note: 'AWS has no costs of the last 7 days.' };
    return {
      text: [sentence(total(before), total(week), unit), caveats([...before, ...week], week, metric)],
      rows: topMovers(before, week).map(toRow),
      plots: [
        {
          kind: 'bar',
          title: 'Cost per day',
          unit: 'usd',
          series: [
            {
              label: metric,
              points: [...before, ...week].map((day) => ({
                at: day.day,
                value: isEmpty(day) ? null : cents(dayTotal(day)),
              })),
            },
          ],
        },
      ],
    };
  },
});

function within(days: readonly DayCost[], from: string, to: string): DayCost[] {
  return days.filter(({ day }) => day >= from && day <= to);
}

function total(days: readonly DayCost[]): Decimal {
  return days.reduce((sum, day) => sum + dayTotal(day), 0n);
}

function sentence(before: Decimal, week: Decimal, unit: string): string {
  const change = week - before;
  const share =
    before > 0n
      ? ` (${change >= 0n ? '+' : '−'}${Math.abs((decimalToNumber(change) / decimalToNumber(before)) * 100).toFixed(1)} %)`
      : '';
  const direction = change >= 0n ? 'more' : 'less';
  const amount = formatCost(change >= 0n ? change : -change, unit);
  return `The last 7 days cost ${formatCost(week, unit)}, ${amount} ${direction} than the 7 before${share}.`;
}

function caveats(all: readonly DayCost[], week: readonly DayCost[], metric: string): string {
  const estimated = week.filter((day) => day.estimated && !isEmpty(day)).length;
  const estimate = estimated > 0 ? `, and those of ${estimated} of the days are still AWS's estimate` : '';
  const empty = all.filter(isEmpty).map(({ day }) => day);
  const gap = empty.length > 0 ? ` AWS has no costs yet of ${empty.join(', ')}: the sums do not compare.` : '';
  return `Days are UTC days; the amounts are ${metric}${estimate}.${gap}`;
}

/** AWS gives a day whose costs it does not know yet as one without services. */
function isEmpty({ byService }: DayCost): boolean {
  return byService.size === 0;
}

function toRow({ service, before, now, change }: Mover) {
  return { service, beforeUsd: cents(before), nowUsd: cents(now), changeUsd: cents(change) };
}

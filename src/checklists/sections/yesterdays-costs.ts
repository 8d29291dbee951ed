import { dailyCosts } from '../../aws/ce.ts';
import { dayTotal, formatCost, serviceTotals, utcDay } from '../../model/costs.ts';
import { cents, decimalOf } from '../../model/decimal.ts';
import { defineSection } from '../define.ts';

const WORTH_A_LINE_USD = 10;

export const yesterdaysCosts = defineSection({
  id: 'costs',
  title: "Yesterday's costs",
  scope: 'account',
  calls: ['ce:GetCostAndUsage'],
  columns: [
    { key: 'service', label: 'Service' },
    { key: 'amountUsd', label: 'USD', format: 'usd' },
    { key: 'estimated', label: 'Estimated' },
  ],
  async compose({ aws, now }) {
    const { days, metric, unit } = await dailyCosts(aws, now);
    const yesterday = days.find(({ day }) => day === utcDay(now, 1));
    // Shortly after midnight AWS gives the day already, without a service in it.
    if (!yesterday || yesterday.byService.size === 0)
      return { rows: [], note: `AWS has no costs of ${utcDay(now, 1)} yet.` };
    const above = serviceTotals([yesterday]).filter(([, amount]) => amount > decimalOf(WORTH_A_LINE_USD));
    const estimate = yesterday.estimated ? ', still an estimate' : '';
    return {
      text: [
        `${utcDay(now, 1)} (UTC) cost ${formatCost(dayTotal(yesterday), unit)} in all (${metric}${estimate}); services above ` +
          `$${WORTH_A_LINE_USD} are listed.`,
      ],
      rows: above.map(([service, amount]) => ({
        service,
        amountUsd: cents(amount),
        estimated: yesterday.estimated ? 'yes' : 'no',
      })),
    };
  },
});

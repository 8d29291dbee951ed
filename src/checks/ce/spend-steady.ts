import { z } from 'zod';
import { billedService, dailyCosts } from '../../aws/ce.ts';
import { type Costs, type DayCost, formatCost, utcDay } from '../../model/costs.ts';
import { cents, type Decimal, decimalOf, decimalToNumber } from '../../model/decimal.ts';
import { fail, pass, type Resource, unknown, type Verdict } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';

const DAYS_BEFORE = 7;

export const spendSteady = defineCheck({
  id: 'ce-spend-steady',
  title: 'Spend is as in the week before',
  severity: 'medium',
  why: 'A cost that jumps overnight is a mistake, a leak or an attack, and every day it goes unseen is billed.',
  remediation: 'Open Cost Explorer for the service and day, grouped by usage type, and find what started.',
  scope: 'account',
  calls: ['ce:GetCostAndUsage'],
  settings: z.object({
    abovePercent: z.number().min(0).default(50),
    aboveUsd: z.number().min(0).default(10),
  }),
  async *evaluate({ aws, now, settings }) {
    const costs = await dailyCosts(aws, now);
    const yesterday = costs.days.find(({ day }) => day === utcDay(now, 1));
    if (!yesterday || yesterday.byService.size === 0) {
      const reason = `Cost Explorer has no costs for ${utcDay(now, 1)} (UTC) yet; they come up to 24 hours late.`;
      yield unknown({ ...billedService(aws, 'ce'), type: 'AWS::Service' }, reason);
      return;
    }
    const before = costs.days.filter(({ day }) => day >= utcDay(now, DAYS_BEFORE + 1) && day < yesterday.day);
    const services = new Set([yesterday, ...before].flatMap(({ byService }) => [...byService.keys()]));
    for (const service of services) {
      yield judge(billedService(aws, service), { costs, yesterday, before }, settings);
    }
  },
});

interface Span {
  readonly costs: Costs;
  readonly yesterday: DayCost;
  readonly before: readonly DayCost[];
}

interface Limits {
  readonly abovePercent: number;
  readonly aboveUsd: number;
}

function judge(resource: Resource, { costs, yesterday, before }: Span, limits: Limits): Verdict {
  const money = (amount: Decimal): string => formatCost(amount, costs.unit);
  const cost = yesterday.byService.get(resource.id) ?? 0n;
  const marks = [
    ...(yesterday.estimated ? ['estimated'] : []),
    ...(costs.metric === 'UnblendedCost' ? [] : ['blended, since there is no unblended cost']),
  ];
  const spent = `${resource.id} cost ${money(cost)} on ${yesterday.day}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`;
  const evidence = {
    day: yesterday.day,
    cost: cents(cost),
    unit: costs.unit,
    metric: costs.metric,
    estimated: yesterday.estimated,
    daysCompared: before.length,
  };
  if (before.length === 0) {
    return unknown(resource, `${spent}; there are no days before to compare it with.`, evidence);
  }
  const days = BigInt(before.length);
  const sum = before.reduce((total, { byService }) => total + (byService.get(resource.id) ?? 0n), 0n);
  const mean = sum / days;
  const span = spanOf(before);
  const compared = { ...evidence, mean: cents(mean), change: cents(cost - mean) };
  if (!exceeds(cost, sum, days, limits)) {
    return pass(resource, `${spent}, against a mean of ${money(mean)} of ${span}.`, compared);
  }
  const percent = mean > 0n ? `${Math.round((decimalToNumber(cost - mean) / decimalToNumber(mean)) * 100)} % and ` : '';
  const above = `${percent}${money(cost - mean)} above the mean of ${span} (${money(mean)})`;
  if (!billedMonthly(resource.id)) return fail(resource, `${spent}, ${above}.`, compared);
  return fail(resource, `${spent}, ${above}; it is billed once a month.`, compared, { severity: 'informational' });
}

function spanOf({ length }: readonly DayCost[]): string {
  if (length === DAYS_BEFORE) return `the ${DAYS_BEFORE} days before`;
  return length === 1 ? 'the one day before that is known' : `the ${length} days before that are known`;
}

/** More than so many percent and more than so much above the mean: multiplied out, so that nothing is rounded. */
function exceeds(cost: Decimal, sum: Decimal, days: bigint, { abovePercent, aboveUsd }: Limits): boolean {
  const hundred = decimalOf(100);
  const overPercent = cost * days * hundred > sum * (hundred + decimalOf(abovePercent));
  const overAmount = cost * days - sum > decimalOf(aboveUsd) * days;
  return overPercent && overAmount;
}

function billedMonthly(service: string): boolean {
  return service === 'Tax' || service.startsWith('AWS Support');
}

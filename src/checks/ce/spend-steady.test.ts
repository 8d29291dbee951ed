import { expect, test } from 'vitest';
import { answering, awsError, judge, lines } from '../../../test/answers.ts';
import { spendSteady } from './spend-steady.ts';

type Amounts = Readonly<Record<string, string>>;

function day(Start: string, amounts: Amounts, { Estimated = false, metric = 'UnblendedCost' } = {}) {
  return {
    TimePeriod: { Start, End: 'the next day' },
    Total: {},
    Groups: Object.entries(amounts).map(([service, Amount]) => ({
      Keys: [service],
      Metrics: { [metric]: { Amount, Unit: 'USD' } },
    })),
    Estimated,
  };
}

/** The seven days before yesterday (22 November), all alike. */
function week(amounts: Amounts) {
  return Array.from({ length: 7 }, (_, index) => day(`2026-11-${15 + index}`, amounts));
}

function costs(...ResultsByTime: readonly object[]) {
  return { 'ce:GetCostAndUsage': { ResultsByTime } };
}

test.each([
  ['50 % and more than $10', '40', '60', 'pass'],
  ['50 % and the least more', '40', '60.000000000001', 'fail'],
  ['$10 above, and far more than 50 %', '2', '12', 'pass'],
  ['the least more than $10 above', '2', '12.000000000001', 'fail'],
  ['a lot of money, but few percent', '1000', '1400', 'pass'],
  ['9.99, which is not more than 10 as text would have it', '0', '9.99', 'pass'],
  ['a new service', '0', '10.01', 'fail'],
])('E1.6 %s: %s, then %s, is a %s', async (_, before, yesterday, status) => {
  const findings = await judge(spendSteady, costs(...week({ S3: before }), day('2026-11-22', { S3: yesterday })));
  expect(findings.map((finding) => finding.status)).toEqual([status]);
});

test('says what a service cost, on which UTC day, and against what; an estimate is marked', async () => {
  const findings = await judge(
    spendSteady,
    costs(
      ...week({ 'EC2 - Other': '46.10', 'AWS Lambda': '5' }),
      day('2026-11-22', { 'EC2 - Other': '95.20' }, { Estimated: true }),
    ),
  );
  expect(lines(findings)).toEqual([
    'EC2 - Other: fail medium: EC2 - Other cost $95.20 on 2026-11-22 (estimated), 107 % and $49.10 above the mean of the 7 days before ($46.10).',
    'AWS Lambda: pass: AWS Lambda cost $0.00 on 2026-11-22 (estimated), against a mean of $5.00 of the 7 days before.',
  ]);
  expect(findings[0]).toMatchObject({
    region: 'global',
    evidence: { cost: 95.2, mean: 46.1, change: 49.1, estimated: true, metric: 'UnblendedCost', daysCompared: 7 },
  });
});

test.each(['2026-11-23T00:30:00.000Z', '2026-11-23T23:30:00.000Z'])(
  'G8 at %s, yesterday is the whole UTC day before, whatever the time zone',
  async (instant) => {
    const transport = answering(costs(...week({ S3: '1' }), day('2026-11-22', { S3: '1' })));
    const findings = await judge(spendSteady, transport, { now: new Date(instant) });
    expect(transport.asked[0]?.input).toMatchObject({ TimePeriod: { Start: '2026-11-08', End: '2026-11-23' } });
    expect(findings[0]?.evidence).toMatchObject({ day: '2026-11-22' });
  },
);

test('E1.7 reads every page, in one region, and never asks twice', async () => {
  const pages = [
    { ResultsByTime: week({ S3: '10' }), NextPageToken: 'p2' },
    { ResultsByTime: [day('2026-11-22', { S3: '10' })], NextPageToken: 'p3' },
    { ResultsByTime: [day('2026-11-22', { RDS: '99' })] },
  ];
  const transport = answering({
    'ce:GetCostAndUsage': ({ NextPageToken }: { NextPageToken?: string }) =>
      pages[NextPageToken === undefined ? 0 : NextPageToken === 'p2' ? 1 : 2] ?? {},
  });
  const findings = await judge(spendSteady, transport, { region: 'eu-west-1' });
  expect(findings.map(({ resource, status }) => `${resource.id} ${status}`)).toEqual(['RDS fail', 'S3 pass']);
  expect(transport.asked.map(({ region }) => region)).toEqual(['us-east-1', 'us-east-1', 'us-east-1']);
});

test('E1.7 takes blended costs only where there are no others, and says so', async () => {
  const blended = { metric: 'BlendedCost' };
  const findings = await judge(
    spendSteady,
    costs(day('2026-11-21', { S3: '1' }, blended), day('2026-11-22', { S3: '20' }, blended)),
  );
  expect(lines(findings)).toEqual([
    'S3: fail medium: S3 cost $20.00 on 2026-11-22 (blended, since there is no unblended cost), 1900 % and $19.00 above the mean of the one day before that is known ($1.00).',
  ]);
});

test('without earlier days there is nothing to compare with: unknown', async () => {
  const findings = await judge(spendSteady, costs(day('2026-11-22', { S3: '812.1234567' })));
  expect(lines(findings)).toEqual([
    'S3: unknown: S3 cost $812.12 on 2026-11-22; there are no days before to compare it with.',
  ]);
});

test.each([
  ['has no day for yesterday', costs(...week({ S3: '10' }))],
  ['has yesterday without a single service', costs(...week({ S3: '10' }), day('2026-11-22', {}))],
  ['has no data at all', { 'ce:GetCostAndUsage': () => awsError('DataUnavailableException') }],
])('E1.7 when AWS %s yet, that is unknown and not a cost of 0', async (_, answers) => {
  expect(lines(await judge(spendSteady, answers))).toEqual([
    'ce: unknown: Cost Explorer has no costs for 2026-11-22 (UTC) yet; they come up to 24 hours late.',
  ]);
});

test('tax is booked once a month, and no alarm', async () => {
  const findings = await judge(spendSteady, costs(...week({ S3: '1' }), day('2026-11-22', { Tax: '400' })));
  expect(findings[0]).toMatchObject({ status: 'fail', severity: 'informational', resource: { id: 'Tax' } });
});

test('the thresholds can be set', async () => {
  const overrides = { 'ce-spend-steady': { enabled: true, settings: { abovePercent: 10, aboveUsd: 1 } } };
  const answers = costs(...week({ S3: '10' }), day('2026-11-22', { S3: '12' }));
  expect((await judge(spendSteady, answers, { overrides }))[0]?.status).toBe('fail');
});

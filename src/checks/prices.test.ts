import { expect, test } from 'vitest';
import { HOURLY, INSTANCE_HOURLY, PER_UNIT_MONTH } from './price-list.ts';
import { databasePrice, instancePrice, monthlyPrice, totalListed } from './prices.ts';
import { volumePrice } from './volume-price.ts';

test('a month has 730 hours', () => {
  expect(monthlyPrice({ region: 'us-east-1', item: 'public-ipv4' }).monthlyCostUsd).toBe(3.65);
  expect(monthlyPrice({ region: 'eu-central-1', item: 'nat-gateway' }).monthlyCostUsd).toBe(37.96);
});

test('a region that is not listed is priced as us-east-1, and the source says so', () => {
  expect(monthlyPrice({ region: 'mx-central-1', item: 'nat-gateway' })).toEqual({
    monthlyCostUsd: 32.85,
    priceRegion: 'us-east-1',
    priceSource: 'AWS on-demand list price of us-east-1, 2025 (the price in mx-central-1 is not listed)',
  });
});

test('storage is priced by the gigabyte, to the cent', () => {
  expect(monthlyPrice({ region: 'us-east-1', item: 'ebs-snapshot-gb', quantity: 12.34 }).monthlyCostUsd).toBe(0.62);
});

test.each([
  ['t3.micro', 7.59],
  ['t2.small', 16.79],
  ['m5.large', 70.08],
  ['m5.4xlarge', 560.64],
  ['u-6tb1.metal', null],
])('an instance is priced by its family and size: %s', (instanceType, monthlyCostUsd) => {
  expect(instancePrice({ region: 'us-east-1', instanceType }).monthlyCostUsd).toBe(monthlyCostUsd);
});

test('a database costs by engine and class, twice with Multi-AZ', () => {
  const single = { region: 'us-east-1', engine: 'postgres', instanceClass: 'db.r5.4xlarge', multiAz: false };
  expect(databasePrice(single).monthlyCostUsd).toBe(1460);
  expect(databasePrice({ ...single, multiAz: true }).monthlyCostUsd).toBe(2920);
  expect(databasePrice({ ...single, engine: 'aurora-postgresql' }).monthlyCostUsd).toBe(1693.6);
  expect(databasePrice({ ...single, engine: 'oracle-ee' })).toMatchObject({
    monthlyCostUsd: null,
    priceSource: 'No list price is known for oracle-ee on db.r5.4xlarge',
  });
});

test('a volume costs its gigabytes and what is provisioned beyond them', () => {
  const region = 'us-east-1';
  expect(volumePrice({ region, type: 'gp3', sizeGib: 100, iops: 3000, throughput: 125 }).monthlyCostUsd).toBe(8);
  expect(volumePrice({ region, type: 'gp3', sizeGib: 100, iops: 4000, throughput: 225 }).monthlyCostUsd).toBe(17);
  expect(volumePrice({ region, type: 'io1', sizeGib: 100, iops: 1000 }).monthlyCostUsd).toBe(77.5);
  expect(volumePrice({ region, type: 'gp2', sizeGib: 100, iops: 300 }).monthlyCostUsd).toBe(10);
  expect(volumePrice({ region, type: 'new1', sizeGib: 100 }).monthlyCostUsd).toBeNull();
});

test('a sum leaves out what is not listed, and is not listed where nothing is', () => {
  const listed = monthlyPrice({ region: 'us-east-1', item: 'public-ipv4' });
  const unlisted = instancePrice({ region: 'us-east-1', instanceType: 'x' });
  expect(totalListed([unlisted, listed, listed]).monthlyCostUsd).toBe(7.3);
  expect(totalListed([unlisted]).monthlyCostUsd).toBeNull();
});

test('every price is a positive number, and no region is cheaper by more than it may be by a slip of the pen', () => {
  for (const rates of [...Object.values(HOURLY), ...Object.values(PER_UNIT_MONTH), ...Object.values(INSTANCE_HOURLY)]) {
    for (const rate of Object.values(rates)) {
      expect(rate).toBeGreaterThanOrEqual(rates['us-east-1']);
      expect(rate).toBeLessThanOrEqual(rates['us-east-1'] * 1.7);
    }
  }
});

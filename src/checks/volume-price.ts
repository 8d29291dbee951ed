import type { Volume } from '../aws/ec2.ts';
import { PER_UNIT_MONTH } from './price-list.ts';
import { type MonthlyPriceIfListed, monthlyPrice, notListed, totalPrice } from './prices.ts';

/** What gp3 gives for the price of its gigabytes. https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html#gp3-ebs-volume-type */
const GP3_BASELINE = { iops: 3000, throughput: 125 } as const;

export interface VolumePriceQuestion {
  readonly region: string;
  /** e.g. `gp3` */
  readonly type: string;
  readonly sizeGib: number;
  readonly iops?: number | undefined;
  /** MiB a second. */
  readonly throughput?: number | undefined;
}

/** What an EBS volume costs, with what is provisioned beyond its gigabytes. */
export function volumePrice({
  region,
  type,
  sizeGib,
  iops = 0,
  throughput = 0,
}: VolumePriceQuestion): MonthlyPriceIfListed {
  const item = `ebs-${type}-gb`;
  if (!isListed(item)) return notListed(region, `${type} volumes`);
  const storage = monthlyPrice({ region, item, quantity: sizeGib });
  if (type === 'io1' || type === 'io2') {
    return totalPrice(storage, monthlyPrice({ region, item: `ebs-${type}-iops`, quantity: iops }));
  }
  if (type !== 'gp3') return storage;
  const moreIops = Math.max(iops - GP3_BASELINE.iops, 0);
  const moreThroughput = Math.max(throughput - GP3_BASELINE.throughput, 0);
  return totalPrice(
    storage,
    monthlyPrice({ region, item: 'ebs-gp3-iops', quantity: moreIops }),
    monthlyPrice({ region, item: 'ebs-gp3-mibps', quantity: moreThroughput }),
  );
}

/** The same of a volume as AWS describes it. */
export function priceOfVolume(volume: Volume, region: string): MonthlyPriceIfListed {
  const { VolumeType: type = '', Size: sizeGib = 0, Iops: iops, Throughput: throughput } = volume;
  return volumePrice({ region, type, sizeGib, iops, throughput });
}

function isListed(item: string): item is keyof typeof PER_UNIT_MONTH {
  return item in PER_UNIT_MONTH;
}

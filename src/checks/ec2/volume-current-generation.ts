import { describeVolumes, volume, type Volume } from '../../aws/ec2.ts';
import { fail, pass } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import { defineCheck } from '../define.ts';
import { volumePrice } from '../volume-price.ts';

export const volumeCurrentGeneration = defineCheck({
  id: 'ec2-volume-current-generation',
  title: 'EBS volume is of the current generation',
  severity: 'low',
  why: 'gp3 costs a fifth less a gigabyte than gp2 and gives every volume 3,000 IOPS whatever its size.',
  remediation: 'Modify the volume to gp3: it goes on working meanwhile, and AWS allows the change once in six hours.',
  calls: ['ec2:DescribeVolumes'],
  async *evaluate({ aws }) {
    for (const one of await describeVolumes(aws, {})) {
      const { VolumeId: id, VolumeType: type = 'unknown', Size: sizeGib = 0 } = one;
      const evidence = { type, sizeGib, iops: one.Iops ?? null, state: one.State ?? null };
      if (type !== 'gp2') yield pass(volume(aws, one), `${id} is ${type}.`, evidence);
      else {
        const saving = savingOf(one, aws.region);
        const reason = `${id} (${sizeGib} GiB) is gp2, which costs $${saving.monthlyCostUsd.toFixed(2)} a month more than the same as gp3.`;
        yield fail(volume(aws, one), reason, { ...evidence, ...saving });
      }
    }
  },
});

/** From this size on gp2 has 250 MiB/s whenever it is asked for. https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html */
const FULL_THROUGHPUT_GIB = 334;

/** What changing to gp3 saves with the same IOPS and throughput: that, not the price of the volume, is what is wasted. */
function savingOf({ Size: sizeGib = 0, Iops: iops }: Volume, region: string): JsonObject & { monthlyCostUsd: number } {
  const gp2 = volumePrice({ region, type: 'gp2', sizeGib });
  const throughput = sizeGib >= FULL_THROUGHPUT_GIB ? 250 : undefined;
  const gp3 = volumePrice({ region, type: 'gp3', sizeGib, iops, throughput });
  const saving = (gp2.monthlyCostUsd ?? 0) - (gp3.monthlyCostUsd ?? 0);
  return {
    monthlyCostUsd: Math.round(saving * 100) / 100,
    gp2MonthlyCostUsd: gp2.monthlyCostUsd,
    gp3MonthlyCostUsd: gp3.monthlyCostUsd,
    priceRegion: gp2.priceRegion,
    priceSource: gp2.priceSource,
  };
}

import { expect, test } from 'vitest';
import { judge, lines } from '../../../test/answers.ts';
import { volumeCurrentGeneration } from './volume-current-generation.ts';

test('names gp2 volumes with what gp3 would save at the same performance', async () => {
  const findings = await judge(volumeCurrentGeneration, {
    'ec2:DescribeVolumes': {
      Volumes: [
        { VolumeId: 'vol-1', VolumeType: 'gp2', Size: 100, Iops: 300 },
        { VolumeId: 'vol-2', VolumeType: 'gp2', Size: 2000, Iops: 6000 },
        { VolumeId: 'vol-3', VolumeType: 'gp3', Size: 100, Iops: 3000 },
        { VolumeId: 'vol-4', VolumeType: 'io2', Size: 100, Iops: 3000 },
      ],
    },
  });
  expect(lines(findings)).toEqual([
    'vol-1: fail low: vol-1 (100 GiB) is gp2, which costs $2.00 a month more than the same as gp3.',
    // 2,000 GB at 2 cents, less 3,000 IOPS and 125 MiB/s beyond what every gp3 has.
    'vol-2: fail low: vol-2 (2000 GiB) is gp2, which costs $20.00 a month more than the same as gp3.',
    'vol-3: pass: vol-3 is gp3.',
    'vol-4: pass: vol-4 is io2.',
  ]);
  expect(findings[0]?.evidence).toMatchObject({ monthlyCostUsd: 2, gp2MonthlyCostUsd: 10, gp3MonthlyCostUsd: 8 });
});

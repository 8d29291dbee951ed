import type { DescribeRegionsCommandInput, DescribeRegionsCommandOutput, Region } from '@aws-sdk/client-ec2';
import type { Aws } from './execution.ts';
import { list } from './read.ts';

/** Regions that the account has enabled: asked without `AllRegions`, AWS leaves the others out. */
const describeRegions = list<DescribeRegionsCommandInput, DescribeRegionsCommandOutput, Region>(
  'ec2',
  'DescribeRegions',
  {
    items: (page) => page.Regions,
  },
);

export async function listEnabledRegions(aws: Aws): Promise<string[]> {
  const regions = await describeRegions(aws, {});
  return regions.flatMap(({ RegionName }) => RegionName ?? []).toSorted();
}

import type { Address, Vpc } from '@aws-sdk/client-ec2';
import type { MetricSeries } from './metrics.ts';

/** What a region of an account holds, in AWS's own shapes; each service reads and changes its part. */
export interface RegionState {
  readonly name: string;
  readonly accountId: string;
  readonly ec2: { vpcs: Vpc[]; addresses: Address[] };
  readonly cloudwatch: { series: MetricSeries[] };
}

/** What an account holds that belongs to no region. */
export interface AccountState {
  readonly id: string;
}

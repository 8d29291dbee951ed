import type { AcmState } from './newcomer/acm.ts';
import type { ApplicationAutoscalingState } from './newcomer/application-autoscaling.ts';
import type { AutoscalingState } from './newcomer/autoscaling.ts';
import type { BackupState } from './newcomer/backup.ts';
import type { CeState } from './newcomer/ce.ts';
import type { CloudtrailState } from './newcomer/cloudtrail.ts';
import type { CloudwatchState } from './newcomer/cloudwatch.ts';
import type { ComputeOptimizerState } from './newcomer/compute-optimizer.ts';
import type { DynamodbState } from './newcomer/dynamodb.ts';
import type { Ec2State } from './newcomer/ec2.ts';
import type { EcsState } from './newcomer/ecs.ts';
import type { Elbv2State } from './newcomer/elbv2.ts';
import type { HealthState } from './newcomer/health.ts';
import type { IamState } from './newcomer/iam.ts';
import type { LambdaState } from './newcomer/lambda.ts';
import type { LogsState } from './newcomer/logs.ts';
import type { OrganizationsState } from './newcomer/organizations.ts';
import type { RdsState } from './newcomer/rds.ts';
import type { Route53State } from './newcomer/route53.ts';
import type { S3State } from './newcomer/s3.ts';
import type { S3controlState } from './newcomer/s3control.ts';
import type { SnsState } from './newcomer/sns.ts';
import type { MetricSeries } from './metrics.ts';

/** What a region of an account holds, in AWS's own shapes; each service reads and changes its part. */
export interface RegionState {
  readonly name: string;
  readonly accountId: string;
  /** Every metric that the services of this region publish. */
  readonly metrics: MetricSeries[];
  readonly acm: AcmState;
  readonly applicationAutoscaling: ApplicationAutoscalingState;
  readonly autoscaling: AutoscalingState;
  readonly backup: BackupState;
  readonly cloudtrail: CloudtrailState;
  readonly cloudwatch: CloudwatchState;
  readonly computeOptimizer: ComputeOptimizerState;
  readonly dynamodb: DynamodbState;
  readonly ec2: Ec2State;
  readonly ecs: EcsState;
  readonly elbv2: Elbv2State;
  readonly lambda: LambdaState;
  readonly logs: LogsState;
  readonly rds: RdsState;
  readonly sns: SnsState;
}

/** What an account holds that belongs to no region. */
export interface AccountState {
  readonly id: string;
  readonly ce: CeState;
  readonly health: HealthState;
  readonly iam: IamState;
  readonly organizations: OrganizationsState;
  readonly route53: Route53State;
  readonly s3: S3State;
  readonly s3control: S3controlState;
}

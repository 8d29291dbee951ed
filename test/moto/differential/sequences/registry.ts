import type { Sequence } from '../sequence.ts';
import { cloudwatchAlarm, cloudwatchDashboard, cloudwatchMetric } from './cloudwatch.ts';
import { ecsService } from './ecs-service.ts';
import { ecsTaskDefinition } from './ecs-task-definition.ts';
import { elbv2Listener } from './elbv2-listener.ts';
import { elbv2LoadBalancer } from './elbv2-load-balancer.ts';
import { elbv2TargetGroup } from './elbv2-target-group.ts';
import { lambdaAlias } from './lambda.ts';
import { rdsCluster } from './rds-cluster.ts';
import { rdsExport } from './rds-export.ts';
import { rdsInstance } from './rds-instance.ts';
import { rdsRestore } from './rds-restore.ts';
import { rdsSnapshot } from './rds-snapshot.ts';
import { route53Records } from './route53.ts';
import { applicationScaling, groupScaling } from './scaling.ts';
import { snsTopic } from './sns.ts';

/** What changes something, in the order in which it is asked; each takes away what it has made, as far as that is served. */
export const SEQUENCES: readonly Sequence[] = [
  applicationScaling,
  groupScaling,
  cloudwatchAlarm,
  cloudwatchDashboard,
  cloudwatchMetric,
  ecsTaskDefinition,
  ecsService,
  elbv2TargetGroup,
  elbv2Listener,
  elbv2LoadBalancer,
  lambdaAlias,
  rdsSnapshot,
  rdsRestore,
  rdsInstance,
  rdsCluster,
  rdsExport,
  route53Records,
  snsTopic,
];

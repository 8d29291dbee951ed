import { listServiceDeployments, serviceRevisions } from '../../aws/ecs.ts';
import type { Aws } from '../../aws/execution.ts';
import { UNDER_WAY } from '../conditions/ecs-tasks.ts';
import type { ServiceName } from './ecs-service.ts';

/** What ECS has on record of a service, of 90 days at most. */
export interface DeploymentHistory {
  /** ARNs of task definitions whose deployment succeeded, oldest first; one may come again. */
  readonly succeeded: readonly string[];
  readonly underWay: { readonly arn: string; readonly status: string; readonly taskDefinition: string } | undefined;
}

export async function lookAtDeployments(aws: Aws, { cluster, service }: ServiceName): Promise<DeploymentHistory> {
  const all = (await listServiceDeployments(aws, { cluster, service })).toSorted(
    (a, b) => (a.createdAt?.getTime() ?? 0) - (b.createdAt?.getTime() ?? 0),
  );
  const arns = [...new Set(all.flatMap(({ targetServiceRevisionArn }) => targetServiceRevisionArn ?? []))];
  const revisions = await serviceRevisions(aws, arns);
  const versionOf = (arn: string | undefined) => revisions.get(arn ?? '')?.taskDefinition ?? '';
  const under = all.findLast(({ status }) => UNDER_WAY.some((one) => one === status));
  return {
    succeeded: all
      .filter(({ status }) => status === 'SUCCESSFUL')
      .map(({ targetServiceRevisionArn }) => versionOf(targetServiceRevisionArn))
      .filter((version) => version !== ''),
    underWay: under && {
      arn: under.serviceDeploymentArn ?? '',
      status: under.status ?? '',
      taskDefinition: versionOf(under.targetServiceRevisionArn),
    },
  };
}

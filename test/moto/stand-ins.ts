import { operationName } from '../../src/aws/service.ts';
import type { Transport } from '../../src/aws/transport.ts';
import type { Side } from './differential/side.ts';
import type { Lab } from './lab.ts';

export type Wrap = (own: Transport) => Transport;

/**
 * In the place of ECS's scheduler, which moto lacks: after each change of a service, as many tasks run as it wants, its
 * rollout is complete, and they are registered with its target group, all of it in moto's own state.
 */
export function scheduler(lab: Lab, moto: Side): Wrap {
  return (own) => ({
    ...own,
    async send(call, onRequest) {
      const answer = await own.send(call, onRequest);
      if (/^ecs:(Create|Update|Delete)Service$/.test(operationName(call))) {
        const { cluster = '', service, serviceName }: Named = call.input;
        await schedule(lab, moto, { cluster, name: service ?? serviceName ?? '' });
      }
      return answer;
    },
  });
}

interface Named {
  readonly cluster?: string;
  readonly service?: string;
  readonly serviceName?: string;
}

interface Scheduled {
  readonly cluster: string;
  readonly name: string;
}

/** What the scheduler does for one service. */
export async function schedule(lab: Lab, moto: Side, { cluster, name }: Scheduled): Promise<void> {
  const { services } = await answerOf<{ services: Shown[] }>(moto, 'ecs:DescribeServices', {
    cluster,
    services: [name],
  });
  const { status, desiredCount = 0, loadBalancers = [] } = services[0] ?? {};
  const wanted = status === 'ACTIVE' ? desiredCount : 0;
  if (status === 'ACTIVE') await lab.ecs(cluster, name, wanted);
  for (const { targetGroupArn: TargetGroupArn, containerPort: Port } of loadBalancers) {
    const health = await answerOf<Health>(moto, 'elbv2:DescribeTargetHealth', { TargetGroupArn });
    const there = health.TargetHealthDescriptions.map(({ Target }) => Target);
    const Targets = Array.from({ length: wanted }, (_, index) => ({ Id: `10.0.0.${101 + index}`, Port }));
    const gone = there.filter(({ Id }) => !Targets.some((one) => one.Id === Id));
    if (gone.length > 0) await answerOf(moto, 'elbv2:DeregisterTargets', { TargetGroupArn, Targets: gone });
    if (wanted > 0) await answerOf(moto, 'elbv2:RegisterTargets', { TargetGroupArn, Targets });
  }
}

interface Shown {
  readonly status?: string;
  readonly desiredCount?: number;
  readonly loadBalancers?: readonly { readonly targetGroupArn?: string; readonly containerPort?: number }[];
}

interface Health {
  readonly TargetHealthDescriptions: readonly { readonly Target: { readonly Id: string } }[];
}

/** @throws Error where moto refuses */
export async function answerOf<A extends object>(moto: Side, ...asked: Parameters<Side['ask']>): Promise<A> {
  const reply = await moto.ask(...asked);
  if ('refusal' in reply) throw new Error(`${asked[0]}: ${reply.refusal.code} ${reply.refusal.message}`);
  return reply.answer as A;
}

/** In the place of ECS's record of deployments, which moto lacks: versions that succeeded, oldest first, and none under way. */
export function deploymentRecord(versions: readonly string[]): Wrap {
  const here = 'arn:aws:ecs:us-east-1:123456789012:';
  const revisions = versions.map((version, index) => ({
    taskDefinition: `${here}task-definition/${version}`,
    serviceRevisionArn: `${here}service-revision/cluster/service/${index + 1}`,
  }));
  const deployments = revisions.map(({ serviceRevisionArn }, index) => ({
    serviceDeploymentArn: `${here}service-deployment/cluster/service/${index + 1}`,
    targetServiceRevisionArn: serviceRevisionArn,
    status: 'SUCCESSFUL',
    createdAt: new Date(Date.UTC(2026, 0, index + 1)),
  }));
  return (own) => ({
    ...own,
    send(call, onRequest) {
      const { status }: { readonly status?: readonly string[] } = call.input;
      switch (operationName(call)) {
        case 'ecs:ListServiceDeployments':
          return Promise.resolve({
            serviceDeployments: deployments.filter((one) => status?.includes(one.status) ?? true),
          });
        case 'ecs:DescribeServiceRevisions':
          return Promise.resolve({ serviceRevisions: revisions, failures: [] });
        default:
          return own.send(call, onRequest);
      }
    },
  });
}

/** moto writes the state of an export in small letters; AWS in capitals. */
export const exportStateInCapitals: Wrap = (own) => ({
  ...own,
  async send(call, onRequest) {
    const answer = await own.send(call, onRequest);
    if (operationName(call) !== 'rds:DescribeExportTasks') return answer;
    const { ExportTasks } = answer as { ExportTasks: readonly { readonly Status: string }[] };
    return { ExportTasks: ExportTasks.map((one) => ({ ...one, Status: one.Status.toUpperCase() })) };
  },
});

/** moto leaves a target group attached for ever; in AWS it is attached to the load balancers whose rules name it. */
export function attachments(moto: Side): Wrap {
  async function names(balancer: string, group: string): Promise<boolean> {
    const { Listeners } = await answerOf<{ Listeners: readonly { ListenerArn: string }[] }>(
      moto,
      'elbv2:DescribeListeners',
      { LoadBalancerArn: balancer },
    );
    const rules = await Promise.all(
      Listeners.map(({ ListenerArn }) => answerOf<object>(moto, 'elbv2:DescribeRules', { ListenerArn })),
    );
    return JSON.stringify(rules).includes(group);
  }

  return (own) => ({
    ...own,
    async send(call, onRequest) {
      const answer = await own.send(call, onRequest);
      if (operationName(call) !== 'elbv2:DescribeTargetGroups') return answer;
      const { TargetGroups } = answer as { TargetGroups: readonly Attached[] };
      const shown = TargetGroups.map(async (group) => {
        const { LoadBalancerArns = [], TargetGroupArn } = group;
        const named = await Promise.all(LoadBalancerArns.map((balancer) => names(balancer, TargetGroupArn)));
        return { ...group, LoadBalancerArns: LoadBalancerArns.filter((_, index) => named[index]) };
      });
      return { TargetGroups: await Promise.all(shown) };
    },
  });
}

interface Attached {
  readonly TargetGroupArn: string;
  readonly LoadBalancerArns?: readonly string[];
}

import { describeServices } from '../../aws/changes/ecs.ts';
import type { Condition } from '../../model/plan.ts';

interface ServiceName {
  readonly cluster: string;
  readonly service: string;
}

/**
 * A service runs as many tasks as it wants, or more where auto scaling may add some meanwhile, and its rollout is complete; fails as soon as ECS says that the rollout failed,
 * with the service's last event.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html
 */
export function serviceSteady({ cluster, service }: ServiceName, count: number, mayGrow = false): Condition {
  const primary = "s.services[0].deployments[?status=='PRIMARY'] | [0]";
  return {
    says: `${service} runs ${count} tasks${mayGrow ? ' or more' : ''} and its rollout is complete`,
    reads: [{ as: 's', call: describeServices({ cluster, services: [service] }), absent: [] }],
    met: [
      's.services[0].runningCount == s.services[0].desiredCount',
      `s.services[0].desiredCount ${mayGrow ? '>=' : '=='} \`${count}\``,
      'length(s.services[0].deployments) == `1`',
      `(${primary}).rolloutState == 'COMPLETED'`,
    ].join(' && '),
    failed: [
      {
        when: "s.failures[0].reason == 'MISSING' || s.services[0].status == 'INACTIVE'",
        because: `'${service} is not there any more'`,
      },
      {
        when: `(${primary}).rolloutState == 'FAILED'`,
        because: `join('', ['the rollout failed: ', (${primary}).rolloutStateReason || 'ECS says no more', '; last event: ', s.services[0].events[0].message || 'none'])`,
      },
    ],
    unsure: [],
    observed:
      "join('', [to_string(s.services[0].runningCount), ' of ', to_string(s.services[0].desiredCount), ' tasks run, ', to_string(s.services[0].pendingCount), ' are pending'])",
  };
}

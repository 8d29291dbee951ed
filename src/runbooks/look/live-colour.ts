import { type Service, targetGroupsOf } from '../../aws/ecs.ts';
import { describeTargetGroups } from '../../aws/elbv2.ts';
import type { Aws } from '../../aws/execution.ts';
import { Refused } from '../../model/errors.ts';
import { lookAtServices } from './colours.ts';
import type { ServiceName } from './ecs-service.ts';
import { lookAtRules, servedBy } from './listener-rules.ts';

/** A service as it is known, whatever colour it has at the moment. */
export interface LiveColour {
  /** The name that ECS knows it by. */
  readonly service: string;
  readonly found: Service;
}

/**
 * The service that users are served by, of the one that is named and its other colours: `web`, `web-blue`, `web-green`.
 * It need not be behind a load balancer, as long as only one of them runs.
 * @throws Refused where there is none, or where several run and one cannot tell which is meant
 */
export async function lookAtLiveColour(aws: Aws, { cluster, service: named }: ServiceName): Promise<LiveColour> {
  const { active: all } = await lookAtServices(aws, { cluster, service: named });
  const running = all.filter(({ desiredCount = 0 }) => desiredCount > 0);
  const candidates = running.length > 0 ? running : all.filter(({ serviceName }) => serviceName === named);
  const served = candidates.length === 1 ? candidates : await servedOf(aws, candidates);
  const [live, other] = served;
  if (live && !other) return { service: live.serviceName ?? named, found: live };
  const which = (candidates.length > 0 ? candidates : all).map(({ serviceName }) => serviceName).join(', ');
  throw new Refused(`of ${which}, ${served.length === 0 ? 'none gets' : 'several get'} requests: which one is live?`);
}

/** Those that a rule of a load balancer sends requests to. */
async function servedOf(aws: Aws, services: readonly Service[]): Promise<Service[]> {
  const arns = [...new Set(services.flatMap((service) => targetGroupsOf(service)))];
  if (arns.length === 0) return [];
  const groups = await describeTargetGroups(aws, { TargetGroupArns: arns });
  const balancers = [...new Set(groups.flatMap(({ LoadBalancerArns = [] }) => LoadBalancerArns))];
  const rules = (await Promise.all(balancers.map((arn) => lookAtRules(aws, arn)))).flat();
  const served = new Set(rules.flatMap((rule) => servedBy(rule)));
  return services.filter((service) => targetGroupsOf(service).some((arn) => served.has(arn)));
}

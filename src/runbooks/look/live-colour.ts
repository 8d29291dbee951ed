import { describeService, type Service, targetGroupsOf } from '../../aws/ecs.ts';
import { describeTargetGroups } from '../../aws/elbv2.ts';
import type { Aws } from '../../aws/execution.ts';
import { Refused } from '../../model/errors.ts';
import { lookAtService, type ServiceName } from './ecs-service.ts';
import { lookAtRules, servedBy } from './listener-rules.ts';

/** A service as it is known, whatever colour it has at the moment. */
export interface LiveColour {
  /** The name that ECS knows it by. */
  readonly service: string;
  readonly found: Service;
}

/**
 * The service that users are served by, of the one that is named and its other colours: `web`, `web-blue`, `web-green`.
 * @throws Refused where none of them runs, or where several are served and one cannot tell which is meant
 */
export async function lookAtLiveColour(aws: Aws, { cluster, service: named }: ServiceName): Promise<LiveColour> {
  const base = named.replace(/-(blue|green)$/, '');
  const names = [...new Set([named, base, `${base}-blue`, `${base}-green`])];
  const found = await Promise.all(names.map((name) => describeService(aws, cluster, name)));
  const running = found.flatMap((one) => (one?.status === 'ACTIVE' && (one.desiredCount ?? 0) > 0 ? one : []));
  if (running.length === 0) return { service: named, found: await lookAtService(aws, { cluster, service: named }) };
  const served = running.length === 1 ? running : await servedOf(aws, running);
  const [live, other] = served;
  if (live && !other) return { service: live.serviceName ?? named, found: live };
  const which = running.map(({ serviceName }) => serviceName).join(', ');
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

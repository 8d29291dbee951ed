import { describeTaggedServices, type Service, targetGroupsOf } from '../../aws/ecs.ts';
import { findLoadBalancers, type LoadBalancer, type TargetGroup } from '../../aws/elbv2.ts';
import type { Aws } from '../../aws/execution.ts';
import { EXECUTION_TAG } from '../../aws/mutations.ts';
import { Refused } from '../../model/errors.ts';
import type { ServiceName } from './ecs-service.ts';
import { type ListenerRule, lookAtRules, servedBy } from './listener-rules.ts';
import { findTargetGroup } from './target-group.ts';

/** One of the services that take turns, and the target group that its tasks are in. */
export interface Colour {
  readonly name: string;
  readonly service: Service;
  readonly group: TargetGroup;
}

/** Which of them serves customers, by what the load balancer says. */
export interface Colours {
  readonly live: Colour;
  /** Others that still stand. */
  readonly idle: readonly Colour[];
  readonly loadBalancer: LoadBalancer;
  /** Of the load balancer: all of them. */
  readonly rules: readonly ListenerRule[];
}

/** `web` of `web`, `web-blue` and `web-green`: the services that take turns under that name. */
export function baseName(service: string): string {
  return service.replace(/-(blue|green)$/, '');
}

/** What keeps all others from a service, whichever of its colours they name. */
export function lockOf({ cluster, service }: ServiceName): string {
  return `ecs/${cluster}/${baseName(service)}`;
}

export interface Services {
  /** With their tags. */
  readonly active: readonly Service[];
  /** Names that cannot be given: a service that is still draining keeps its own. */
  readonly taken: readonly string[];
}

/** The services that take turns under a name. @throws Refused where there are none */
export async function lookAtServices(aws: Aws, { cluster, service }: ServiceName): Promise<Services> {
  const base = baseName(service);
  const found = await describeTaggedServices(aws, cluster, [base, `${base}-blue`, `${base}-green`]);
  const active = found.filter(({ status }) => status === 'ACTIVE');
  const taken = found.flatMap(({ status, serviceName }) => (status === 'INACTIVE' ? [] : (serviceName ?? [])));
  if (active.length > 0) return { active, taken };
  throw new Refused(`service ${cluster}/${base} is not there in ${aws.account}/${aws.region}: nothing was planned`);
}

/**
 * Which colour is live: the one whose target group gets requests by a rule.
 * @throws Refused where none does, or more than one, with the rules by name
 */
export async function lookAtColours(aws: Aws, services: readonly Service[]): Promise<Colours> {
  const colours = (await Promise.all(services.map((service) => colourOf(aws, service)))).flatMap((one) => one ?? []);
  const names = services.map(({ serviceName = '' }) => serviceName).join(', ');
  const arn = colours.flatMap(({ group }) => group.LoadBalancerArns ?? [])[0];
  if (arn === undefined) throw new Refused(`${names}: no load balancer sends it requests, so that none can be shifted`);
  const [loadBalancer] = await findLoadBalancers(aws, { LoadBalancerArns: [arn] });
  if (loadBalancer?.Type !== 'application') {
    throw new Refused(`${names}: blue-green shifts requests of an Application Load Balancer; ${arn} is none`);
  }
  const rules = await lookAtRules(aws, arn);
  const serving = colours.filter(({ group }) => serves(rules, group).length > 0);
  const [live, other] = serving;
  if (!live) throw new Refused(`${names}: no rule of ${loadBalancer.LoadBalancerName} sends it requests`);
  if (other) throw new Refused(splitWords(serving, rules));
  return { live, idle: colours.filter((colour) => colour !== live), loadBalancer, rules };
}

/** @throws Refused for what is in no target group, or in several */
async function colourOf(aws: Aws, service: Service): Promise<Colour | undefined> {
  const { serviceName: name = '' } = service;
  const arns = targetGroupsOf(service);
  const [arn] = arns;
  if (arn === undefined)
    throw new Refused(`${name} is in no target group: it has no load balancer to shift requests with`);
  if (arns.length > 1) {
    throw new Refused(`${name} is in ${arns.length} target groups (${arns.join(', ')}): this runbook shifts one`);
  }
  const group = await findTargetGroup(aws, arn);
  return group && { name, service, group };
}

function serves(rules: readonly ListenerRule[], { TargetGroupArn: arn = '' }: TargetGroup): ListenerRule[] {
  return rules.filter((rule) => servedBy(rule).includes(arn));
}

/** Who split it is known by the tag of the execution, where Opsbook did. */
function splitWords(serving: readonly Colour[], rules: readonly ListenerRule[]): string {
  const parts = serving.map(
    ({ name, group }) =>
      `${name} by ${serves(rules, group)
        .map((rule) => rule.name)
        .join(' and ')}`,
  );
  const holder = serving.flatMap(({ service }) => service.tags ?? []).find(({ key }) => key === EXECUTION_TAG)?.value;
  const who =
    holder === undefined ? '' : ` Execution ${holder} made one of them: see opsbook executions show ${holder}.`;
  return `requests are split between ${parts.join(', and ')}: which is live cannot be told, and one deployment may be under way.${who}`;
}

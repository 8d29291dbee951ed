import { describeTargetGroups, describeTargetHealth } from '../../aws/changes/elbv2.ts';
import { describeServices } from '../../aws/changes/ecs.ts';
import type { Referable } from '../../aws/changes/planned.ts';
import type { Condition, NamedRead, Verdict } from '../../model/plan.ts';

export interface GroupRef {
  /** Of the target group: it may be known only when it is made. */
  readonly arn: Referable<string>;
  /** What people call it. */
  readonly name: string;
}

const TARGETS = 'not_null(t.TargetHealthDescriptions, `[]`)';
export const HEALTHY = `length(${TARGETS}[?TargetHealth.State=='healthy'])`;
const UNUSED = "TargetHealth.Reason=='Target.NotInUse'";
const ELSEWHERE = `${TARGETS}[?${UNUSED} && contains(not_null(TargetHealth.Description, ''), 'Availability Zone')]`;

/**
 * So many targets are healthy; fails at once where they cannot become so, because nothing checks them.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/check-target-health.html
 */
export function targetsHealthy(group: GroupRef, count: number): Condition {
  return {
    says: `${count} targets of ${group.name} are healthy`,
    reads: healthReads(group),
    met: `${HEALTHY} >= \`${count}\``,
    failed: unused(group),
    unsure: [],
    observed: seen(group, String(count)),
  };
}

/**
 * So many targets are healthy as a share of the requests needs, counted by what a service wants at this moment: auto
 * scaling may have changed it.
 */
export function carries(group: GroupRef, share: number, of: ServiceName): Condition {
  return {
    says: `${group.name} has as many healthy targets as ${share} % of the requests to ${of.service} need`,
    reads: [
      ...healthReads(group),
      { as: 's', call: describeServices({ cluster: of.cluster, services: [of.service] }), absent: [] },
    ],
    met: `${HEALTHY} >= ${needed(share)}`,
    failed: unused(group),
    unsure: [],
    observed: seen(group, `to_string(${needed(share)})`),
  };
}

/** The same as a guard: breached by the first target that is missing. */
export function keepsCarrying(group: GroupRef, share: number, of: ServiceName): Condition {
  const condition = carries(group, share, of);
  const lost = {
    when: `${HEALTHY} < ${needed(share)}`,
    because: `join('', ['${group.name} has lost health: ', ${condition.observed}])`,
  };
  return { ...condition, failed: [...condition.failed, lost] };
}

interface ServiceName {
  readonly cluster: string;
  readonly service: string;
}

function needed(share: number): string {
  return `ceil(max([\`1\`, not_null(s.services[0].desiredCount, \`1\`) * \`${share}\` / \`100\`]))`;
}

/** Nothing is registered any more: what was in flight has come to its end. */
export function drained(group: GroupRef): Condition {
  const left = `length(${TARGETS})`;
  return {
    says: `the last request to ${group.name} is answered`,
    reads: [health(group)],
    met: `t == null || ${left} == \`0\``,
    failed: [],
    unsure: [],
    observed: `join('', [to_string(${left}), ' targets of ${group.name} are still draining'])`,
  };
}

export function healthReads(group: GroupRef): NamedRead[] {
  return [health(group), ...groupReads(group, 'g')];
}

function health({ arn }: GroupRef): NamedRead {
  return { as: 't', call: describeTargetHealth({ TargetGroupArn: arn }), absent: GONE };
}

export function groupReads({ arn }: GroupRef, as: string): NamedRead[] {
  return [{ as, call: describeTargetGroups({ TargetGroupArns: [arn] }), absent: GONE }];
}

const GONE = ['TargetGroupNotFound', 'TargetGroupNotFoundException'];

/** Waiting does not mend it: nobody checks the targets of a group that no rule names, or of a zone that is not enabled. */
export function unused({ name }: GroupRef): Verdict[] {
  return [
    { when: 't == null', because: `'target group ${name} is not there any more'` },
    {
      when: `length(${ELSEWHERE}) > \`0\``,
      because: `join('', ['targets of ${name} are in an Availability Zone that is not enabled for the load balancer (Target.NotInUse): ', join(', ', ${ELSEWHERE}.join('', [Target.Id, ' in ', not_null(Target.AvailabilityZone, 'an unknown zone')]))])`,
    },
    {
      when: `length(${TARGETS}[?${UNUSED}]) > \`0\` && length(not_null(g.TargetGroups[0].LoadBalancerArns, \`[]\`)) == \`0\``,
      because: `'no listener or rule forwards to ${name}, so that nothing checks its targets: they stay unused (Target.NotInUse)'`,
    },
  ];
}

/** The count of the healthy, and why the others are not. */
export function seen({ name }: GroupRef, wanted: string): string {
  const word = "join(' ', [Target.Id, TargetHealth.State, not_null(TargetHealth.Reason, '')])";
  const others = `join('', ${TARGETS}[?TargetHealth.State!='healthy'].join('', ['; ', ${word}]))`;
  const needs = /^\d+$/.test(wanted) ? `'${wanted}'` : wanted;
  return `join('', [to_string(${HEALTHY}), ' targets of ${name} are healthy, ', ${needs}, ' needed', ${others}])`;
}

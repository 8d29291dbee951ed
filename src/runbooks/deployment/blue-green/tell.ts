import { lastPart, type Service } from '../../../aws/ecs.ts';
import { tagValue } from '../../../model/environment.ts';
import type { PlanBuilder } from '../../define.ts';
import type { Blue, Standing } from './colours.ts';

interface Basis {
  readonly blue: Blue;
  readonly idle: readonly Standing[];
  readonly ready: Standing | undefined;
  /** ARN of the task definition. */
  readonly version: string;
}

export function alreadyRuns(service: string, version: string): string {
  return `${service} runs ${lastPart(version)} already: nothing is to be done`;
}

/** What the plan rests on, and what whoever approves should know of it. */
export function tellBasis(plan: PlanBuilder, { blue, idle, ready, version }: Basis): void {
  const { name, service, group, rules, loadBalancer, scaling } = blue;
  plan.fact('Live now', `${name}, ${lastPart(service.taskDefinition ?? '')}, ${blue.count} tasks`);
  plan.fact('Deployed', lastPart(version));
  plan.fact('Load balancer', loadBalancer.LoadBalancerName ?? '');
  plan.fact(
    'Rules that move together',
    rules.map((rule) => rule.name),
  );
  if (scaling) plan.fact('Auto scaling', `${scaling.target.MinCapacity}–${scaling.target.MaxCapacity} tasks`);
  if (idle.length > 0)
    plan.fact(
      'Other colours that stand',
      idle.map((one) => one.name),
    );
  if (ready) plan.warn(`${ready.name} still runs ${lastPart(version)} at full size: requests are only switched over`);
  for (const one of idle) {
    if (one !== ready) plan.warn(`${one.name} is needed no more: it is scaled to none now, and deleted at the end`);
  }
  warnOfGroup(plan, blue);
  warnOfVolumes(plan, service);
  if (tagValue(keyed(service.tags), 'ManagedBy') === 'terraform') {
    plan.warn(`${name} and ${group.name} are tagged as Terraform's, which will want back what is deleted in the end`);
  }
  if ((service.serviceRegistries ?? []).length > 0) {
    plan.warn(
      `${name} is registered with service discovery: who finds it there meets both versions as soon as both run`,
    );
  }
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/infrastructure_IAM_role.html */
function warnOfVolumes(plan: PlanBuilder, { deployments = [] }: Service): void {
  const { volumeConfigurations: volumes = [] } = deployments.find(({ status }) => status === 'PRIMARY') ?? {};
  const roles = [...new Set(volumes.flatMap(({ managedEBSVolume }) => managedEBSVolume?.roleArn ?? []))];
  for (const role of roles)
    plan.warn(`Handing over the role ${role}, which volumes are made with, needs iam:PassRole for it`);
}

function warnOfGroup(plan: PlanBuilder, { rules, group }: Blue): void {
  const sticky = rules.filter(({ actions }) =>
    actions.some(({ ForwardConfig }) => ForwardConfig?.TargetGroupStickinessConfig?.Enabled),
  );
  if (sticky.length > 0) {
    plan.warn(
      `${sticky.map((rule) => rule.name).join(', ')} keeps clients with a target group: shares hold for new ones only, and at 100 % none is kept any more`,
    );
  }
  const slow = group.attributes.find(({ Key }) => Key === 'slow_start.duration_seconds')?.Value ?? '0';
  if (slow !== '0')
    plan.warn(`${group.name} starts its targets slowly (${slow} s): the first minutes show less than a share`);
}

function keyed(tags: readonly { readonly key?: string | undefined; readonly value?: string | undefined }[] = []) {
  return tags.map(({ key, value }) => ({ Key: key, Value: value }));
}

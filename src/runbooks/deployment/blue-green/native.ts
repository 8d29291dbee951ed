import { stopServiceDeployment, updateService } from '../../../aws/changes/ecs.ts';
import { lastPart, type Service, type TaskDefinition } from '../../../aws/ecs.ts';
import { formatDuration } from '../../../model/duration.ts';
import { allOf } from '../../conditions/all-of.ts';
import { alarmsQuiet, hasNotRung } from '../../conditions/alarms.ts';
import { deploymentBegun, deploymentSucceeded } from '../../conditions/ecs-deployment.ts';
import { nobodyDeploys } from '../../conditions/ecs-tasks.ts';
import type { PlanBuilder, PlanContext } from '../../define.ts';
import type { WatchedAlarm } from '../../look/alarms.ts';
import { refuseWhileDeploying } from '../../look/ecs-service.ts';
import { findDefinition, refuseMisfit } from '../../look/task-definition.ts';
import { hooksOf, longestMs } from '../ecs-lifecycle.ts';
import { chooseAlarms } from './alarms.ts';
import type { Parameters } from './parameters.ts';
import { alreadyRuns } from './tell.ts';

/** Whether ECS shifts the requests of a service itself: blue/green, linear or canary. */
export function shiftsItself({ deploymentConfiguration }: Service): boolean {
  return (deploymentConfiguration?.strategy ?? 'ROLLING') !== 'ROLLING';
}

/**
 * Has ECS do its own blue/green deployment, follows it through its stages, and has it roll back where an alarm rings.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html
 */
export async function planNative(
  { aws, plan }: Pick<PlanContext, 'aws' | 'plan'>,
  service: Service,
  wanted: TaskDefinition,
  given: Parameters,
): Promise<void> {
  const { taskDefinitionArn: version = '' } = wanted;
  const { serviceName = '', taskDefinition = '' } = service;
  if (taskDefinition === version) return plan.warn(alreadyRuns(serviceName, version));
  refuseWhileDeploying(service);
  refuseMisfit(wanted, await findDefinition(aws, taskDefinition), service);
  const alarms = await chooseAlarms(aws, plan, { service }, given);
  drive(plan, { cluster: given.cluster, service, taskDefinition: version, alarms });
}

interface Native {
  readonly cluster: string;
  readonly service: Service;
  /** ARN of the task definition. */
  readonly taskDefinition: string;
  readonly alarms: readonly WatchedAlarm[];
}

function drive(plan: PlanBuilder, { cluster, service, taskDefinition, alarms }: Native): void {
  const { serviceName: name = '', taskDefinition: before = '', deploymentConfiguration: own = {} } = service;
  const named = { cluster, service: name };
  const { strategy = 'BLUE_GREEN', bakeTimeInMinutes: bake = 0 } = own;
  plan.fact('Deployment strategy of the service', strategy);
  plan.warn(
    `ECS itself shifts the requests (${strategy}, ${bake} minutes of bake): shift, bake and keepBlueFor do not apply`,
  );
  for (const { name: hook, stages, within, action } of hooksOf(service)) {
    plan.warn(`At ${stages} ECS ${hook}; without an answer within ${within}, it does ${action}`);
  }
  plan.change('deploy', {
    title: `Have ECS deploy ${lastPart(taskDefinition)} to ${name}`,
    call: updateService({ cluster, service: name, taskDefinition }),
    before: { taskDefinition: lastPart(before) },
    after: { taskDefinition: lastPart(taskDefinition) },
    undo: {
      ...updateService({ cluster, service: name, taskDefinition: before }),
      until: nobodyDeploys(named),
      within: '2h',
    },
    require: [nobodyDeploys(named)],
  });
  plan.wait('begun', {
    title: `ECS has begun the deployment of ${name}`,
    until: deploymentBegun(named, service.currentServiceDeployment ?? ''),
    every: '5s',
    within: '5m',
    takes: '5s',
  });
  // An update that updates nothing begins nothing; its answer names the deployment that is under way.
  const made = plan.change('deployment', {
    title: 'See which deployment it is, so that it can be stopped',
    call: updateService({ cluster, service: name }),
    before: null,
    after: null,
    undo: (self) => ({
      ...stopServiceDeployment({
        serviceDeploymentArn: self.answer('service.currentServiceDeployment'),
        stopType: 'ROLLBACK',
      }),
      until: nobodyDeploys(named),
      within: '2h',
      gone: ['ServiceDeploymentNotFoundException'],
    }),
  });
  const succeeded = deploymentSucceeded(named, made.answer('service.currentServiceDeployment'));
  const silent = alarms.length > 0 ? [{ ...alarmsQuiet(alarms), unsure: [], met: '`true`' }] : [];
  const rang = alarms.map((alarm, index) => hasNotRung(alarm, { $time: 'step' }, `h${index}`));
  plan.wait('deployed', {
    title: `ECS has deployed ${lastPart(taskDefinition)}, and baked it for ${bake} minutes`,
    until: allOf(succeeded.says, succeeded, ...silent, ...rang),
    every: '15s',
    within: formatDuration(longestMs(service)),
    takes: `${10 + bake}m`,
  });
}

import { z } from 'zod';
import { stopServiceDeployment, updateService } from '../../aws/changes/ecs.ts';
import { lastPart, type Service, targetGroupsOf } from '../../aws/ecs.ts';
import { formatDuration } from '../../model/duration.ts';
import type { Condition } from '../../model/plan.ts';
import { allOf } from '../conditions/all-of.ts';
import { deploymentTakenBack, runsVersion } from '../conditions/ecs-deployment.ts';
import { nobodyDeploys } from '../conditions/ecs-tasks.ts';
import { carries } from '../conditions/elbv2.ts';
import { defineRunbook, type PlanBuilder } from '../define.ts';
import { lockOf, lookAtServices } from '../look/colours.ts';
import { lookAtDeployments } from '../look/deployments.ts';
import { refuseOtherControllers, type ServiceName } from '../look/ecs-service.ts';
import { lookAtLiveColour } from '../look/live-colour.ts';
import { findDefinition, lookAtDefinition, refuseMisfit } from '../look/task-definition.ts';
import { longestMs } from './ecs-lifecycle.ts';
import { tellOfOtherColour, versionsBeside } from './rollback-service/other-colour.ts';
import { choose, firstUsable } from './rollback-service/target.ts';

export const rollbackService = defineRunbook({
  id: 'deployment/rollback-service',
  title: 'Roll an ECS service back',
  purpose:
    'Brings a service back to the version that ran before the newest one, by ECS’s own record of what completed a deployment, and waits until that version answers. Where a deployment is under way, it is stopped and rolled back. Asked twice, it goes back once.',
  parameters: z.object({
    cluster: z.string().min(1).transform(lastPart).describe('The ECS cluster; a name or an ARN.'),
    service: z.string().min(1).transform(lastPart).describe('The service; of its colours, the one that is live.'),
    to: z.string().optional().describe('The task definition to go back to; found by ECS’s record where absent.'),
  }),
  calls: [
    'ecs:DescribeServiceDeployments',
    'ecs:DescribeServiceRevisions',
    'ecs:DescribeServices',
    'ecs:DescribeTaskDefinition',
    'ecs:ListServiceDeployments',
    'ecs:StopServiceDeployment',
    'ecs:UpdateService',
    'elbv2:DescribeListeners',
    'elbv2:DescribeRules',
    'elbv2:DescribeTargetGroups',
    'elbv2:DescribeTargetHealth',
  ],

  async plan({ aws, plan }, { cluster, service: named, to }) {
    const { service, found } = await lookAtLiveColour(aws, { cluster, service: named });
    refuseOtherControllers(found);
    plan.lock(lockOf({ cluster, service }));
    const name = { cluster, service };
    const { succeeded, underWay } = await lookAtDeployments(aws, name);
    if (underWay) return stop(plan, { name, found, underWay, to });

    const { taskDefinition: current = '' } = found;
    plan.fact('Runs now', lastPart(current));
    const { active: services } = await lookAtServices(aws, name);
    const all = [...versionsBeside(services, service), ...succeeded];
    const choice = to === undefined ? choose({ current, succeeded: all }) : undefined;
    if (choice && 'none' in choice) {
      return plan.warn(
        `${service} runs ${lastPart(current)} and has gone back from ${lastPart(choice.none)} already: nothing is to be done. To go to another version, say --set to=family:revision`,
      );
    }
    const version = choice ? await firstUsable(aws, plan, choice.to) : to;
    const wanted = await lookAtDefinition(aws, version ?? '');
    const { taskDefinitionArn: target = '' } = wanted;
    if (target === current) return plan.warn(`${service} runs ${lastPart(target)} already: nothing is to be done`);
    const running = await findDefinition(aws, current);
    refuseMisfit(wanted, running, found);
    plan.fact('Goes back to', lastPart(target));
    plan.fact(
      'Completed a deployment, oldest first',
      succeeded.map((one) => lastPart(one)),
    );
    tellOfOtherColour(plan, { services, live: service, target });

    deploy(plan, { name, found, target, goesBack: running?.status === 'ACTIVE' });
  },
});

interface Stopping {
  readonly name: ServiceName;
  readonly found: Service;
  readonly underWay: { readonly arn: string; readonly status: string; readonly taskDefinition: string };
  readonly to: string | undefined;
}

/** A deployment that is under way is not topped with another: ECS brings back what it found. */
function stop(plan: PlanBuilder, { name, found, underWay, to }: Stopping): void {
  const { arn, status, taskDefinition } = underWay;
  const version = lastPart(taskDefinition);
  plan.refuseIf(
    status.startsWith('ROLLBACK') || status === 'STOP_REQUESTED',
    `ECS is going back from ${version} already (${status}): wait for its end`,
  );
  plan.refuseIf(
    to !== undefined,
    `${version} is being deployed: it can be stopped, without --set to, and then gone to ${to ?? ''}`,
  );
  plan.fact('Being deployed', version);
  // To deploy it after all is no answer to a roll-back that failed.
  plan.conduct({ onFailure: 'ask' });
  plan.change('stop', {
    title: `Stop the deployment of ${version} to ${name.service}, and have ECS roll it back`,
    call: stopServiceDeployment({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' }),
    before: { status },
    after: { status: 'ROLLBACK_SUCCESSFUL' },
    undo: updateService({ ...name, taskDefinition }),
  });
  plan.wait('steady', {
    title: `${name.service} runs what it ran before`,
    until: allOf(
      `${name.service} is not deployed any more, and healthy`,
      deploymentTakenBack(name, arn),
      nobodyDeploys(name),
      ...healthy(name, found),
    ),
    every: '10s',
    within: formatDuration(longestMs(found)),
    takes: '5m',
  });
}

interface Deploying {
  readonly name: ServiceName;
  readonly found: Service;
  readonly target: string;
  /** Whether what runs now could be deployed again. */
  readonly goesBack: boolean;
}

function deploy(plan: PlanBuilder, { name, found, target, goesBack }: Deploying): void {
  const { taskDefinition: current = '', deploymentConfiguration } = found;
  const within = formatDuration(longestMs(found));
  plan.change('version', {
    title: `Have ECS deploy ${lastPart(target)} to ${name.service} in the place of ${lastPart(current)}`,
    call: updateService({ ...name, taskDefinition: target }),
    before: { taskDefinition: lastPart(current) },
    after: { taskDefinition: lastPart(target) },
    undo: goesBack
      ? { ...updateService({ ...name, taskDefinition: current }), until: runsVersion(name, current), within }
      : { impossible: `${lastPart(current)} was deregistered: ECS lets it run, and starts nothing new on it` },
    impact: (deploymentConfiguration?.minimumHealthyPercent ?? 100) < 100 ? 'disruptive' : 'none',
    require: [nobodyDeploys(name)],
  });
  plan.wait('steady', {
    title: `${name.service} runs ${lastPart(target)}, and its targets are healthy`,
    until: allOf(
      `${name.service} runs ${lastPart(target)} and is healthy`,
      runsVersion(name, target),
      ...healthy(name, found),
    ),
    every: '10s',
    within,
    takes: '5m',
  });
}

/** Its targets, in the group that it is told of; a service that ECS shifts itself moves between two, and ECS looks at them. */
function healthy(name: ServiceName, found: Service): Condition[] {
  const [arn, ...more] = targetGroupsOf(found);
  if (arn === undefined || more.length > 0) return [];
  return [carries({ arn, name: arn.split('/')[1] ?? arn }, 100, name)];
}

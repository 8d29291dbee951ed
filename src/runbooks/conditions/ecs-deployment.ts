import { describeServiceDeployments, describeServices } from '../../aws/changes/ecs.ts';
import type { Referable } from '../../aws/changes/planned.ts';
import type { Condition } from '../../model/plan.ts';

interface ServiceName {
  readonly cluster: string;
  readonly service: string;
}

/** ECS names the deployment that a service is under: another than it may have named before. */
export function deploymentBegun({ cluster, service }: ServiceName, before: string): Condition {
  const now = 's.services[0].currentServiceDeployment';
  return {
    says: `a deployment of ${service} is under way`,
    reads: [{ as: 's', call: describeServices({ cluster, services: [service] }), absent: [] }],
    met: `${now} && ${now} != '${before}'`,
    failed: [],
    unsure: [],
    observed: `join('', ['under way: ', not_null(${now}, 'none')])`,
  };
}

/**
 * ECS's own deployment came to its good end; where it did not, whose fault it was: a hook's, nobody's answer, or the
 * tasks'.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html
 */
export function deploymentSucceeded({ service }: ServiceName, arn: Referable<string>): Condition {
  const one = 'd.serviceDeployments[0]';
  const reason = `not_null(${one}.statusReason, 'ECS says no more')`;
  const over = `contains(\`["ROLLBACK_SUCCESSFUL","ROLLBACK_FAILED","STOPPED"]\`, not_null(${one}.status, ''))`;
  const ended = `join('', [' (', ${one}.status, ': ', ${reason}, ')'])`;
  const hook = `contains(${reason}, 'hook')`;
  const late = `contains(${reason}, 'timed out')`;
  return {
    says: `the deployment of ${service} is SUCCESSFUL`,
    reads: [{ as: 'd', call: describeServiceDeployments({ serviceDeploymentArns: [arn] }), absent: [] }],
    met: `${one}.status == 'SUCCESSFUL'`,
    failed: [
      {
        when: `${over} && ${hook} && ${late}`,
        because: `join('', ['the pause at a lifecycle hook expired: nobody answered in time, and ECS applied the time-out action', ${ended}])`,
      },
      {
        when: `${over} && ${hook}`,
        because: `join('', ['a lifecycle hook failed, not the application', ${ended}])`,
      },
      { when: over, because: `join('', ['ECS did not deploy it', ${ended}])` },
    ],
    unsure: [],
    observed: `join('', ['ECS is at ', not_null(${one}.lifecycleStage, ${one}.status, 'the beginning'), '; ', join(', ', not_null(${one}.lifecycleHookDetails, \`[]\`)[].join(' ', [not_null(hookId, 'a hook'), not_null(status, '')]))])`,
  };
}

/**
 * A deployment that was to be stopped went back to what was there before; fails where it was done before it could be
 * stopped, which the order to stop it does not tell from one that is stopped already.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stop-service-deployment.html
 */
export function deploymentTakenBack({ service }: ServiceName, arn: string): Condition {
  const one = 'd.serviceDeployments[0]';
  const ended = `join('', [${one}.status, ': ', not_null(${one}.statusReason, 'ECS says no more')])`;
  return {
    says: `the deployment of ${service} is ROLLBACK_SUCCESSFUL`,
    reads: [{ as: 'd', call: describeServiceDeployments({ serviceDeploymentArns: [arn] }), absent: [] }],
    met: `${one}.status == 'ROLLBACK_SUCCESSFUL'`,
    failed: [
      {
        when: `${one}.status == 'SUCCESSFUL'`,
        because: `'the deployment was done before it could be stopped: what it deployed runs. Ask again, to go back from it'`,
      },
      {
        when: `contains(\`["ROLLBACK_FAILED","STOPPED"]\`, not_null(${one}.status, ''))`,
        because: `join('', ['ECS did not go back (', ${ended}, ')'])`,
      },
    ],
    unsure: [],
    observed: `join('', ['the deployment is ', not_null(${one}.status, 'not told')])`,
  };
}

/** A service runs one version and no other, in as many tasks as it wants; fails where ECS gave it up, or went elsewhere. */
export function runsVersion({ cluster, service }: ServiceName, taskDefinition: string): Condition {
  const primary = "(s.services[0].deployments[?status=='PRIMARY'] | [0])";
  const name = taskDefinition.slice(taskDefinition.lastIndexOf('/') + 1);
  const event = "not_null(s.services[0].events[0].message, 'none')";
  return {
    says: `${service} runs ${name} and nothing else`,
    reads: [{ as: 's', call: describeServices({ cluster, services: [service] }), absent: [] }],
    met: [
      `${primary}.taskDefinition == '${taskDefinition}'`,
      `${primary}.rolloutState == 'COMPLETED'`,
      'length(s.services[0].deployments) == `1`',
      's.services[0].runningCount == s.services[0].desiredCount',
    ].join(' && '),
    failed: [
      {
        when: "s.services[0] == null || s.services[0].status != 'ACTIVE'",
        because: `'${service} is not there any more'`,
      },
      {
        when: `${primary}.rolloutState == 'FAILED'`,
        because: `join('', ['the rollout failed: ', not_null(${primary}.rolloutStateReason, 'ECS says no more'), '; last event: ', ${event}])`,
      },
      {
        when: `${primary}.taskDefinition != '${taskDefinition}' && ${primary}.rolloutState == 'COMPLETED'`,
        because: `join('', ['ECS went back to ', ${primary}.taskDefinition, '; last event: ', ${event}])`,
      },
    ],
    unsure: [],
    observed: `join('', [to_string(s.services[0].runningCount), ' of ', to_string(s.services[0].desiredCount), ' tasks run, the rollout of ', not_null(${primary}.taskDefinition, 'nothing'), ' is ', not_null(${primary}.rolloutState, 'not told'), '; last event: ', ${event}])`,
  };
}

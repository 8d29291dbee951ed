import { describeServices, describeTasks, listServiceDeployments, listTasks } from '../../aws/changes/ecs.ts';
import type { Condition, NamedRead } from '../../model/plan.ts';

interface ServiceName {
  readonly cluster: string;
  readonly service: string;
}

const PRIMARY = "(s.services[0].deployments[?status=='PRIMARY'] | [0])";
/** ECS's own words: what it was unable to do tells more than what it has done since. */
const EVENTS = 'not_null(s.services[0].events, `[]`)';
const EVENT = `not_null((${EVENTS}[?contains(message, 'unable')] | [0]).message, ${EVENTS}[0].message, 'none')`;
/** Of tasks that ended, ECS knows why for an hour. */
const WHY = `join('', ['event: ', ${EVENT}, '; last stopped task: ', not_null(d.tasks[0].stoppedReason, 'none')])`;

/**
 * A service runs at least so many tasks and its rollout is complete; fails as soon as ECS gives up. What keeps tasks from
 * running is quoted.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html
 */
export function tasksRun(name: ServiceName, count: number): Condition {
  const { service } = name;
  return {
    says: `${service} runs ${count} tasks and its rollout is complete`,
    reads: [serviceRead(name), ...stoppedReads(name)],
    met: `s.services[0].runningCount >= \`${count}\` && ${PRIMARY}.rolloutState == 'COMPLETED'`,
    failed: [
      {
        when: "s.services[0] == null || s.services[0].status == 'INACTIVE'",
        because: `'${service} is not there any more'`,
      },
      {
        when: `${PRIMARY}.rolloutState == 'FAILED'`,
        because: `join('', ['the rollout failed: ', not_null(${PRIMARY}.rolloutStateReason, 'ECS says no more'), '; ', ${WHY}])`,
      },
    ],
    unsure: [],
    observed: `join('', [to_string(s.services[0].runningCount), ' of ${count} tasks of ${service} run, ', to_string(s.services[0].pendingCount), ' are pending; ', ${WHY}])`,
  };
}

/** A service that was deleted has ended its last task: only then is its name free again. */
export function serviceGone(name: ServiceName): Condition {
  return {
    says: `${name.service} is gone`,
    reads: [serviceRead(name)],
    met: "s.services[0] == null || s.services[0].status == 'INACTIVE'",
    failed: [],
    unsure: [],
    observed: `join('', ['${name.service} is ', not_null(s.services[0].status, 'gone'), ', ', to_string(not_null(s.services[0].runningCount, \`0\`)), ' tasks run'])`,
  };
}

/** A service runs so many tasks again; one that was deleted since never will. */
export function runsAgain(name: ServiceName, count: number): Condition {
  return {
    says: `${name.service} runs ${count} tasks again`,
    reads: [serviceRead(name)],
    met: `s.services[0] == null || s.services[0].status != 'ACTIVE' || s.services[0].runningCount >= \`${count}\``,
    failed: [],
    unsure: [],
    observed: `join('', [to_string(not_null(s.services[0].runningCount, \`0\`)), ' tasks of ${name.service} run'])`,
  };
}

/** No task of a service is left, nor on its way. */
export function noTasks(name: ServiceName): Condition {
  const left = 'not_null(s.services[0].runningCount, `0`) + not_null(s.services[0].pendingCount, `0`)';
  return {
    says: `${name.service} runs no tasks`,
    reads: [serviceRead(name)],
    met: `${left} == \`0\``,
    failed: [],
    unsure: [],
    observed: `join('', [to_string(${left}), ' tasks of ${name.service} are left'])`,
  };
}

/** Nobody deploys a service, by Opsbook or otherwise. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServiceDeployments.html */
export function nobodyDeploys({ cluster, service }: ServiceName): Condition {
  const under = 'not_null(l.serviceDeployments, `[]`)';
  return {
    says: `no deployment of ${service} is under way`,
    reads: [{ as: 'l', call: listServiceDeployments({ cluster, service, status: [...UNDER_WAY] }), absent: [] }],
    met: `length(${under}) == \`0\``,
    failed: [],
    unsure: [],
    observed: `length(${under}) == \`0\` && 'none is' || join('', ['${service} is being deployed: ', ${under}[0].serviceDeploymentArn])`,
  };
}

/** The states of a service deployment that is not over. */
export const UNDER_WAY = [
  'PENDING',
  'IN_PROGRESS',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
] as const;

function serviceRead({ cluster, service }: ServiceName): NamedRead {
  return { as: 's', call: describeServices({ cluster, services: [service] }), absent: [] };
}

function stoppedReads({ cluster, service }: ServiceName): NamedRead[] {
  return [
    {
      as: 'l',
      call: listTasks({ cluster, serviceName: service, desiredStatus: 'STOPPED', maxResults: 10 }),
      absent: ['ServiceNotFoundException'],
    },
    {
      as: 'd',
      call: describeTasks({ cluster, tasks: { $read: 'l.taskArns' } }),
      absent: [],
      when: 'length(not_null(l.taskArns, `[]`)) > `0`',
    },
  ];
}

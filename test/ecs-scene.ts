import type { Service, ServiceDeployment, Task } from '@aws-sdk/client-ecs';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../src/sandbox/create.ts';
import { dispatch } from '../src/sandbox/dispatch.ts';
import { SandboxError } from '../src/sandbox/error.ts';
import { setBehaviour, type VersionBehaviour } from '../src/sandbox/world/versions.ts';

const PLACE = { accountId: SANDBOX_ACCOUNT, region: SANDBOX_REGION };

/** One service of the newcomer's (or one to be made) on a virtual clock, spoken to as over the wire. */
export function ecsScene(cluster = 'staging-cluster', service = 'web-service') {
  const world = createSandbox();
  const region = world.region(SANDBOX_ACCOUNT, SANDBOX_REGION);

  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever AWS would answer
  function ask(operation: string, input: object = {}, of = 'ecs'): Promise<any> {
    const request = { service: of, operation, region: SANDBOX_REGION, accountId: SANDBOX_ACCOUNT };
    return dispatch(world, { ...request, accessKeyId: 'AKIATEST', requestId: 'r-1' }, input);
  }

  /** The error that a request gets: `Code: message`; a test fails where there is none. */
  async function refusal(operation: string, input: object = {}): Promise<string> {
    const error: unknown = await ask(operation, input).catch((thrown: unknown) => thrown);
    if (!(error instanceof SandboxError)) throw new Error(`${operation} was not refused`);
    return `${error.code}: ${error.message}`;
  }

  async function look(): Promise<Service> {
    const { services } = await ask('DescribeServices', { cluster, services: [service] });
    return services[0];
  }

  /** `PRIMARY web-service:41 IN_PROGRESS 1/1` for each deployment: running and desired. */
  async function deployments(): Promise<string[]> {
    const all = (await look()).deployments ?? [];
    return all.map(
      ({ status, taskDefinition = '', rolloutState, runningCount, desiredCount }) =>
        `${status} ${taskDefinition.split('/')[1]} ${rolloutState} ${runningCount}/${desiredCount}`,
    );
  }

  async function events(): Promise<string[]> {
    const { events: told = [] } = await look();
    return told.map(({ message = '' }) => message.replace(`(service ${service}) `, ''));
  }

  /** The newest one's record. */
  async function record(): Promise<ServiceDeployment> {
    const { serviceDeployments } = await ask('ListServiceDeployments', { cluster, service });
    const serviceDeploymentArns = [serviceDeployments[0].serviceDeploymentArn];
    const described = await ask('DescribeServiceDeployments', { serviceDeploymentArns });
    return described.serviceDeployments[0];
  }

  async function tasks(desiredStatus: 'RUNNING' | 'STOPPED' = 'RUNNING'): Promise<Task[]> {
    const { taskArns } = await ask('ListTasks', { cluster, serviceName: service, desiredStatus });
    if (taskArns.length === 0) return [];
    return (await ask('DescribeTasks', { cluster, tasks: taskArns })).tasks;
  }

  /** What the service's target groups, or the one that is named, say of their targets. */
  async function health(targetGroupArn?: string): Promise<string[]> {
    const arns = targetGroupArn
      ? [targetGroupArn]
      : ((await look()).loadBalancers ?? []).flatMap((one) => one.targetGroupArn ?? []);
    const states: string[] = [];
    for (const TargetGroupArn of arns) {
      const { TargetHealthDescriptions } = await ask('DescribeTargetHealth', { TargetGroupArn }, 'elbv2');
      for (const { TargetHealth } of TargetHealthDescriptions) states.push(TargetHealth.State);
    }
    return states;
  }

  function update(input: object) {
    return ask('UpdateService', { cluster, service, ...input });
  }

  /** Lets seconds pass, one after the other, and looks after each. */
  async function watch(seconds: number, look_: (second: number) => Promise<void>): Promise<void> {
    for (let second = 1; second <= seconds; second += 1) {
      world.clock.advance(1000);
      await look_(second);
    }
  }

  return {
    world,
    region,
    place: PLACE,
    ask,
    refusal,
    look,
    deployments,
    events,
    record,
    tasks,
    health,
    update,
    watch,
    advance: (seconds: number) => world.clock.advance(seconds * 1000),
    behave: (version: string, behaviour: Partial<VersionBehaviour>) =>
      setBehaviour(region, definitionArn(version), behaviour),
    setAlarm: (name: string, state: 'OK' | 'ALARM') => {
      const alarm = region.cloudwatch.metricAlarms.find(({ AlarmName }) => AlarmName === name);
      if (!alarm) throw new Error(`no such alarm: ${name}`);
      alarm.StateValue = state;
    },
  };
}

/** Of `web-service:41`. */
export function definitionArn(version: string): string {
  return `arn:aws:ecs:${PLACE.region}:${PLACE.accountId}:task-definition/${version}`;
}

import { expect, test } from 'vitest';
import { ecsScene } from '../../../../test/ecs-scene.ts';
import { targetGroup } from '../../world/newcomer/elbv2/makers.ts';
import { TARGET_GROUPS, targetGroupArn } from '../../world/newcomer/cast.ts';

const CLUSTER = 'production-cluster';
const NETWORK = { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } };

function scene() {
  const made = ecsScene(CLUSTER, 'web-service-green');
  const green = targetGroupArn(made.place, TARGET_GROUPS.web);
  const load = [{ targetGroupArn: green, containerName: 'web-service', containerPort: 8080 }];
  const input = {
    cluster: CLUSTER,
    serviceName: 'web-service-green',
    taskDefinition: 'web-service:46',
    desiredCount: 3,
    launchType: 'FARGATE',
    networkConfiguration: NETWORK,
    loadBalancers: load,
    healthCheckGracePeriodSeconds: 60,
    tags: [{ key: 'opsbook:execution', value: 'e-1' }],
  };
  return { ...made, input, load };
}

test('a service comes up beside what runs, healthy in its target group', async () => {
  const { ask, input, advance, look, deployments, health } = scene();
  const { service } = await ask('CreateService', input);
  expect(service).toMatchObject({ status: 'ACTIVE', runningCount: 0, desiredCount: 3, tags: input.tags });
  advance(70);
  expect(await deployments()).toEqual(['PRIMARY web-service:46 COMPLETED 3/3']);
  expect(await look()).toMatchObject({ runningCount: 3, pendingCount: 0 });
  expect(await health()).toEqual(Array.from({ length: 6 }, () => 'healthy'));
  const { clusters } = await ask('DescribeClusters', { clusters: [CLUSTER] });
  expect(clusters[0]).toMatchObject({ activeServicesCount: 5, runningTasksCount: 15 });
});

test('a target group without a load balancer is refused, and one that is not there', async () => {
  const { refusal, input, load, region, place } = scene();
  region.elbv2.targetGroups.push(targetGroup(place, { name: 'web-service-green', environment: 'production' }));
  const unattached = targetGroupArn(place, 'web-service-green');
  const loadBalancers = [{ ...load[0], targetGroupArn: unattached }];
  expect(await refusal('CreateService', { ...input, loadBalancers })).toBe(
    `InvalidParameterException: The target group with targetGroupArn ${unattached} does not have an associated load balancer.`,
  );
  const nobodys = [{ ...load[0], targetGroupArn: targetGroupArn(place, 'nobodys') }];
  expect(await refusal('CreateService', { ...input, loadBalancers: nobodys })).toMatch(/^InvalidParameterException/);
});

test('the same client token gives the same service back; a name that is taken is refused', async () => {
  const { ask, refusal, input } = scene();
  const first = await ask('CreateService', { ...input, clientToken: 'token-1' });
  const again = await ask('CreateService', { ...input, clientToken: 'token-1' });
  expect(again.service.serviceArn).toBe(first.service.serviceArn);
  const { serviceArns } = await ask('ListServices', { cluster: CLUSTER, maxResults: 100 });
  expect(serviceArns.filter((arn: string) => arn.endsWith('web-service-green'))).toHaveLength(1);
  for (const clientToken of ['token-2', undefined]) {
    expect(await refusal('CreateService', { ...input, clientToken })).toBe(
      'InvalidParameterException: Creation of service was not idempotent.',
    );
  }
});

test.each([
  ['an unknown cluster', { cluster: 'nowhere' }, 'ClusterNotFoundException: Cluster not found.'],
  ['an inactive revision', { taskDefinition: 'web-service:40' }, 'ClientException: TaskDefinition is inactive'],
  ['an unknown revision', { taskDefinition: 'web-service:99' }, 'ClientException: TaskDefinition not found.'],
  [
    'no network',
    { networkConfiguration: undefined },
    "Network Configuration must be provided when networkMode 'awsvpc'",
  ],
  ['no desired count', { desiredCount: undefined }, 'InvalidParameterException: desiredCount'],
  ['fewer than no tasks', { desiredCount: -1 }, 'InvalidParameterException: Task count can not be lesser than 0'],
  [
    'a grace period for nothing',
    { loadBalancers: [] },
    'Health check grace period is only valid for services configured to use load balancers',
  ],
  ['no room to deploy', { deploymentConfiguration: { maximumPercent: 100 } }, 'this will block deployments.'],
  ['an impossible name', { serviceName: 'web service' }, 'InvalidParameterException: Service name'],
  ['a tag of AWS’s', { tags: [{ key: 'aws:name', value: 'x' }] }, 'InvalidParameterException: Tag keys'],
])('%s is refused', async (_what, change, problem) => {
  const { refusal, input } = scene();
  expect(await refusal('CreateService', { ...input, ...change })).toContain(problem);
});

test('a container or a port that the task definition does not have is refused', async () => {
  const { refusal, input, load } = scene();
  const with_ = (change: object) => refusal('CreateService', { ...input, loadBalancers: [{ ...load[0], ...change }] });
  expect(await with_({ containerName: 'ghost' })).toContain(
    'The container ghost does not exist in the task definition.',
  );
  expect(await with_({ containerPort: 81 })).toContain('did not have a container port 81 defined.');
});

test('who forgets that it is for Fargate waits for container instances that are not there', async () => {
  const { ask, input, advance, look, events } = scene();
  await ask('CreateService', { ...input, launchType: undefined });
  advance(1200);
  expect(await look()).toMatchObject({ launchType: 'EC2', runningCount: 0, pendingCount: 0 });
  const told = (await events()).filter((text) => text.startsWith('was unable to place a task because no container'));
  expect(told).toHaveLength(4);
});

test('a service that somebody else deploys begins with nothing, and its clock runs on', async () => {
  const { ask, advance, look, input } = scene();
  const { cluster, serviceName, desiredCount } = input;
  await ask('CreateService', { cluster, serviceName, desiredCount, deploymentController: { type: 'EXTERNAL' } });
  await ask('UpdateService', { cluster, service: serviceName, desiredCount: 5 });
  advance(600);
  expect(await look()).toMatchObject({ desiredCount: 5, runningCount: 0, deployments: [] });
});

test('what is scaled above zero is deleted only by force; it drains, and is INACTIVE when its last task is gone', async () => {
  const { ask, refusal, input, advance, look, health, place } = scene();
  const named = { cluster: CLUSTER, service: 'web-service-green' };
  await ask('CreateService', input);
  advance(90);
  expect(await refusal('DeleteService', named)).toBe(
    'InvalidParameterException: The service cannot be stopped while it is scaled above 0.',
  );
  const { service } = await ask('DeleteService', { ...named, force: true });
  expect(service).toMatchObject({ status: 'DRAINING', desiredCount: 0 });
  expect(await refusal('UpdateService', { ...named, desiredCount: 1 })).toMatch(/^ServiceNotActiveException/);
  expect(await refusal('CreateService', input)).toContain('Unable to Start a service that is still Draining.');
  advance(60);
  expect((await health()).filter((state) => state === 'draining')).toHaveLength(3);
  advance(300);
  expect(await look()).toMatchObject({ status: 'INACTIVE', runningCount: 0 });
  expect(await health(targetGroupArn(place, TARGET_GROUPS.web))).toEqual(['healthy', 'healthy', 'healthy']);
  expect(await refusal('DeleteService', named)).toMatch(/^ServiceNotFoundException/);
  expect((await ask('ListServiceDeployments', named)).serviceDeployments).toEqual([]);
  const { serviceArns } = await ask('ListServices', { cluster: CLUSTER, maxResults: 100 });
  expect(serviceArns.some((arn: string) => arn.endsWith('web-service-green'))).toBe(false);
  await ask('CreateService', input);
  advance(90);
  expect(await look()).toMatchObject({ status: 'ACTIVE', runningCount: 3 });
});

test('a service that is not there is neither updated nor deleted', async () => {
  const { refusal } = scene();
  const ghost = { cluster: CLUSTER, service: 'ghost' };
  expect(await refusal('UpdateService', ghost)).toBe('ServiceNotFoundException: Service not found.');
  expect(await refusal('DeleteService', ghost)).toBe('ServiceNotFoundException: Service not found.');
});

test('an inactive revision is not deployed, though one that runs on it may be scaled', async () => {
  const { ask, refusal, input } = scene();
  const named = { cluster: CLUSTER, service: 'web-service-green' };
  await ask('CreateService', input);
  expect(await refusal('UpdateService', { ...named, taskDefinition: 'web-service:40' })).toBe(
    'ClientException: TaskDefinition is inactive',
  );
  await ask('DeregisterTaskDefinition', { taskDefinition: 'web-service:46' });
  await ask('UpdateService', { ...named, desiredCount: 4 });
});

test.each([
  ['CODE_DEPLOY', ' Use AWS CodeDeploy to trigger a new deployment.'],
  ['EXTERNAL', ''],
])('what %s deploys is not deployed by ECS, but scaled', async (type, instead) => {
  const { ask, refusal, input, look } = scene();
  await ask('CreateService', { ...input, deploymentController: { type } });
  const named = { cluster: CLUSTER, service: 'web-service-green' };
  const services = `services with a ${type} deployment controller.${instead}`;
  expect(await refusal('UpdateService', { ...named, taskDefinition: 'web-service:41' })).toBe(
    `InvalidParameterException: Unable to update task definition on ${services}`,
  );
  expect(await refusal('UpdateService', { ...named, forceNewDeployment: true })).toBe(
    `InvalidParameterException: Cannot force a new deployment on ${services}`,
  );
  await ask('UpdateService', { ...named, desiredCount: 2 });
  expect(await look()).toMatchObject({ desiredCount: 2, deploymentController: { type } });
  expect(await refusal('ListServiceDeployments', named)).toMatch(/^UnsupportedFeatureException/);
});

import type {
  DescribeClustersCommandOutput,
  DescribeServiceDeploymentsCommandOutput,
  DescribeServiceRevisionsCommandOutput,
  DescribeServicesCommandOutput,
  DescribeTaskDefinitionCommandOutput,
  DescribeTasksCommandOutput,
  ListServiceDeploymentsCommandOutput,
  ListServicesCommandOutput,
  ListTaskDefinitionsCommandOutput,
  ListTasksCommandOutput,
} from '@aws-sdk/client-ecs';
import { beforeEach, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION, SANDBOX_START } from '../create.ts';
import { inProcessTransport } from '../in-process.ts';
import { ecsService } from '../world/newcomer/ecs/service.ts';
import type { World } from '../world/world.ts';

const CLUSTER = 'production-cluster';
let world: World;

beforeEach(() => {
  world = createSandbox();
});

function ask<O>(operation: string, input: object): Promise<O> {
  const transport = inProcessTransport(world, SANDBOX_ACCOUNT);
  return transport.send({ service: 'ecs', operation, input, region: SANDBOX_REGION }, () => undefined) as Promise<O>;
}

function state() {
  return world.region(SANDBOX_ACCOUNT, SANDBOX_REGION).ecs;
}

/** Enough services for a load test. */
function pushServices(count: number): void {
  const place = { accountId: SANDBOX_ACCOUNT, region: SANDBOX_REGION };
  for (let index = 0; index < count; index += 1) {
    const plan = { cluster: CLUSTER, name: `svc-${index}`, environment: 'production', revision: 1, desired: 1 };
    state().services.push(ecsService(place, { ...plan, deployedAt: SANDBOX_START, now: SANDBOX_START }));
  }
}

test('lists ten services a page unless told otherwise, and a hundred at most', async () => {
  pushServices(146);
  const first = await ask<ListServicesCommandOutput>('ListServices', { cluster: CLUSTER });
  expect(first.serviceArns).toHaveLength(10);
  const large = await ask<ListServicesCommandOutput>('ListServices', { cluster: CLUSTER, maxResults: 100 });
  const rest = { cluster: CLUSTER, maxResults: 100, nextToken: large.nextToken };
  const last = await ask<ListServicesCommandOutput>('ListServices', rest);
  expect([large.serviceArns?.length, last.serviceArns?.length, last.nextToken]).toEqual([100, 50, undefined]);
  const tooMany = ask('ListServices', { cluster: CLUSTER, maxResults: 101 });
  await expect(tooMany).rejects.toMatchObject({ code: 'InvalidParameterException' });
  const stale = ask('ListServices', { cluster: CLUSTER, nextToken: 'x' });
  await expect(stale).rejects.toMatchObject({ code: 'InvalidParameterException' });
});

test('describes ten services a call, names the missing ones, and tags only when asked', async () => {
  const services = ['web-service', 'ghost'];
  const plain = await ask<DescribeServicesCommandOutput>('DescribeServices', { cluster: CLUSTER, services });
  expect(plain.services?.map(({ serviceName, tags }) => [serviceName, tags])).toEqual([['web-service', undefined]]);
  expect(plain.failures).toEqual([
    { arn: `arn:aws:ecs:us-east-1:${SANDBOX_ACCOUNT}:service/${CLUSTER}/ghost`, reason: 'MISSING' },
  ]);
  const tagged = { cluster: CLUSTER, services: ['web-service'], include: ['TAGS'] };
  const withTags = await ask<DescribeServicesCommandOutput>('DescribeServices', tagged);
  expect(withTags.services?.[0]?.tags).toContainEqual({ key: 'Environment', value: 'production' });
  const eleven = Array.from({ length: 11 }, (_, index) => `svc-${index}`);
  const refused = ask('DescribeServices', { cluster: CLUSTER, services: eleven });
  await expect(refused).rejects.toMatchObject({ code: 'InvalidParameterException' });
  await expect(ask('DescribeServices', { cluster: CLUSTER, services: [] })).rejects.toMatchObject({
    code: 'InvalidParameterException',
  });
});

test('an unknown or deleted cluster is not found, except by DescribeClusters', async () => {
  await expect(ask('ListServices', { cluster: 'nowhere' })).rejects.toMatchObject({ code: 'ClusterNotFoundException' });
  const staging = state().clusters.find(({ clusterName }) => clusterName === 'staging-cluster');
  if (staging) staging.status = 'INACTIVE';
  await expect(ask('ListServices', { cluster: 'staging-cluster' })).rejects.toMatchObject({
    code: 'ClusterNotFoundException',
    message: 'The referenced cluster was inactive.',
  });
  const clusters = ['staging-cluster', 'nowhere'];
  const described = await ask<DescribeClustersCommandOutput>('DescribeClusters', { clusters });
  expect(described.clusters?.map(({ status }) => status)).toEqual(['INACTIVE']);
  expect(described.failures).toEqual([
    { arn: `arn:aws:ecs:us-east-1:${SANDBOX_ACCOUNT}:cluster/nowhere`, reason: 'MISSING' },
  ]);
});

test('counts the tasks and services of a cluster as they are now; settings and tags only when asked', async () => {
  const web = state().services.find(({ serviceName }) => serviceName === 'web-service');
  if (web) web.runningCount = 2;
  const plain = await ask<DescribeClustersCommandOutput>('DescribeClusters', { clusters: [CLUSTER] });
  expect(plain.clusters?.[0]).toMatchObject({ activeServicesCount: 4, runningTasksCount: 11, settings: [], tags: [] });
  const input = { clusters: [CLUSTER], include: ['SETTINGS', 'TAGS'] };
  const full = await ask<DescribeClustersCommandOutput>('DescribeClusters', input);
  expect(full.clusters?.[0]?.settings).toEqual([{ name: 'containerInsights', value: 'enabled' }]);
  expect(full.clusters?.[0]?.tags).toHaveLength(2);
});

test('records the deployment that was rolled back, with the revision it came back to', async () => {
  const input = { cluster: CLUSTER, service: 'web-service' };
  const listed = await ask<ListServiceDeploymentsCommandOutput>('ListServiceDeployments', input);
  expect(listed.serviceDeployments?.map(({ status }) => status)).toEqual([
    'ROLLBACK_SUCCESSFUL',
    'SUCCESSFUL',
    'SUCCESSFUL',
  ]);
  const [newest] = listed.serviceDeployments ?? [];
  const described = await ask<DescribeServiceDeploymentsCommandOutput>('DescribeServiceDeployments', {
    serviceDeploymentArns: [newest?.serviceDeploymentArn],
  });
  const [deployment] = described.serviceDeployments ?? [];
  expect(deployment?.deploymentCircuitBreaker?.status).toBe('TRIGGERED');
  const revisions = await ask<DescribeServiceRevisionsCommandOutput>('DescribeServiceRevisions', {
    serviceRevisionArns: [deployment?.rollback?.serviceRevisionArn, 'arn:aws:ecs:us-east-1:1:service-revision/a/b/1'],
  });
  expect(revisions.serviceRevisions?.map(({ taskDefinition }) => taskDefinition?.split('/')[1])).toEqual([
    'web-service:41',
  ]);
  expect(revisions.failures?.map(({ reason }) => reason)).toEqual(['MISSING']);
});

test('filters deployments by status and creation, and forgets them after 90 days', async () => {
  const list = (more: object) =>
    ask<ListServiceDeploymentsCommandOutput>('ListServiceDeployments', {
      cluster: CLUSTER,
      service: 'web-service',
      ...more,
    });
  const succeeded = await list({ status: ['SUCCESSFUL'] });
  expect(succeeded.serviceDeployments).toHaveLength(2);
  const recent = await list({ createdAt: { after: new Date(SANDBOX_START.getTime() - 86_400_000) } });
  expect(recent.serviceDeployments?.map(({ status }) => status)).toEqual(['ROLLBACK_SUCCESSFUL']);
  world.clock.advance(89 * 86_400_000);
  const later = await list({});
  expect(later.serviceDeployments?.map(({ status }) => status)).toEqual(['ROLLBACK_SUCCESSFUL']);
  const unknown = ask('ListServiceDeployments', { cluster: CLUSTER, service: 'ghost' });
  await expect(unknown).rejects.toMatchObject({ code: 'ServiceNotFoundException' });
});

test('keeps stopped tasks with why they stopped, apart from running ones', async () => {
  const worker = { cluster: CLUSTER, serviceName: 'worker' };
  const running = await ask<ListTasksCommandOutput>('ListTasks', worker);
  expect(running.taskArns).toHaveLength(1);
  const stopped = await ask<ListTasksCommandOutput>('ListTasks', { ...worker, desiredStatus: 'STOPPED' });
  const tasks = [...(stopped.taskArns ?? []), 'f'.repeat(32)];
  const described = await ask<DescribeTasksCommandOutput>('DescribeTasks', { cluster: CLUSTER, tasks });
  expect(described.tasks?.map(({ stoppedReason }) => stoppedReason)).toEqual([
    'Task failed container health checks',
    'Essential container in task exited',
    'Essential container in task exited',
  ]);
  expect(described.failures).toHaveLength(1);
});

test('every running task of a service has the address that its target group knows', async () => {
  const { tasks } = state();
  const { targets } = world.region(SANDBOX_ACCOUNT, SANDBOX_REGION).elbv2;
  const known = new Set([...targets.values()].flat().map(({ Target }) => Target?.Id));
  const web = tasks.filter(({ group, clusterArn }) => group === 'service:web-service' && clusterArn?.includes(CLUSTER));
  expect(web).toHaveLength(3);
  for (const task of web) expect(known).toContain(task.attachments?.[0]?.details?.[0]?.value);
});

test('a family means its newest active revision; inactive ones are listed apart', async () => {
  const newest = await ask<DescribeTaskDefinitionCommandOutput>('DescribeTaskDefinition', {
    taskDefinition: 'web-service',
  });
  expect(newest.taskDefinition?.revision).toBe(46);
  const fortieth = { taskDefinition: 'web-service:40' };
  const inactive = await ask<DescribeTaskDefinitionCommandOutput>('DescribeTaskDefinition', fortieth);
  expect(inactive.taskDefinition?.status).toBe('INACTIVE');
  const list = async (more: object) => {
    const input = { familyPrefix: 'web-service', ...more };
    const { taskDefinitionArns = [] } = await ask<ListTaskDefinitionsCommandOutput>('ListTaskDefinitions', input);
    return taskDefinitionArns.map((arn) => arn.split(':').at(-1));
  };
  expect(await list({})).toEqual(['39', '41', '42', '43', '44', '45', '46']);
  expect(await list({ sort: 'DESC' })).toEqual(['46', '45', '44', '43', '42', '41', '39']);
  expect(await list({ status: 'INACTIVE' })).toEqual(['40']);
  await expect(ask('DescribeTaskDefinition', { taskDefinition: 'ghost' })).rejects.toMatchObject({
    code: 'ClientException',
  });
});

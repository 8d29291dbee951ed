import { expect, test } from 'vitest';
import { definitionArn, ecsScene } from '../../../../test/ecs-scene.ts';

const FARGATE = {
  family: 'web-service',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '512',
  memory: '1024',
  containerDefinitions: [{ name: 'web-service', image: 'repo/web:1', portMappings: [{ containerPort: 8080 }] }],
};

test('a registered revision is the next of its family, and good until something else is said of it', async () => {
  const { ask, update, advance, deployments } = ecsScene();
  const { taskDefinition, tags } = await ask('RegisterTaskDefinition', {
    ...FARGATE,
    tags: [{ key: 'a', value: 'b' }],
  });
  expect(taskDefinition).toMatchObject({
    taskDefinitionArn: definitionArn('web-service:47'),
    revision: 47,
    status: 'ACTIVE',
    containerDefinitions: [
      { essential: true, portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }] },
    ],
  });
  expect(tags).toEqual([{ key: 'a', value: 'b' }]);
  await update({ taskDefinition: 'web-service' });
  advance(420);
  expect(await deployments()).toEqual(['PRIMARY web-service:47 COMPLETED 1/1']);
});

test('a deregistered revision is INACTIVE, and its number is not given again', async () => {
  const { ask, refusal } = ecsScene();
  const { taskDefinition } = await ask('DeregisterTaskDefinition', { taskDefinition: 'web-service:46' });
  expect(taskDefinition).toMatchObject({ status: 'INACTIVE' });
  const registered = await ask('RegisterTaskDefinition', FARGATE);
  expect(registered.taskDefinition.revision).toBe(47);
  const again = await refusal('DeregisterTaskDefinition', { taskDefinition: 'web-service:46' });
  expect(again).toBe('ClientException: The specified task definition is inactive.');
  const familyOnly = await refusal('DeregisterTaskDefinition', { taskDefinition: 'web-service' });
  expect(familyOnly).toBe('ClientException: Revision is missing.');
});

test.each([
  ['no containers', { containerDefinitions: [] }, 'Container list cannot be empty.'],
  ['no image', { containerDefinitions: [{ name: 'a' }] }, 'Container.image should not be null or empty.'],
  ['no CPU on Fargate', { cpu: undefined }, "Fargate requires that 'cpu' be defined at the task level."],
  ['too little memory', { memory: '512' }, 'No Fargate configuration exists for given values'],
  ['a bridge on Fargate', { networkMode: 'bridge' }, "Fargate only supports network mode 'awsvpc'."],
])('%s is refused', async (_what, change, problem) => {
  const { refusal } = ecsScene();
  expect(await refusal('RegisterTaskDefinition', { ...FARGATE, ...change })).toContain(`ClientException: ${problem}`);
});

test('services, clusters, tasks and task definitions carry tags that come and go', async () => {
  const { ask, look, tasks, refusal } = ecsScene();
  const service = await look();
  const [task] = await tasks();
  for (const resourceArn of [service.serviceArn, service.clusterArn, task?.taskArn, service.taskDefinition]) {
    const before = (await ask('ListTagsForResource', { resourceArn })).tags;
    await ask('TagResource', { resourceArn, tags: [{ key: 'opsbook:execution', value: 'e-1' }] });
    await ask('TagResource', { resourceArn, tags: [{ key: 'opsbook:execution', value: 'e-2' }] });
    const { tags } = await ask('ListTagsForResource', { resourceArn });
    expect(tags).toEqual([...before, { key: 'opsbook:execution', value: 'e-2' }]);
    await ask('UntagResource', { resourceArn, tagKeys: ['opsbook:execution'] });
    expect((await ask('ListTagsForResource', { resourceArn })).tags).toEqual(before);
  }
  const ghost = { resourceArn: `${service.serviceArn}-ghost` };
  expect(await refusal('ListTagsForResource', ghost)).toMatch(/^ClientException/);
  expect(await refusal('TagResource', { resourceArn: 'web', tags: [] })).toMatch(/^InvalidParameterException/);
});

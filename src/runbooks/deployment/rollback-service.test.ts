import { expect, test } from 'vitest';
import {
  createDeploymentStage,
  type DeploymentStage,
  freshMemory,
  PLACE,
  sendRequests,
  WEB,
} from '../../../test/deployment.ts';
import { blueGreen } from './blue-green.ts';
import { rollbackService } from './rollback-service.ts';

const SERVICE = { cluster: WEB.cluster, service: WEB.service };
const MINUTE = 60_000;

test('BG24: revision minus one was never deployed and is INACTIVE: it goes back to what completed a deployment', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(rollbackService, SERVICE);
  expect(plan.basis).toContainEqual({ title: 'Goes back to', value: 'web-service:39' });
  const began = stage.world.clock.now();
  const outcome = await stage.execute(plan);
  expect(outcome).toEqual({ status: 'succeeded', reason: 'every step is done', residue: [] });
  expect(runs(stage)).toBe('web-service:39');
  expect(stage.tasks('web-service')).toBe('3 of 3');
  expect(stage.traffic(began).failed).toBe(0);
});

test('asked twice, it goes back once, and says how to go further', async () => {
  const stage = createDeploymentStage();
  await stage.execute(await stage.plan(rollbackService, SERVICE));
  const plan = await stage.plan(rollbackService, SERVICE);
  expect(plan.steps).toEqual([]);
  expect(plan.warnings).toEqual([
    'web-service runs web-service:39 and has gone back from web-service:41 already: nothing is to be done. To go to another version, say --set to=family:revision',
  ]);
});

test('a version that was deployed after a roll-back is gone back from to what ran before it, not to what was rolled back', async () => {
  const stage = createDeploymentStage();
  await stage.execute(await stage.plan(rollbackService, SERVICE));
  deploy(stage, SERVICE, 'web-service:42');
  const plan = await stage.plan(rollbackService, SERVICE);
  expect(plan.basis).toContainEqual({ title: 'Goes back to', value: 'web-service:39' });
});

test.each([
  ['web-service:40', 'web-service:40 is INACTIVE'],
  ['web-service:99', 'there is no task definition web-service:99'],
])('--set to=%s is refused', async (to, why) => {
  await expect(createDeploymentStage().plan(rollbackService, { ...SERVICE, to })).rejects.toThrow(why);
});

test('to what it runs already, there is nothing to do', async () => {
  const plan = await createDeploymentStage().plan(rollbackService, { ...SERVICE, to: 'web-service:41' });
  expect(plan.steps).toEqual([]);
});

test('what ran before and was deregistered since is passed over, and said; without another one a person has to say which', async () => {
  const stage = createDeploymentStage();
  stage.elsewhere('ecs', 'DeregisterTaskDefinition', { taskDefinition: 'web-service:39' });
  await expect(stage.plan(rollbackService, SERVICE)).rejects.toThrow(
    'ECS has no other version on record that completed a deployment and can still be deployed (web-service:39 cannot): say which with --set to=family:revision',
  );
});

test('a version that does not come up is not where it ends: what ran before runs again', async () => {
  const stage = createDeploymentStage();
  stage.behave('web-service:39', { healthyAfterMs: 'never' });
  const began = stage.world.clock.now();
  const { status, reason, residue } = await stage.execute(await stage.plan(rollbackService, SERVICE));
  expect({ status, residue }).toEqual({ status: 'undone', residue: [] });
  expect(reason).toMatch(/^web-service runs web-service:39, and its targets are healthy: /);
  expect(runs(stage)).toBe('web-service:41');
  expect(stage.traffic(began).failed).toBe(0);
});

test('a deployment that is under way is stopped and rolled back, not topped with another', async () => {
  const stage = createDeploymentStage();
  stage.elsewhere('ecs', 'UpdateService', { ...SERVICE, taskDefinition: 'web-service:42' });
  stage.world.clock.advance(20_000);
  const plan = await stage.plan(rollbackService, SERVICE);
  expect(plan.steps.flatMap((step) => (step.kind === 'change' ? step.call.operation : []))).toEqual([
    'StopServiceDeployment',
  ]);
  const { status } = await stage.execute(plan);
  expect(status).toBe('succeeded');
  expect(runs(stage)).toBe('web-service:41');
  expect(stage.tasks('web-service')).toBe('3 of 3');
});

test('a deployment that is done before it could be stopped is not called rolled back', async () => {
  const stage = createDeploymentStage();
  stage.elsewhere('ecs', 'UpdateService', { ...SERVICE, taskDefinition: 'web-service:42' });
  stage.world.clock.advance(20_000);
  const plan = await stage.plan(rollbackService, SERVICE);
  stage.world.clock.advance(20 * 60_000);
  const { status, reason } = await stage.execute(plan);
  expect(status).toBe('failed');
  expect(reason).toContain('the deployment was done before it could be stopped: what it deployed runs');
  expect(runs(stage)).toBe('web-service:42');
});

test('while ECS goes back by itself, nothing is planned', async () => {
  const stage = createDeploymentStage();
  stage.elsewhere('ecs', 'UpdateService', { ...SERVICE, taskDefinition: 'web-service:42' });
  stage.world.clock.advance(20_000);
  const { currentServiceDeployment } = found(stage, SERVICE) ?? {};
  stage.elsewhere('ecs', 'StopServiceDeployment', { serviceDeploymentArn: currentServiceDeployment });
  stage.world.clock.advance(2000);
  await expect(stage.plan(rollbackService, SERVICE)).rejects.toThrow('ECS is going back from web-service:42 already');
});

test('CODE_DEPLOY is refused with who deploys it', async () => {
  const stage = createDeploymentStage();
  Object.assign(found(stage, SERVICE) ?? {}, { deploymentController: { type: 'CODE_DEPLOY' } });
  await expect(stage.plan(rollbackService, SERVICE)).rejects.toThrow('AWS CodeDeploy deploys it');
});

test('while the other colour stands by, it says that a switch is quicker', async () => {
  const stage = createDeploymentStage();
  const executionId = '24242424-0000-4000-8000-000000000000';
  const memory = freshMemory();
  const kept = ({ step, phase }: { step: string | null; phase: string }) => step === 'keep' && phase === 'begin';
  await stage.executeUntil(await stage.plan(blueGreen, WEB), kept, { memory, executionId });
  const plan = await stage.plan(rollbackService, SERVICE);
  expect(plan.basis).toContainEqual({ title: 'Goes back to', value: 'web-service:41' });
  expect(plan.warnings).toContain(
    `web-service still runs web-service:41 at full size: to undo the blue-green deployment (opsbook executions undo ${executionId}), or to run it again with that version, takes seconds`,
  );
  expect(plan.steps[0]?.title).toBe(
    'Have ECS deploy web-service:41 to web-service-green in the place of web-service:42',
  );
});

test('BG26: one task is replaced by one task without an instant in which none is healthy, and no request fails', async () => {
  const stage = createDeploymentStage();
  const staging = { cluster: 'staging-cluster', service: 'web-service' };
  const region = stage.world.region(PLACE.accountId, PLACE.region);
  const balancer = region.elbv2.loadBalancers.find(({ LoadBalancerName }) => LoadBalancerName === 'staging-alb');
  sendRequests(stage, balancer?.LoadBalancerArn ?? '', 20);
  deploy(stage, staging, 'web-service:41');
  const began = stage.world.clock.now();
  const healthy: number[] = [];
  const group = found(stage, staging)?.loadBalancers?.[0]?.targetGroupArn ?? '';
  const look = () => {
    healthy.push(
      (region.elbv2.targets.get(group) ?? []).filter(({ TargetHealth }) => TargetHealth?.State === 'healthy').length,
    );
    stage.world.clock.after(1000, look);
  };
  stage.world.clock.after(1000, look);
  const plan = await stage.plan(rollbackService, staging);
  expect((await stage.execute(plan)).status).toBe('succeeded');
  expect(found(stage, staging)?.taskDefinition).toMatch(/web-service:42$/);
  expect(healthy.length).toBeGreaterThan(30);
  expect(Math.min(...healthy)).toBeGreaterThanOrEqual(1);
  const { requests, failed } = stage.trafficOf(balancer?.LoadBalancerArn ?? '', began);
  expect(requests).toBeGreaterThan(600);
  expect(failed).toBe(0);
});

function deploy(stage: DeploymentStage, name: typeof SERVICE, taskDefinition: string): void {
  stage.elsewhere('ecs', 'UpdateService', { ...name, taskDefinition });
  stage.world.clock.advance(20 * MINUTE);
}

function found({ world }: DeploymentStage, { cluster, service }: typeof SERVICE) {
  const { services } = world.region(PLACE.accountId, PLACE.region).ecs;
  return services.find(({ serviceName, clusterArn }) => serviceName === service && clusterArn?.endsWith(cluster));
}

function runs(stage: DeploymentStage): string | undefined {
  return found(stage, SERVICE)?.taskDefinition?.split('/')[1];
}

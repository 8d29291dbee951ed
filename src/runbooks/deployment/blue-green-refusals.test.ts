import { expect, test } from 'vitest';
import { createDeploymentStage, type DeploymentStage, PLACE, WEB, WEB_GROUP } from '../../../test/deployment.ts';
import { blueGreen } from './blue-green.ts';

const CLUSTER = WEB.cluster;

test('BG17: every plan for one service, by whatever colour, asks for the same lock', async () => {
  const stage = createDeploymentStage();
  const [one, other] = await Promise.all([
    stage.plan(blueGreen, WEB),
    stage.plan(blueGreen, { ...WEB, service: 'web-service-green' }),
  ]);
  expect(one?.locks).toEqual(['ecs/production-cluster/web-service']);
  expect(other?.locks).toEqual(one?.locks);
});

test('BG17: while one deployment has part of the requests, a second is refused with the holder’s name', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, { ...WEB, shift: '10,100' });
  const executionId = '17171717-0000-4000-8000-000000000000';
  await stage.executeUntil(plan, ({ step, phase }) => step === 'watch-10' && phase === 'begin', { executionId });
  await expect(stage.plan(blueGreen, { ...WEB, taskDefinition: 'web-service:39' })).rejects.toThrow(
    `requests are split between web-service by rule 20 (/*) of HTTPS:443 and the default rule of HTTPS:443, and web-service-green by rule 20 (/*) of HTTPS:443 and the default rule of HTTPS:443: which is live cannot be told, and one deployment may be under way. Execution ${executionId} made one of them`,
  );
});

test('BG17: the locks are held until blue is only kept', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, WEB);
  const releasing = plan.steps.filter((step) => step.kind === 'wait' && step.releasesLocks).map(({ key }) => key);
  expect(releasing).toEqual(['keep']);
});

test('BG18: a deployment that was started elsewhere is found, and the plan refused', async () => {
  const stage = createDeploymentStage();
  stage.elsewhere('ecs', 'UpdateService', {
    cluster: CLUSTER,
    service: 'web-service',
    taskDefinition: 'web-service:39',
  });
  stage.world.clock.advance(5000);
  await expect(stage.plan(blueGreen, WEB)).rejects.toThrow(/^a deployment of web-service is under way \(ecs-svc\/\d+/);
});

test('BG18: one that was started after the plan was made is found before anything is changed', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, WEB);
  stage.elsewhere('ecs', 'UpdateService', {
    cluster: CLUSTER,
    service: 'web-service',
    taskDefinition: 'web-service:39',
  });
  const { status, reason } = await stage.execute(plan);
  expect(status).toBe('undone');
  expect(reason).toMatch(/no deployment of web-service is under way: web-service is being deployed: arn:aws:ecs:/);
  expect(stage.sent.filter((operation) => !/:(Describe|List|Get)/.test(operation))).toEqual([]);
});

test.each([
  ['CODE_DEPLOY', 'AWS CodeDeploy deploys it: deploy it there'],
  ['EXTERNAL', 'its task sets are managed elsewhere'],
])('a service with the deployment controller %s is refused with who deploys it', async (type, who) => {
  const stage = createDeploymentStage();
  change(stage, { deploymentController: { type } });
  await expect(stage.plan(blueGreen, WEB)).rejects.toThrow(who);
});

test('a service without a load balancer has no requests to shift', async () => {
  const plan = createDeploymentStage().plan(blueGreen, {
    cluster: CLUSTER,
    service: 'worker',
    taskDefinition: 'worker:11',
  });
  await expect(plan).rejects.toThrow('worker is in no target group: it has no load balancer to shift requests with');
});

test('a service that is not there is refused, with the account and region that were looked at', async () => {
  await expect(createDeploymentStage().plan(blueGreen, { ...WEB, service: 'wbe' })).rejects.toThrow(
    'service production-cluster/wbe is not there in 123456789012/us-east-1',
  );
});

test('a rule that does not forward to the service is refused, and those that do are named', async () => {
  const rule = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener-rule/app/other/1/2/3';
  await expect(createDeploymentStage().plan(blueGreen, { ...WEB, rule })).rejects.toThrow(
    /does not forward to the service; these do, and move together: rule 20 \(\/\*\) of HTTPS:443 \(arn.*\), the default rule of HTTPS:443/,
  );
});

test('a rule that shares its requests with something else is refused by name', async () => {
  const stage = createDeploymentStage();
  const { rules, targetGroups } = stage.world.region(PLACE.accountId, PLACE.region).elbv2;
  const rule = rules.find(({ Priority, Actions }) => Priority === '20' && Actions?.[0]?.TargetGroupArn === WEB_GROUP);
  const api = targetGroups.find(({ TargetGroupName }) => TargetGroupName?.startsWith('api'))?.TargetGroupArn;
  const TargetGroups = [WEB_GROUP, api].map((TargetGroupArn) => ({ TargetGroupArn, Weight: 1 }));
  stage.elsewhere('elbv2', 'ModifyRule', {
    RuleArn: rule?.RuleArn,
    Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
  });
  await expect(stage.plan(blueGreen, WEB)).rejects.toThrow(
    /^rule 20 \(\/\*\) of HTTPS:443 .* shares its requests between web-service and the target groups api/,
  );
});

test('a version with another network mode is refused: its targets would be of another kind', async () => {
  const stage = createDeploymentStage();
  const { taskDefinitions } = stage.world.region(PLACE.accountId, PLACE.region).ecs;
  const wanted = taskDefinitions.find(({ family, revision }) => family === 'web-service' && revision === 42);
  if (wanted) wanted.networkMode = 'bridge';
  await expect(stage.plan(blueGreen, WEB)).rejects.toThrow(
    'web-service:42 has the network mode bridge, what runs has awsvpc',
  );
});

test('who has to sign in still has to: the rule’s other actions stand, and its secret is kept', async () => {
  const stage = createDeploymentStage();
  const { rules } = stage.world.region(PLACE.accountId, PLACE.region).elbv2;
  const rule = rules.find(({ Priority, Actions }) => Priority === '20' && Actions?.[0]?.TargetGroupArn === WEB_GROUP);
  const AuthenticateOidcConfig = {
    Issuer: 'https://id.example.com',
    AuthorizationEndpoint: 'https://id.example.com/authorize',
    TokenEndpoint: 'https://id.example.com/token',
    UserInfoEndpoint: 'https://id.example.com/userinfo',
    ClientId: 'web',
    ClientSecret: 'not for anybody’s eyes',
  };
  stage.elsewhere('elbv2', 'ModifyRule', {
    RuleArn: rule?.RuleArn,
    Actions: [
      { Type: 'authenticate-oidc', Order: 1, AuthenticateOidcConfig },
      { Type: 'forward', Order: 2, TargetGroupArn: WEB_GROUP },
    ],
  });
  const plan = await stage.plan(blueGreen, WEB);
  expect((await stage.execute(plan)).status).toBe('succeeded');
  const after = rules.find(({ RuleArn }) => RuleArn === rule?.RuleArn)?.Actions ?? [];
  expect(after.map(({ Type }) => Type)).toEqual(['authenticate-oidc', 'forward']);
  expect(JSON.stringify(plan)).not.toContain('anybody’s eyes');
});

function change({ world }: DeploymentStage, part: object): void {
  const { services } = world.region(PLACE.accountId, PLACE.region).ecs;
  const web = services.find(
    ({ serviceName, clusterArn }) => serviceName === 'web-service' && clusterArn?.endsWith(CLUSTER),
  );
  if (web) Object.assign(web, part);
}

test('a daemon is refused: a second one beside it would have no number of tasks either', async () => {
  const stage = createDeploymentStage();
  const web = stage.region().ecs.services.find(({ serviceName }) => serviceName === 'web-service');
  if (web) web.schedulingStrategy = 'DAEMON';
  await expect(stage.plan(blueGreen, WEB)).rejects.toThrow('web-service is a daemon');
});

test('what offers itself by Service Connect is refused: ECS makes no second service of that name', async () => {
  const stage = createDeploymentStage();
  const web = stage.region().ecs.services.find(({ serviceName }) => serviceName === 'web-service');
  const primary = web?.deployments?.find(({ status }) => status === 'PRIMARY');
  if (primary) primary.serviceConnectConfiguration = { enabled: true, services: [{ portName: 'http' }] };
  await expect(stage.plan(blueGreen, WEB)).rejects.toThrow(
    'web-service offers http by Service Connect, which only one service may',
  );
  // One that only calls others by it can be had twice.
  if (primary) primary.serviceConnectConfiguration = { enabled: true };
  await expect(stage.plan(blueGreen, WEB)).resolves.toMatchObject({ runbook: 'deployment/blue-green' });
});

test('a role that volumes are made with is handed over, and the plan says what that needs', async () => {
  const stage = createDeploymentStage();
  const web = stage.region().ecs.services.find(({ serviceName }) => serviceName === 'web-service');
  const primary = web?.deployments?.find(({ status }) => status === 'PRIMARY');
  const roleArn = 'arn:aws:iam::123456789012:role/ecsInfrastructureRole';
  if (primary) primary.volumeConfigurations = [{ name: 'data', managedEBSVolume: { roleArn, sizeInGiB: 10 } }];
  const { warnings } = await stage.plan(blueGreen, WEB);
  expect(warnings).toContain(
    `Handing over the role ${roleArn}, which volumes are made with, needs iam:PassRole for it`,
  );
});

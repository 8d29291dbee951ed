import { expect, test } from 'vitest';
import { createDeploymentStage, type DeploymentStage, WEB, WEB_GROUP } from '../../../test/deployment.ts';
import { blueGreen } from './blue-green.ts';

const HOUR = { Enabled: true, DurationSeconds: 3600 };

function targetsStick(stage: DeploymentStage): void {
  const Attributes = [{ Key: 'stickiness.enabled', Value: 'true' }];
  stage.elsewhere('elbv2', 'ModifyTargetGroupAttributes', { TargetGroupArn: WEB_GROUP, Attributes });
}

/** Of every forward to a colour. */
function clientsKept(stage: DeploymentStage) {
  return stage
    .region()
    .elbv2.rules.flatMap(({ Actions = [] }) => Actions)
    .filter(({ ForwardConfig }) =>
      ForwardConfig?.TargetGroups?.some(({ TargetGroupArn }) => TargetGroupArn?.includes('/web-service-')),
    )
    .map(({ ForwardConfig }) => ForwardConfig?.TargetGroupStickinessConfig);
}

function keepClients(stage: DeploymentStage): void {
  for (const { Actions = [] } of stage.region().elbv2.rules) {
    for (const { ForwardConfig: config } of Actions) {
      const isOurs = config?.TargetGroups?.some(({ TargetGroupArn }) => TargetGroupArn === WEB_GROUP);
      if (isOurs && config) config.TargetGroupStickinessConfig = HOUR;
    }
  }
}

test('clients that keep to a target do not keep it from being deployed: AWS takes both colours in one rule', async () => {
  const stage = createDeploymentStage();
  targetsStick(stage);
  const plan = await stage.plan(blueGreen, { ...WEB, shift: '10,100' });
  const outcome = await stage.execute(plan);
  expect(outcome).toEqual({ status: 'succeeded', reason: 'every step is done', residue: [] });
  expect(stage.shares()).toEqual(['web-service-green 100', 'web-service-green 100']);
});

test('clients that keep to a colour keep to it while both get requests, and to none that has no part', async () => {
  const stage = createDeploymentStage();
  keepClients(stage);
  const plan = await stage.plan(blueGreen, { ...WEB, shift: '10,100' });
  await stage.executeUntil(plan, ({ step, phase }) => step === 'watch-10' && phase === 'begin');
  expect(clientsKept(stage)).toEqual([HOUR, HOUR]);
  await stage.executeUntil(plan, ({ step, phase }) => step === 'watch-100' && phase === 'begin');
  expect(clientsKept(stage)).toEqual([{ Enabled: false }, { Enabled: false }]);
  await stage.execute(plan);
  expect(stage.shares()).toEqual(['web-service-green 100', 'web-service-green 100']);
  expect(clientsKept(stage)).toEqual([HOUR, HOUR]);
});

test('a bad version loses also the clients that keep to it, and what stood before stands again', async () => {
  const stage = createDeploymentStage();
  keepClients(stage);
  stage.behave('web-service:42', { errorRate: 0.5 });
  const plan = await stage.plan(blueGreen, { ...WEB, shift: '10,100' });
  const back = plan.steps.find(({ key }) => key === 'shift-10-rule-1')?.undo;
  expect(JSON.stringify(back)).toContain('"TargetGroupStickinessConfig":{"Enabled":false}');
  const outcome = await stage.execute(plan);
  expect(outcome.status).toBe('undone');
  expect(clientsKept(stage)).toEqual([HOUR, HOUR]);
});

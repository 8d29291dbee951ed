import { expect, test } from 'vitest';
import { createStage } from '../../../test/runbook.ts';
import { scaleService } from './service.ts';

const WEB = { cluster: 'production-cluster', service: 'web-service' };

test('E15.1: a service is scaled, and its auto scaling bounds go along so that nothing takes it back', async () => {
  const stage = createStage();
  const plan = await stage.plan(scaleService, { ...WEB, desiredCount: '5' });
  expect(plan.steps.map(({ title }) => title)).toMatchInlineSnapshot(`
    [
      "Set the auto scaling bounds from 3–12 to 5–12",
      "Set web-service from 3 to 5 tasks",
      "web-service runs 5 tasks",
    ]
  `);
  const outcome = await stage.execute(plan);
  expect(outcome).toEqual({ status: 'succeeded', reason: 'every step is done', residue: [] });
});

test('planning changes nothing', async () => {
  const stage = createStage();
  await stage.plan(scaleService, { ...WEB, desiredCount: '5' });
  expect(stage.sent.every((operation) => /:(Describe|List|Get)/.test(operation))).toBe(true);
});

test('the same parameters and the same AWS give the same hash', async () => {
  const [one, other] = await Promise.all(
    [createStage(), createStage()].map((stage) => stage.plan(scaleService, { ...WEB, desiredCount: '5' })),
  );
  expect(one?.hash).toBe(other?.hash);
});

test('whichever colour is scaled, it is kept from those that deploy the other, also where the cluster is an ARN', async () => {
  const stage = createStage();
  const { services } = stage.region().ecs;
  const web = services.find(({ serviceName }) => serviceName === 'web-service');
  services.push({
    ...structuredClone({ ...web, serviceName: 'web-service-green', loadBalancers: [] }),
    serviceArn: `${web?.serviceArn}-green`,
  });
  const green = await stage.plan(scaleService, { ...WEB, service: 'web-service-green', desiredCount: '5' });
  expect(green.locks).toEqual(['ecs/production-cluster/web-service']);
  // It stands, and gets no requests: more tasks of it would help nobody.
  expect(green.basis).toContainEqual({ title: 'The live colour', value: 'web-service' });
  expect(green.steps.at(1)?.call?.input).toMatchObject({ service: 'web-service', desiredCount: 5 });
  const byArn = await stage.plan(scaleService, { ...WEB, cluster: web?.clusterArn ?? '', desiredCount: '5' });
  expect(byArn.locks).toEqual(green.locks);
  // Its bounds are found too: they would take the change back.
  expect(byArn.steps.map(({ key }) => key)).toEqual(['bounds', 'count', 'steady']);
});

test('a daemon is refused, since AWS takes no number of tasks for it', async () => {
  const stage = createStage();
  const web = stage.region().ecs.services.find(({ serviceName }) => serviceName === 'web-service');
  if (web) web.schedulingStrategy = 'DAEMON';
  await expect(stage.plan(scaleService, { ...WEB, desiredCount: '5' })).rejects.toThrow('web-service is a daemon');
});

test('where auto scaling adds tasks meanwhile, they are not taken back', async () => {
  const stage = createStage();
  const plan = await stage.plan(scaleService, { ...WEB, desiredCount: '5' });
  const outcome = await stage.execute(plan, {
    progress({ step, phase }) {
      const web = stage.region().ecs.services.find(({ serviceName }) => serviceName === 'web-service');
      if (step === 'steady' && phase === 'begin' && web) web.desiredCount = 7;
    },
  });
  expect(outcome).toMatchObject({ status: 'succeeded' });
  expect(stage.region().ecs.services.find(({ serviceName }) => serviceName === 'web-service')?.desiredCount).toBe(7);
});

test('while AWS is about another change of the same bounds, it is asked again', async () => {
  let refused = 0;
  const stage = createStage({
    wrap: (own) => ({
      send(call, onRequest) {
        if (call.operation !== 'RegisterScalableTarget' || refused >= 2) return own.send(call, onRequest);
        refused += 1;
        const facts = { name: 'ConcurrentUpdateException', $metadata: { httpStatusCode: 400 } };
        return Promise.reject(Object.assign(new Error('You already have a pending update'), facts));
      },
    }),
  });
  const outcome = await stage.execute(await stage.plan(scaleService, { ...WEB, desiredCount: '5' }));
  expect([refused, outcome.status]).toEqual([2, 'succeeded']);
});

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

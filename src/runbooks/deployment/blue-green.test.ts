import { expect, test } from 'vitest';
import { createStage } from '../../../test/runbook.ts';
import { blueGreen } from './blue-green.ts';

const WEB = { cluster: 'production-cluster', service: 'web-service', taskDefinition: 'web-service:42' };

test('planning changes nothing, and the same AWS gives the same hash', async () => {
  const stages = [createStage(), createStage()];
  const plans = await Promise.all(stages.map((stage) => stage.plan(blueGreen, WEB)));
  expect(plans[0]?.hash).toBe(plans[1]?.hash);
  expect(stages[0]?.sent.filter((operation) => !/:(Describe|List|Get)/.test(operation))).toEqual([]);
});

import { expect, test } from 'vitest';
import { createStage, type Stage } from '../../../test/runbook.ts';
import { rollbackFunction } from './rollback-function.ts';

const LIVE = { function: 'invoice-renderer', alias: 'live' };
const DONE = { status: 'succeeded', reason: 'every step is done', residue: [] };

function functionOf(stage: Stage) {
  const { functions } = stage.region().lambda;
  const found = functions.find(({ latest }) => latest.FunctionName === LIVE.function);
  if (!found) throw new Error('the sandbox has no invoice-renderer');
  return found;
}

function alias(stage: Stage) {
  return functionOf(stage).aliases.find(({ Name }) => Name === LIVE.alias);
}

test('E10.6: the alias serves the version before again, and $LATEST is left alone', async () => {
  const stage = createStage();
  const latest = structuredClone(functionOf(stage).latest);
  const outcome = await stage.execute(await stage.plan(rollbackFunction, LIVE));
  expect(outcome).toEqual(DONE);
  expect(alias(stage)).toMatchObject({ FunctionVersion: '2', Description: '(rolled back from 3 to 2)' });
  expect(functionOf(stage).latest).toEqual(latest);
});

test('a rollback run twice goes back one version, not two', async () => {
  const stage = createStage();
  await stage.execute(await stage.plan(rollbackFunction, LIVE));
  const again = await stage.plan(rollbackFunction, LIVE);
  expect(again.steps).toEqual([]);
  expect(again.warnings).toEqual([
    'live serves version 2 already: it was rolled back before. To go further back, say --set to=…',
  ]);
});

test('an alias that serves the version asked for is left alone', async () => {
  const plan = await createStage().plan(rollbackFunction, { ...LIVE, to: '3' });
  expect(plan.steps).toEqual([]);
  expect(plan.warnings).toEqual(['live serves version 3 already']);
});

test('one may go further back than one version', async () => {
  const stage = createStage();
  await stage.execute(await stage.plan(rollbackFunction, { ...LIVE, to: '1' }));
  expect(alias(stage)?.FunctionVersion).toBe('1');
});

test('a canary ends: the newer version loses its share, and the plan says so', async () => {
  const stage = createStage();
  const { aliases } = functionOf(stage);
  aliases[0] = { ...aliases[0], FunctionVersion: '2', RoutingConfig: { AdditionalVersionWeights: { 3: 0.1 } } };
  const plan = await stage.plan(rollbackFunction, LIVE);
  expect(plan.warnings).toEqual(['live splits its traffic (10 % to version 3): afterwards, all of it goes to 2']);
  expect(await stage.execute(plan)).toEqual(DONE);
  expect(alias(stage)?.FunctionVersion).toBe('2');
  expect(alias(stage)?.RoutingConfig?.AdditionalVersionWeights ?? {}).toEqual({});
});

test('undoing gives version, shares and description back as they were', async () => {
  const stage = createStage();
  const { aliases } = functionOf(stage);
  const had = {
    FunctionVersion: '3',
    Description: 'what users call',
    RoutingConfig: { AdditionalVersionWeights: { 2: 0.5 } },
  };
  aliases[0] = { ...aliases[0], ...had };
  const plan = await stage.plan(rollbackFunction, { ...LIVE, to: '1' });
  const outcome = await stage.execute({ ...plan, conduct: { ...plan.conduct, afterwards: 'undo' } });
  expect(outcome).toMatchObject({ status: 'succeeded', residue: [] });
  expect(alias(stage)).toMatchObject(had);
});

test('an alias that somebody moved meanwhile is not moved again', async () => {
  const stage = createStage();
  const plan = await stage.plan(rollbackFunction, LIVE);
  const { aliases } = functionOf(stage);
  aliases[0] = { ...aliases[0], FunctionVersion: '1' };
  expect(await stage.execute(plan)).toMatchObject({ status: 'undone' });
  expect(alias(stage)?.FunctionVersion).toBe('1');
});

test.each([
  [{ function: 'no-such', alias: 'live' }, /no-such has no alias live in/],
  [{ ...LIVE, to: '9' }, /has no version 9: published are 1, 2, 3/],
  [{ function: 'thumbnailer', alias: 'live' }, /has no published version before 1/],
])('what cannot be rolled back is refused with the reason: %j', async (parameters, reason) => {
  await expect(createStage().plan(rollbackFunction, parameters)).rejects.toThrow(reason);
});

test('a function is one, by its name or its ARN: the lock and the calls go by the name', async () => {
  const stage = createStage();
  const plan = await stage.plan(rollbackFunction, LIVE);
  const arn = functionOf(stage).latest.FunctionArn ?? '';
  const byArn = await stage.plan(rollbackFunction, { ...LIVE, function: arn });
  expect(arn).toContain(':function:invoice-renderer');
  expect(byArn.locks).toEqual(['lambda/invoice-renderer/live']);
  expect(byArn.hash).toBe(plan.hash);
});

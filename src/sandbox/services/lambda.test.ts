import { expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../create.ts';
import { dispatch } from '../dispatch.ts';
import { lambdaFunction } from '../world/newcomer/lambda.ts';
import type { World } from '../world/world.ts';

function ask(world: World, operation: string, input: object = {}) {
  const request = { service: 'lambda', operation, region: SANDBOX_REGION, accountId: SANDBOX_ACCOUNT };
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever AWS would answer
  return dispatch(world, { ...request, accessKeyId: 'AKIATEST', requestId: 'r-1' }, input) as Promise<any>;
}

test('functions are listed 50 a page, whatever larger page is asked for', async () => {
  const world = createSandbox();
  const { functions } = world.region(SANDBOX_ACCOUNT, SANDBOX_REGION).lambda;
  functions.length = 0;
  for (let index = 0; index < 120; index += 1) {
    const place = { accountId: SANDBOX_ACCOUNT, region: SANDBOX_REGION };
    const publishedAt = [new Date('2026-01-01')];
    functions.push(lambdaFunction(place, { name: `f-${index}`, runtime: 'nodejs22.x', publishedAt }));
  }
  const first = await ask(world, 'ListFunctions', { MaxItems: 1000 });
  const second = await ask(world, 'ListFunctions', { Marker: first.NextMarker });
  const third = await ask(world, 'ListFunctions', { Marker: second.NextMarker });
  expect([first, second, third].map(({ Functions }) => Functions.length)).toEqual([50, 50, 20]);
  expect(third.NextMarker).toBeUndefined();
  await expect(ask(world, 'ListFunctions', { MaxItems: 0 })).rejects.toMatchObject({ code: 'ValidationException' });
});

test('a function has versions, an alias that points to the last of them, and one that shares', async () => {
  const world = createSandbox();
  const name = { FunctionName: 'invoice-renderer' };
  const { Versions } = await ask(world, 'ListVersionsByFunction', name);
  expect(Versions.map(({ Version }: { Version: string }) => Version)).toEqual(['$LATEST', '1', '2', '3']);
  const { Aliases } = await ask(world, 'ListAliases', name);
  expect(Aliases).toMatchObject([
    { Name: 'live', FunctionVersion: '3' },
    { Name: 'canary', FunctionVersion: '2', RoutingConfig: { AdditionalVersionWeights: { 3: 0.1 } } },
  ]);
  expect((await ask(world, 'ListFunctions', { FunctionVersion: 'ALL' })).Functions).toHaveLength(8);
});

test('a configuration is found by name, by ARN, by version and by alias', async () => {
  const world = createSandbox();
  const arn = `arn:aws:lambda:${SANDBOX_REGION}:${SANDBOX_ACCOUNT}:function:invoice-renderer`;
  const version = async (input: object): Promise<string> =>
    (await ask(world, 'GetFunctionConfiguration', input)).Version;
  expect(await version({ FunctionName: 'invoice-renderer' })).toBe('$LATEST');
  expect(await version({ FunctionName: `${arn}:live` })).toBe('3');
  expect(await version({ FunctionName: arn, Qualifier: '2' })).toBe('2');
  for (const input of [{ FunctionName: 'nope' }, { FunctionName: 'invoice-renderer', Qualifier: '9' }]) {
    await expect(ask(world, 'GetFunctionConfiguration', input)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      status: 404,
    });
  }
});

import { beforeEach, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../../create.ts';
import { dispatch } from '../../dispatch.ts';
import type { World } from '../../world/world.ts';

const NAME = { FunctionName: 'invoice-renderer' };
const LIVE = { ...NAME, Name: 'live' };
let world: World;

beforeEach(() => {
  world = createSandbox();
});

function ask(operation: string, input: object = {}) {
  const request = { service: 'lambda', operation, region: SANDBOX_REGION, accountId: SANDBOX_ACCOUNT };
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever AWS would answer
  return dispatch(world, { ...request, accessKeyId: 'AKIATEST', requestId: 'r-1' }, input) as Promise<any>;
}

test('an alias is pointed to another version, and what is not said of it stays', async () => {
  const before = await ask('GetAlias', LIVE);
  const updated = await ask('UpdateAlias', { ...LIVE, FunctionVersion: '2' });
  expect(updated).toMatchObject({ Name: 'live', FunctionVersion: '2', Description: before.Description });
  expect(await ask('GetAlias', LIVE)).toEqual(updated);
  expect((await ask('GetFunctionConfiguration', { ...NAME, Qualifier: 'live' })).Version).toBe('2');
  expect(before.FunctionVersion).toBe('3');
});

test('whoever has read an older revision changes nothing', async () => {
  const { RevisionId } = await ask('GetAlias', LIVE);
  await ask('UpdateAlias', { ...LIVE, FunctionVersion: '2', RevisionId });
  await expect(ask('UpdateAlias', { ...LIVE, FunctionVersion: '1', RevisionId })).rejects.toMatchObject({
    code: 'PreconditionFailedException',
    status: 412,
  });
  expect(await ask('GetAlias', LIVE)).toMatchObject({ FunctionVersion: '2' });
});

test('weights stay until they are taken away', async () => {
  const canary = { ...NAME, Name: 'canary' };
  expect(await ask('UpdateAlias', { ...canary, Description: 'd' })).toMatchObject({
    RoutingConfig: { AdditionalVersionWeights: { 3: 0.1 } },
  });
  const none = await ask('UpdateAlias', { ...canary, RoutingConfig: { AdditionalVersionWeights: {} } });
  expect(none.RoutingConfig).toBeUndefined();
});

test.each([
  ['a version that does not exist', { FunctionVersion: '9' }, 'ResourceNotFoundException'],
  ['a share of itself', { RoutingConfig: { AdditionalVersionWeights: { 3: 0.5 } } }, 'InvalidParameterValueException'],
  [
    'a share of one that does not exist',
    { RoutingConfig: { AdditionalVersionWeights: { 9: 0.5 } } },
    'ResourceNotFoundException',
  ],
  ['more than everything', { RoutingConfig: { AdditionalVersionWeights: { 2: 1.5 } } }, 'ValidationException'],
  [
    'a share beside what is not published',
    { FunctionVersion: '$LATEST', RoutingConfig: { AdditionalVersionWeights: { 2: 0.5 } } },
    'InvalidParameterValueException',
  ],
])('an alias cannot point to %s', async (_what, input, code) => {
  await expect(ask('UpdateAlias', { ...LIVE, ...input })).rejects.toMatchObject({ code });
});

test('an alias is made once, and deleted as often as one likes', async () => {
  const made = await ask('CreateAlias', { ...NAME, Name: 'next', FunctionVersion: '3' });
  expect(made.AliasArn).toMatch(/:function:invoice-renderer:next$/);
  await expect(ask('CreateAlias', { ...NAME, Name: 'next', FunctionVersion: '3' })).rejects.toMatchObject({
    code: 'ResourceConflictException',
    status: 409,
  });
  await ask('DeleteAlias', { ...NAME, Name: 'next' });
  await ask('DeleteAlias', { ...NAME, Name: 'next' });
  await expect(ask('GetAlias', { ...NAME, Name: 'next' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: `Cannot find alias arn: arn:aws:lambda:${SANDBOX_REGION}:${SANDBOX_ACCOUNT}:function:invoice-renderer:next`,
  });
});

test('a version is published only of what is new', async () => {
  expect(await ask('PublishVersion', NAME)).toMatchObject({ Version: '3' });
  const { functions } = world.region(SANDBOX_ACCOUNT, SANDBOX_REGION).lambda;
  const [current] = functions;
  if (current) functions[0] = { ...current, latest: { ...current.latest, CodeSha256: 'bmV3' } };
  await expect(ask('PublishVersion', { ...NAME, CodeSha256: 'b2xk' })).rejects.toMatchObject({
    code: 'InvalidParameterValueException',
  });
  await expect(ask('PublishVersion', { ...NAME, RevisionId: 'old' })).rejects.toMatchObject({
    code: 'PreconditionFailedException',
  });
  expect(await ask('PublishVersion', { ...NAME, CodeSha256: 'bmV3', Description: 'fresh' })).toMatchObject({
    Version: '4',
    Description: 'fresh',
    FunctionArn: expect.stringMatching(/:invoice-renderer:4$/),
  });
  const { Versions } = await ask('ListVersionsByFunction', NAME);
  expect(Versions.at(-1)).toMatchObject({ Version: '4' });
});

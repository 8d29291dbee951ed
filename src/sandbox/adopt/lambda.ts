import type {
  AliasConfiguration,
  FunctionConfiguration,
  GetAliasRequest,
  GetFunctionConfigurationRequest,
  ListAliasesRequest,
  ListAliasesResponse,
  ListFunctionsRequest,
  ListFunctionsResponse,
  ListVersionsByFunctionRequest,
  ListVersionsByFunctionResponse,
} from '@aws-sdk/client-lambda';
import type { SandboxFunction } from '../world/newcomer/lambda.ts';
import { adopt, type Ground } from './ground.ts';
import { answersTo } from './recording.ts';

/** Functions with the versions and aliases that were read. */
export function adoptLambda({ recordings, region }: Ground): void {
  const { functions } = region.lambda;
  const configurations = [
    ...answersTo<ListFunctionsRequest, ListFunctionsResponse>(recordings, 'lambda', 'ListFunctions').flatMap(
      ({ answer }) => answer.Functions ?? [],
    ),
    ...answersTo<ListVersionsByFunctionRequest, ListVersionsByFunctionResponse>(
      recordings,
      'lambda',
      'ListVersionsByFunction',
    ).flatMap(({ answer }) => answer.Versions ?? []),
    ...answersTo<GetFunctionConfigurationRequest, FunctionConfiguration>(
      recordings,
      'lambda',
      'GetFunctionConfiguration',
    ).map(({ answer }) => answer),
  ];
  for (const one of configurations) adoptVersion(functions, withoutState(one));
  for (const { input, answer } of answersTo<GetAliasRequest, AliasConfiguration>(recordings, 'lambda', 'GetAlias')) {
    adoptAlias(functions, input.FunctionName ?? '', answer);
  }
  for (const { input, answer } of answersTo<ListAliasesRequest, ListAliasesResponse>(
    recordings,
    'lambda',
    'ListAliases',
  )) {
    for (const alias of answer.Aliases ?? []) adoptAlias(functions, input.FunctionName ?? '', alias);
  }
}

function adoptVersion(functions: SandboxFunction[], version: FunctionConfiguration): void {
  const { FunctionName: name, Version: number = '$LATEST' } = version;
  const known = functions.find(({ latest }) => latest.FunctionName === name);
  const at = known ? functions.indexOf(known) : functions.length;
  const { aliases = [], versions = [], revisions = 0 } = known ?? {};
  if (number !== '$LATEST') adopt(versions, version, ({ Version }) => Version);
  const FunctionArn = (version.FunctionArn ?? '').replace(/:(\d+|\$LATEST)$/, '');
  const latest =
    number === '$LATEST'
      ? { ...known?.latest, ...version }
      : (known?.latest ?? { ...version, FunctionArn, Version: '$LATEST' });
  functions.splice(at, 1, { latest, versions, aliases, revisions });
}

/** By the name of the function, or its ARN. */
function adoptAlias(functions: readonly SandboxFunction[], named: string, alias: AliasConfiguration): void {
  const name = named.includes(':function:') ? named.split(':function:')[1]?.split(':')[0] : named.split(':')[0];
  const found = functions.find(({ latest }) => latest.FunctionName === name);
  if (found) adopt(found.aliases, alias, (one) => one.Name);
}

/** Only GetFunctionConfiguration tells it, and the sandbox says it anyway. */
function withoutState({ State: _state, LastUpdateStatus: _status, ...rest }: FunctionConfiguration) {
  return rest;
}

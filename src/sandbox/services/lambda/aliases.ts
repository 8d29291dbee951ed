import type {
  AliasConfiguration,
  AliasRoutingConfiguration,
  CreateAliasCommandInput,
  CreateAliasCommandOutput,
  DeleteAliasCommandInput,
  GetAliasCommandInput,
  GetAliasCommandOutput,
  UpdateAliasCommandInput,
  UpdateAliasCommandOutput,
} from '@aws-sdk/client-lambda';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { uuidOf } from '../../world/newcomer/cast.ts';
import type { SandboxFunction } from '../../world/newcomer/lambda.ts';
import { aliasOf, functionArn, functionNamed, invalid, parsed, requireRevision, versionOf } from './lookup.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html */
export function getAlias(
  { FunctionName = '', Name = '' }: GetAliasCommandInput,
  context: SandboxContext,
): Omit<GetAliasCommandOutput, '$metadata'> {
  return { ...aliasOf(functionNamed(parsed(FunctionName).name, context), Name, context) };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html */
export function createAlias(
  input: CreateAliasCommandInput,
  context: SandboxContext,
): Omit<CreateAliasCommandOutput, '$metadata'> {
  const { FunctionName = '', Name: name = '', FunctionVersion: version = '', RoutingConfig: routing } = input;
  const found = functionNamed(parsed(FunctionName).name, context);
  if (!/^(?!\d+$)[\w-]{1,128}$/.test(name)) throw invalid(`Value '${name}' at 'name'`);
  const arn = functionArn(`${found.latest.FunctionName}:${name}`, context);
  if (found.aliases.some((one) => one.Name === name)) {
    throw new SandboxError('ResourceConflictException', `Alias already exists: ${arn}`, 409, { Type: 'User' });
  }
  validateTarget(found, version, routing, context);
  const alias: AliasConfiguration = {
    AliasArn: arn,
    Name: name,
    FunctionVersion: version,
    Description: input.Description ?? '',
    ...routed(routing),
    RevisionId: newRevision(found, context),
  };
  found.aliases.push(alias);
  return { ...alias };
}

/**
 * What is not said stays; weights go with an empty set of them.
 * https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html
 */
export function updateAlias(
  input: UpdateAliasCommandInput,
  context: SandboxContext,
): Omit<UpdateAliasCommandOutput, '$metadata'> {
  const { FunctionName = '', Name = '', Description, RevisionId } = input;
  const found = functionNamed(parsed(FunctionName).name, context);
  const before = aliasOf(found, Name, context);
  requireRevision(RevisionId, before.RevisionId);
  const { FunctionVersion = before.FunctionVersion ?? '', RoutingConfig: routing = before.RoutingConfig } = input;
  validateTarget(found, FunctionVersion, routing, context);
  const { RoutingConfig: _replaced, ...rest } = before;
  const alias: AliasConfiguration = {
    ...rest,
    FunctionVersion,
    ...(Description !== undefined && { Description }),
    ...routed(routing),
    RevisionId: newRevision(found, context),
  };
  found.aliases.splice(found.aliases.indexOf(before), 1, alias);
  return { ...alias };
}

/** One that is not there is no error. */
export function deleteAlias({ FunctionName = '', Name }: DeleteAliasCommandInput, context: SandboxContext): object {
  const { aliases } = functionNamed(parsed(FunctionName).name, context);
  aliases.splice(0, aliases.length, ...aliases.filter((one) => one.Name !== Name));
  return {};
}

type Routing = AliasRoutingConfiguration | undefined;

function validateTarget(found: SandboxFunction, version: string, routing: Routing, context: SandboxContext): void {
  versionOf(found, version, context);
  const weights = Object.entries(routing?.AdditionalVersionWeights ?? {});
  if (weights.length > 1) throw refused('Number of items in AdditionalVersionWeights cannot be greater than 1');
  for (const [other, weight] of weights) {
    if (other === version) {
      throw refused(
        `Invalid function version ${other}. Function version ${other} is already included in routing configuration.`,
      );
    }
    if (version === '$LATEST' || other === '$LATEST') {
      throw refused('$LATEST is not supported for an alias pointing to more than 1 version');
    }
    if (weight < 0 || weight > 1)
      throw invalid(`Value '{${other}=${weight}}' at 'routingConfig.additionalVersionWeights'`);
    versionOf(found, other, context);
  }
}

function routed(routing: Routing): Pick<AliasConfiguration, 'RoutingConfig'> {
  const weights = routing?.AdditionalVersionWeights ?? {};
  return Object.keys(weights).length === 0 ? {} : { RoutingConfig: { AdditionalVersionWeights: { ...weights } } };
}

function newRevision(found: SandboxFunction, { region }: SandboxContext): string {
  found.revisions += 1;
  const name = found.latest.FunctionName ?? '';
  return uuidOf({ accountId: region.accountId, region: region.name }, 'lambda-change', name, String(found.revisions));
}

function refused(message: string): SandboxError {
  return new SandboxError('InvalidParameterValueException', message, 400, { Type: 'User' });
}

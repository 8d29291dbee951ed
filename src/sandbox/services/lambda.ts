import type * as Lambda from '@aws-sdk/client-lambda';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { SandboxError } from '../error.ts';
import type { Handlers, SandboxContext } from '../handlers.ts';
import { page } from '../paging.ts';
import type { SandboxFunction } from '../world/newcomer/lambda.ts';

export const lambda: Handlers<typeof Lambda> = {
  ListFunctions({ FunctionVersion: versions, MaxItems, Marker }, { region }) {
    if (versions !== undefined && versions !== 'ALL') throw invalid(`Value '${String(versions)}' at 'functionVersion'`);
    const all = region.lambda.functions.flatMap(({ latest, versions: published }) =>
      versions === 'ALL' ? [latest, ...published] : [latest],
    );
    const { items, marker } = lambdaPage(all, MaxItems, Marker);
    return { Functions: items, ...marker };
  },
  GetFunctionConfiguration({ FunctionName = '', Qualifier }, context) {
    const { name, qualifier } = parsed(FunctionName, Qualifier);
    const found = functionNamed(name, context);
    const version = found.aliases.find(({ Name: alias }) => alias === qualifier)?.FunctionVersion ?? qualifier;
    const configuration = [found.latest, ...found.versions].find((one) => one.Version === (version ?? '$LATEST'));
    if (!configuration) throw functionNotFound(`${name}:${qualifier}`, context);
    return { ...configuration, State: 'Active', LastUpdateStatus: 'Successful' };
  },
  ListVersionsByFunction({ FunctionName = '', MaxItems, Marker }, context) {
    const found = functionNamed(parsed(FunctionName).name, context);
    const { items, marker } = lambdaPage<FunctionConfiguration>([found.latest, ...found.versions], MaxItems, Marker);
    return { Versions: items, ...marker };
  },
  ListAliases({ FunctionName = '', FunctionVersion: version, MaxItems, Marker }, context) {
    const { aliases } = functionNamed(parsed(FunctionName).name, context);
    const found = aliases.filter((alias) => version === undefined || alias.FunctionVersion === version);
    const { items, marker } = lambdaPage(found, MaxItems, Marker);
    return { Aliases: items, ...marker };
  },
};

/** At most 50 a page, though up to 10,000 may be asked for. https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
function lambdaPage<T>(all: readonly T[], size: number | undefined, token: string | undefined) {
  if (size !== undefined && (size < 1 || size > 10_000)) throw invalid(`Value '${size}' at 'maxItems'`);
  const { items, next } = page(all, {
    token,
    size,
    defaultSize: 50,
    most: 50,
    clamp: true,
    badToken: 'InvalidParameterValueException',
  });
  return { items, marker: next === undefined ? {} : { NextMarker: next } };
}

/** A name, an ARN or a part of one, each of them with or without a version or alias behind it. */
function parsed(text: string, qualifier?: string): { name: string; qualifier: string | undefined } {
  const [, name, behind] =
    /^(?:(?:arn:[^:]+:lambda:[^:]*:)?\d{12}:function:)?([\w-]+)(?::([\w$-]+))?$/.exec(text) ?? [];
  if (name === undefined) throw invalid(`Value '${text}' at 'functionName'`);
  if (qualifier !== undefined && !/^[\w$-]{1,128}$/.test(qualifier))
    throw invalid(`Value '${qualifier}' at 'qualifier'`);
  return { name, qualifier: qualifier ?? behind };
}

function functionNamed(name: string, context: SandboxContext): SandboxFunction {
  const found = context.region.lambda.functions.find(({ latest }) => latest.FunctionName === name);
  if (!found) throw functionNotFound(name, context);
  return found;
}

function functionNotFound(name: string, { region }: SandboxContext): SandboxError {
  const arn = `arn:aws:lambda:${region.name}:${region.accountId}:function:${name}`;
  return new SandboxError('ResourceNotFoundException', `Function not found: ${arn}`, 404, { Type: 'User' });
}

/** What breaks a constraint of the API's model never reaches Lambda itself, which would say InvalidParameterValueException. */
function invalid(what: string): SandboxError {
  return new SandboxError('ValidationException', `1 validation error detected: ${what} failed to satisfy constraint`);
}

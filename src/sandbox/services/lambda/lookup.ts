import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { page } from '../../paging.ts';
import type { SandboxFunction } from '../../world/newcomer/lambda.ts';

/** At most 50 a page, though up to 10,000 may be asked for. https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
export function lambdaPage<T>(all: readonly T[], size: number | undefined, token: string | undefined) {
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
export function parsed(text: string, qualifier?: string): { name: string; qualifier: string | undefined } {
  const [, name, behind] =
    /^(?:(?:arn:[^:]+:lambda:[^:]*:)?\d{12}:function:)?([\w-]+)(?::([\w$-]+))?$/.exec(text) ?? [];
  if (name === undefined) throw invalid(`Value '${text}' at 'functionName'`);
  if (qualifier !== undefined && !/^[\w$-]{1,128}$/.test(qualifier))
    throw invalid(`Value '${qualifier}' at 'qualifier'`);
  return { name, qualifier: qualifier ?? behind };
}

export function functionNamed(name: string, context: SandboxContext): SandboxFunction {
  const found = context.region.lambda.functions.find(({ latest }) => latest.FunctionName === name);
  if (!found) throw functionNotFound(name, context);
  return found;
}

export function versionOf(found: SandboxFunction, version: string, context: SandboxContext): FunctionConfiguration {
  const known = [found.latest, ...found.versions].find((one) => one.Version === version);
  if (!known) throw functionNotFound(`${found.latest.FunctionName}:${version}`, context);
  return known;
}

export function aliasOf(found: SandboxFunction, name: string, context: SandboxContext): AliasConfiguration {
  const alias = found.aliases.find((one) => one.Name === name);
  if (!alias) {
    const arn = functionArn(`${found.latest.FunctionName}:${name}`, context);
    throw new SandboxError('ResourceNotFoundException', `Cannot find alias arn: ${arn}`, 404, { Type: 'User' });
  }
  return alias;
}

function functionNotFound(name: string, context: SandboxContext): SandboxError {
  const message = `Function not found: ${functionArn(name, context)}`;
  return new SandboxError('ResourceNotFoundException', message, 404, { Type: 'User' });
}

export function functionArn(name: string, { region }: SandboxContext): string {
  return `arn:aws:lambda:${region.name}:${region.accountId}:function:${name}`;
}

/** What breaks a constraint of the API's model never reaches Lambda itself, which would say InvalidParameterValueException. */
export function invalid(what: string): SandboxError {
  return new SandboxError('ValidationException', `1 validation error detected: ${what} failed to satisfy constraint`);
}

/** Optimistic locking: whoever says which revision was read changes nothing that has moved since. */
export function requireRevision(asked: string | undefined, current: string | undefined): void {
  if (asked === undefined || asked === current) return;
  const message =
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id';
  throw new SandboxError('PreconditionFailedException', message, 412, { Type: 'User' });
}

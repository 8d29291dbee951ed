import type {
  AliasConfiguration,
  FunctionConfiguration,
  GetAliasCommandInput,
  GetAliasCommandOutput,
  GetFunctionConfigurationCommandInput,
  GetFunctionConfigurationCommandOutput,
  ListFunctionsCommandInput,
  ListFunctionsCommandOutput,
  ListVersionsByFunctionCommandInput,
  ListVersionsByFunctionCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import { list, one, orAbsent } from './read.ts';

export type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';

/**
 * Each function as its `$LATEST` version is configured. AWS answers at most 50 a page, whatever `MaxItems` says.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
 */
export const listFunctions = list<ListFunctionsCommandInput, ListFunctionsCommandOutput, FunctionConfiguration>(
  'lambda',
  'ListFunctions',
  { items: (page) => page.Functions, next: ['Marker', (page) => page.NextMarker], page: { MaxItems: 50 } },
);

/** `$LATEST` too. https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html */
export const listVersionsByFunction = list<
  ListVersionsByFunctionCommandInput,
  ListVersionsByFunctionCommandOutput,
  FunctionConfiguration
>('lambda', 'ListVersionsByFunction', {
  items: (page) => page.Versions,
  next: ['Marker', (page) => page.NextMarker],
  page: { MaxItems: 50 },
});

/**
 * One version, or the one that an alias points to, with its state.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
 */
export const getFunctionConfiguration = one<
  GetFunctionConfigurationCommandInput,
  GetFunctionConfigurationCommandOutput
>('lambda', 'GetFunctionConfiguration');

const getAlias = one<GetAliasCommandInput, GetAliasCommandOutput>('lambda', 'GetAlias');

/** Undefined where the function has no such alias, or is not there. https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html */
export function findAlias(aws: Aws, functionName: string, alias: string): Promise<AliasConfiguration | undefined> {
  return orAbsent(getAlias(aws, { FunctionName: functionName, Name: alias }), 'ResourceNotFoundException');
}

export function lambdaFunction(aws: Aws, { FunctionName: id = '', FunctionArn }: FunctionConfiguration): Resource {
  const arn = FunctionArn ?? `arn:${aws.partition}:lambda:${aws.region}:${aws.account}:function:${id}`;
  return { type: 'AWS::Lambda::Function', id, arn };
}

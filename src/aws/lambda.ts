import type {
  FunctionConfiguration,
  ListFunctionsCommandInput,
  ListFunctionsCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import { list } from './read.ts';

/**
 * Each function as its `$LATEST` version is configured. AWS answers at most 50 a page, whatever `MaxItems` says.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
 */
export const listFunctions = list<ListFunctionsCommandInput, ListFunctionsCommandOutput, FunctionConfiguration>(
  'lambda',
  'ListFunctions',
  { items: (page) => page.Functions, next: ['Marker', (page) => page.NextMarker], page: { MaxItems: 50 } },
);

export function lambdaFunction(aws: Aws, { FunctionName: id = '', FunctionArn }: FunctionConfiguration): Resource {
  const arn = FunctionArn ?? `arn:${aws.partition}:lambda:${aws.region}:${aws.account}:function:${id}`;
  return { type: 'AWS::Lambda::Function', id, arn };
}

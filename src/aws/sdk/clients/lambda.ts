import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { clientModule } from '../client-module.ts';

export const lambda = clientModule(LambdaClient, {
  GetAlias: GetAliasCommand,
  GetFunctionConfiguration: GetFunctionConfigurationCommand,
  ListFunctions: ListFunctionsCommand,
  ListVersionsByFunction: ListVersionsByFunctionCommand,
  UpdateAlias: UpdateAliasCommand,
});

import {
  CreateAliasCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { clientModule } from '../client-module.ts';

export const lambda = clientModule(LambdaClient, {
  CreateAlias: CreateAliasCommand,
  GetAlias: GetAliasCommand,
  GetFunctionConfiguration: GetFunctionConfigurationCommand,
  ListAliases: ListAliasesCommand,
  ListFunctions: ListFunctionsCommand,
  ListVersionsByFunction: ListVersionsByFunctionCommand,
  PublishVersion: PublishVersionCommand,
  UpdateAlias: UpdateAliasCommand,
});

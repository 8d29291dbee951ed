import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { clientModule } from '../client-module.ts';

export const lambda = clientModule(LambdaClient, {
  ListFunctions: ListFunctionsCommand,
});

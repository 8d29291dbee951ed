import type {
  GetAliasCommandInput,
  GetFunctionConfigurationCommandInput,
  UpdateAliasCommandInput,
} from '@aws-sdk/client-lambda';
import { planned } from './planned.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html */
export const getAlias = planned<GetAliasCommandInput>('lambda', 'GetAlias');
/** Of a version or an alias. https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const getFunctionConfiguration = planned<GetFunctionConfigurationCommandInput>(
  'lambda',
  'GetFunctionConfiguration',
);
/** What is not given stays as it is. https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html */
export const updateAlias = planned<UpdateAliasCommandInput>('lambda', 'UpdateAlias');

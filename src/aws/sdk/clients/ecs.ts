import { ECSClient } from '@aws-sdk/client-ecs';
import { clientModule } from '../client-module.ts';

export const ecs = clientModule(ECSClient, {});

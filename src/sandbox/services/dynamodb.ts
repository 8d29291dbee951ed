import type * as Dynamodb from '@aws-sdk/client-dynamodb';
import type { Handlers } from '../handlers.ts';

export const dynamodb: Handlers<typeof Dynamodb> = {};

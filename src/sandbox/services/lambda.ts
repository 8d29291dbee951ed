import type * as Lambda from '@aws-sdk/client-lambda';
import type { Handlers } from '../handlers.ts';

export const lambda: Handlers<typeof Lambda> = {};

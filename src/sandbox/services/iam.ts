import type * as Iam from '@aws-sdk/client-iam';
import type { Handlers } from '../handlers.ts';

export const iam: Handlers<typeof Iam> = {};

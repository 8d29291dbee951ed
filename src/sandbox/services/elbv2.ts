import type * as Elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Handlers } from '../handlers.ts';

export const elbv2: Handlers<typeof Elbv2> = {};

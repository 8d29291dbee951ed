import type * as Autoscaling from '@aws-sdk/client-auto-scaling';
import type { Handlers } from '../handlers.ts';

export const autoscaling: Handlers<typeof Autoscaling> = {};

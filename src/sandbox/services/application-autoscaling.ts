import type * as ApplicationAutoscaling from '@aws-sdk/client-application-auto-scaling';
import type { Handlers } from '../handlers.ts';

export const applicationAutoscaling: Handlers<typeof ApplicationAutoscaling> = {};

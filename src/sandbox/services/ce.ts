import type * as Ce from '@aws-sdk/client-cost-explorer';
import type { Handlers } from '../handlers.ts';

export const ce: Handlers<typeof Ce> = {};

import type * as Organizations from '@aws-sdk/client-organizations';
import type { Handlers } from '../handlers.ts';

export const organizations: Handlers<typeof Organizations> = {};

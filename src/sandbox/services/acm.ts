import type * as Acm from '@aws-sdk/client-acm';
import type { Handlers } from '../handlers.ts';

export const acm: Handlers<typeof Acm> = {};

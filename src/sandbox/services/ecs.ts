import type * as Ecs from '@aws-sdk/client-ecs';
import type { Handlers } from '../handlers.ts';

export const ecs: Handlers<typeof Ecs> = {};

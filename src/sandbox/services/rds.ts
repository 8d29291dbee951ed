import type * as Rds from '@aws-sdk/client-rds';
import type { Handlers } from '../handlers.ts';
import { databases } from './rds/databases.ts';
import { engines } from './rds/engines.ts';
import { happenings } from './rds/happenings.ts';
import { parameters } from './rds/parameters.ts';
import { snapshots } from './rds/snapshots.ts';

export const rds: Handlers<typeof Rds> = { ...databases, ...snapshots, ...engines, ...parameters, ...happenings };

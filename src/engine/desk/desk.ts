import type { Database } from '../../store/database.ts';
import type { Durable } from '../durable/durable.ts';
import type { ExecutionRequest } from './request-execution.ts';

/** Where people and programs ask for executions and decide about them: by the command line, over HTTP, by schedule. */
export interface Desk {
  readonly db: Database;
  readonly durable: Pick<Durable, 'start' | 'signal' | 'state'>;
  readonly now: () => Date;
  /** What keeps a plan from being carried out as things stand, in words; nothing where nothing does. */
  readonly hindrances?: (
    asked: Pick<ExecutionRequest, 'plan' | 'environment' | 'access'>,
  ) => Promise<readonly string[]>;
}

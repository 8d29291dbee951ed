import type { Database } from '../../store/database.ts';
import type { Durable } from '../durable/durable.ts';

/** Where people and programs ask for executions and decide about them: by the command line, over HTTP, by schedule. */
export interface Desk {
  readonly db: Database;
  readonly durable: Pick<Durable, 'start' | 'signal' | 'state'>;
  readonly now: () => Date;
}

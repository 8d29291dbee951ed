import { BEGIN } from './0001-begin.ts';
import { ORDERS } from './0002-orders.ts';
import { TOKEN_MAKERS } from './0003-token-makers.ts';
import { CALENDAR } from './0004-calendar.ts';
import { RESPOND } from './0005-respond.ts';

/** One step of the schema. It only expands: an older Opsbook beside must go on working on what it leaves. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  /**
   * The oldest schema version whose Opsbook can still work after this. Equal to the one before, unless the migration takes
   * away what nobody uses any more.
   */
  readonly oldestUser: number;
}

/** In order, never changed after a release: files are named by version and name. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, name: 'begin', sql: BEGIN, oldestUser: 1 },
  { version: 2, name: 'orders', sql: ORDERS, oldestUser: 1 },
  { version: 3, name: 'token-makers', sql: TOKEN_MAKERS, oldestUser: 1 },
  { version: 4, name: 'calendar', sql: CALENDAR, oldestUser: 1 },
  { version: 5, name: 'respond', sql: RESPOND, oldestUser: 1 },
];

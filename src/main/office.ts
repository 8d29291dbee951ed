import type { Order, VoteDecision } from '../model/execution.ts';
import { type Ledger, localLedger } from './ledger.ts';
import { withDatabase } from './with-database.ts';

export interface Where {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly configFile?: string | undefined;
}

export interface Counted {
  readonly approvals: number;
  readonly quorum: number;
  readonly outcome: string | null;
}

interface Word {
  readonly id: string;
  readonly reason: string | null;
}

/** Where executions are looked at and decided about: the database at hand, or a server that is asked. */
export interface Office extends Ledger {
  /** @throws Refused */
  vote(decision: VoteDecision, word: Word): Promise<Counted>;
  /** @throws Refused */
  order(order: Order, word: Word): Promise<void>;
}

/** The server of `OPSBOOK_SERVER`, where that is set; else the database, and a worker on it where one is wanted. */
export async function withOffice<T>(where: Where, work: (office: Office) => Promise<T>, takeWork = false): Promise<T> {
  const remote = await remoteOf(where);
  if (remote) return work(remote);
  const { withLocalOffice } = await import('./local-office.ts');
  return withLocalOffice(where, takeWork, work);
}

/** The same for looking only: the database alone, without the engine, and whatever the configuration in this folder says. */
export async function withLedger<T>(where: Where, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const remote = await remoteOf(where);
  if (remote) return work(remote);
  // One that is named is meant, and so has to be there.
  if (where.configFile !== undefined) await checkConfig(where.configFile);
  return withDatabase(where.environment, (db) => work(localLedger(db)));
}

async function checkConfig(file: string): Promise<void> {
  const [{ loadConfig }, { CHECKS }] = await Promise.all([import('./config/load.ts'), import('./catalog.ts')]);
  await loadConfig(file, CHECKS);
}

async function remoteOf({ environment }: Where): Promise<Office | undefined> {
  const server = environment['OPSBOOK_SERVER'];
  if (!server) return undefined;
  const { remoteOffice } = await import('./remote-desk.ts');
  return remoteOffice(server, environment['OPSBOOK_TOKEN']);
}

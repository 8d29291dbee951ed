import { SandboxError } from '../error.ts';
import type { ClockBranch, VirtualClock } from './clock.ts';
import { hash } from './random.ts';
import type { Scene } from './scene.ts';
import type { AccountState, RegionState } from './state.ts';

/** A fault to inject into requests that match. */
export interface Fault {
  readonly service?: string;
  readonly operation?: string;
  readonly account?: string;
  readonly region?: string;
  readonly kind: 'throttle' | 'server-error' | 'access-denied' | 'expired-token' | 'unreachable' | 'latency';
  /** Of `latency`: real milliseconds added to each answer. */
  readonly ms?: number;
  /** How many requests are hit; all, where absent. */
  times?: number;
  /** Requests let through before the first is hit. */
  skip?: number;
  /** In AWS's words, instead of the usual ones: who or what denies, say. */
  readonly message?: string;
}

/** What a role asks of who wants to assume it: its trust policy in short. */
export interface Trust {
  /** The accounts that may; any, where absent. */
  readonly accounts?: readonly string[];
  readonly externalId?: string;
}

/** A simulated AWS: accounts made when they are first asked, one clock for all of them, faults on demand. */
export interface World {
  readonly seed: string;
  readonly clock: VirtualClock;
  readonly faults: Fault[];
  /** By role ARN. A role that is not here lets anybody in, so that a newcomer need not make one first. */
  readonly trusts: Map<string, Trust>;
  account(id: string): AccountState;
  region(accountId: string, name: string): RegionState;
  /** What exists by now: accounts and regions come to be when they are first asked for. */
  accounts(): readonly AccountState[];
  regions(): readonly RegionState[];
  /** Lets go of a region's state: asked again, it is as new. */
  forget(accountId: string, name: string): void;
  /** The account that an access key belongs to; an unknown key belongs to the first account. */
  accountOf(accessKeyId: string): string;
  /** Credentials that belong to an account, as sts:AssumeRole gives them. */
  issueKey(accountId: string, session?: string): string;
  /** The ARN of the session that a key was issued for. */
  sessionOf(accessKeyId: string): string | undefined;
}

export interface WorldBuilder {
  account(id: string, scene: Scene): AccountState;
  region(account: AccountState, name: string, scene: Scene): RegionState;
}

export interface WorldOptions extends Omit<Scene, 'start'> {
  readonly firstAccount: string;
  readonly builder: WorldBuilder;
}

export function createWorld({ seed, clock, homes, firstAccount, builder }: WorldOptions): World {
  const scene: Scene = { seed, clock, start: clock.now(), homes };
  const accounts = new Map<string, AccountState>();
  const regions = new Map<string, { readonly state: RegionState; readonly clock: ClockBranch }>();
  const keys = new Map<string, string>();
  const sessions = new Map<string, string>();

  function account(id: string): AccountState {
    const known = accounts.get(id);
    if (known) return known;
    if (!/^\d{12}$/.test(id)) throw new SandboxError('ValidationError', `${id} is not an account id`);
    const made = builder.account(id, scene);
    accounts.set(id, made);
    return made;
  }

  return {
    seed,
    clock,
    faults: [],
    trusts: new Map(),
    account,
    region(accountId, name) {
      const key = `${accountId} ${name}`;
      const known = regions.get(key);
      if (known) return known.state;
      const branch = clock.branch();
      const state = builder.region(account(accountId), name, { ...scene, clock: branch });
      regions.set(key, { state, clock: branch });
      return state;
    },
    forget(accountId, name) {
      const key = `${accountId} ${name}`;
      regions.get(key)?.clock.end();
      regions.delete(key);
    },
    accounts: () => [...accounts.values()],
    regions: () => [...regions.values()].map(({ state }) => state),
    accountOf: (accessKeyId) => keys.get(accessKeyId) ?? firstAccount,
    issueKey(accountId, session) {
      // As long as AWS's, and another for each session.
      const own = hash(`${accountId} ${session}`).toString(36).toUpperCase().padStart(7, '0');
      const key = `ASIA${own}${accountId.slice(-9)}`;
      keys.set(key, accountId);
      if (session !== undefined) sessions.set(key, session);
      return key;
    },
    sessionOf: (accessKeyId) => sessions.get(accessKeyId),
  };
}

import type { Aws } from '../../aws/execution.ts';
import type { ApprovalPolicy } from '../../model/approval-policy.ts';
import type { Order, Role } from '../../model/execution.ts';
import type { Json } from '../../model/json.ts';
import type { NotifyStep, Plan, Probe } from '../../model/plan.ts';
import type { Database } from '../../store/database.ts';
import type { ExecutionRow } from '../../store/executions.ts';
import type { Probed, ProgressEvent, Terraform } from '../execute/ports.ts';

/** What a worker needs beside the database to carry executions out; composed where the configuration is read. */
export interface Workplace {
  readonly db: Database;
  readonly now: () => Date;
  /** The way to the account and region of an execution. @throws Error that says why it cannot be reached */
  open(execution: ExecutionRow): Promise<Site>;
  readonly terraform: Terraform;
  probe(probe: Probe): Promise<Probed>;
  /** Says that it was left to be delivered, and by which channel; or why nobody is told. */
  notify(step: Pick<NotifyStep, 'channel' | 'message'>, executionId: string): Promise<string>;
  /** What an environment asks for; null where nobody has to agree. */
  policyOf(environment: string | null): ApprovalPolicy | null;
  /** Whether a person may approve, as of now. */
  mayApprove(person: string): Promise<boolean>;
  progress(executionId: string, event: ProgressEvent): void;
  /** Between two tries to reach a place, on this machine's clock. */
  readonly pause: (ms: number) => Promise<void>;
  /** Why the change calendar lets no execution of this plan begin now; null where it does. */
  closed?(asked: { readonly plan: Plan; readonly environment: string | null }): string | null;
}

/** One account and region, as an execution works there. */
export interface Site {
  /** A handle that may change AWS. */
  aws(region?: string): Aws;
  /** The time there: the sandbox has its own. */
  now(): Promise<Date>;
  readonly pause: (ms: number) => Promise<void>;
  /** How long a wait takes in the time of this machine; the sandbox's passes when it is told to. */
  readonly waiting: (ms: number) => Promise<number>;
  /** The plan made again from what is there now. @throws Refused, AwsFault */
  replan(plan: Plan): Promise<Plan>;
}

/** Somebody who wants something, as they are known here. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** The way they came: `cli`, `api`, `schedule`. */
  readonly via: string;
  /** Where they may act, of a token: `runbook:deployment/*`, `environment:staging`. Everywhere, where there is none. */
  readonly scopes?: readonly string[];
  /** Others who have held the credentials that this actor came with: to four eyes they are one. */
  readonly behind?: readonly string[];
}

/** What starts a durable run. */
export interface Assignment {
  readonly [key: string]: Json;
  readonly executionId: string;
  /** `do` is how it begins; the others are what a person wants of one that no run works on any more. */
  readonly way: 'do' | Order;
}

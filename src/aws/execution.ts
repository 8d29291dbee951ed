import type { CallRecord } from '../model/result.ts';
import { type Span, type SpanAbout, span } from '../model/span.ts';
import { type Budget, type BudgetLimits, createBudget, type Timing } from './budget.ts';
import { AwsFault, type FaultKind, faultOf } from './fault.ts';
import {
  type Call,
  endpointRegion,
  isAccountWide,
  isAnsweredAnywhere,
  operationName,
  type OperationName,
  type Service,
} from './service.ts';
import type { Transport } from './transport.ts';

/** An account that can be asked. */
export interface Account {
  readonly id: string;
  readonly partition: string;
  readonly transport: Transport;
}

/** A list that was not read to its end, because it is longer than any that Opsbook reads. */
export interface Truncation {
  readonly operation: OperationName;
  readonly read: number;
}

/** What a check asks AWS through: one account, one region. Reads only; equal reads are sent once. */
export interface Aws {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /**
   * One request and its answer, shared with whoever asked the same in this execution. Use the functions of
   * `aws/<service>.ts`, which know what comes back.
   * @throws AwsFault
   */
  read<O>(service: Service, operation: string, input: object): Promise<O>;
  /**
   * One request of one's own, shared with nobody: for what changes while one asks (a report that is being made).
   * @throws AwsFault
   */
  ask<O>(service: Service, operation: string, input: object): Promise<O>;
  /**
   * Changes something: one request, sent again only where AWS says that it did not take it (throttling). What else went
   * wrong may have happened all the same; who calls must know how to make a repeat safe (`mutations.ts`). Only a handle
   * that was opened for changes has it.
   * @throws AwsFault
   */
  change(service: Service, operation: string, input: object): Promise<Answered>;
  /** Waits, on the execution's own clock. */
  pause(ms: number): Promise<void>;
  /** The same account seen from another region. */
  inRegion(region: string): Aws;
  /** The same, but every read that takes longer is given up as a `deadline` fault. */
  within(deadlineMs: number): Aws;
  truncated(truncation: Truncation): void;
  /** Says that what is judged here rests on an operation that somebody else sends for us. */
  dependsOn(service: Service, operation: string): void;
  /** Requests of one kind, gathered from every check of this execution and sent together. */
  gather<T>(key: string, make: () => T): T;
}

/** What AWS answered to a change, and the id it knows the request by. */
export interface Answered {
  readonly answer: unknown;
  readonly requestId: string | null;
}

/** Everything that AWS was asked for one checklist: shared answers, rate budgets and the count of requests. */
export interface Execution {
  open(account: Account, region: string, observer?: Observer): Aws;
  record(): CallRecord;
  /** Requests sent so far, for who asks at every step. */
  sent(): number;
  /** Whether AWS takes this account's credentials no more: nothing is sent for it by this execution until the end. */
  isLost(account: Account): boolean;
  /** Sends nothing more: what is still to be tried again is given up, so that the record counts all there will be. */
  end(): CallRecord;
  /** Forgets the shared answers of an account's region, and its clients: what was judged needs no memory. */
  close(account: Account, region: string): void;
}

export interface Observer {
  /** Whether this handle may change anything; a check's and a plan's may not. */
  readonly mayChange?: boolean;
  onRead?(operation: OperationName): void;
  onChange?(operation: OperationName): void;
  onTruncation?(truncation: Truncation): void;
}

/** Attempts in all, the first included. What will not change by asking again is asked once. */
const ATTEMPTS: Partial<Record<FaultKind, number>> = {
  throttled: 8,
  'server-error': 3,
  unreachable: 2,
  // Once more with credentials asked for anew: a role's session may have run out while a long checklist ran.
  'credentials-expired': 2,
};
/** Of a change: what AWS refused for its rate, it did not do; a session that is over, it did not even look at. */
const CHANGE_ATTEMPTS: typeof ATTEMPTS = { throttled: 8, 'credentials-expired': 2 };
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5000;

const CONCURRENCY = 40;
/**
 * Where AWS documents a limit that a checklist would run into, it is kept from the start.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html (two a second)
 */
const LIMITS: Readonly<Partial<Record<Service, BudgetLimits>>> = {
  cloudtrail: { concurrency: 4 },
  ce: { concurrency: 4 },
  iam: { concurrency: 20 },
  s3: { concurrency: 64 },
};
const OPERATION_LIMITS: Readonly<Partial<Record<OperationName, BudgetLimits>>> = {
  'cloudtrail:LookupEvents': { concurrency: 1, ratePerSecond: 2 },
  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html (ten a second)
  'dynamodb:DescribeContinuousBackups': { concurrency: 10, ratePerSecond: 10 },
};

export function createExecution(timing: Timing): Execution {
  const answers = new Map<string, Map<string, Promise<unknown>>>();
  const gathered = new Map<string, Map<string, unknown>>();
  const budgets = new Map<string, Budget>();
  const lost = new Map<string, AwsFault>();
  /** Given up for good. A call comes back with one of another call where the role it is signed with was not to be had. */
  const final = new WeakSet<AwsFault>();
  const byOperation = new Map<OperationName, number>();
  let calls = 0;
  let retries = 0;
  let throttles = 0;
  let ended = false;

  function budgetOf(account: Account, call: Call): Budget {
    const own = OPERATION_LIMITS[operationName(call)];
    const key = [account.id, call.region, own ? operationName(call) : call.service].join(' ');
    return emplace(budgets, key, () =>
      createBudget(own ?? LIMITS[call.service] ?? { concurrency: CONCURRENCY }, timing),
    );
  }

  function count(call: Call): void {
    calls += 1;
    const name = operationName(call);
    byOperation.set(name, (byOperation.get(name) ?? 0) + 1);
  }

  async function attempt(account: Account, call: Call): Promise<unknown> {
    const budget = budgetOf(account, call);
    const done = await budget.acquire();
    try {
      if (ended) throw new AwsFault(`${operationName(call)} was given up.`, deadlineFacts(call));
      const answer = await account.transport.send(call, () => count(call));
      budget.succeeded();
      return answer;
    } catch (error) {
      const fault = faultOf(error, call);
      if (fault.facts.kind === 'throttled' && !final.has(fault)) {
        throttles += 1;
        budget.throttled();
      }
      throw fault;
    } finally {
      done();
    }
  }

  function send(account: Account, call: Call, attempts = ATTEMPTS): Promise<unknown> {
    return span(spanOf(account, call), (own) => sendUntilOver(account, call, attempts, own));
  }

  async function sendUntilOver(account: Account, call: Call, attempts: typeof ATTEMPTS, own: Span): Promise<unknown> {
    for (let tried = 1; ; tried += 1) {
      // The public feed asks for no credentials, so theirs may be over.
      const gone = call.service === 'feed' ? undefined : lost.get(account.id);
      if (gone) throw new AwsFault(gone.message, { ...gone.facts, operation: operationName(call) }, { cause: gone });
      try {
        own.set({ 'opsbook.attempts': tried });
        return await attempt(account, call);
      } catch (error) {
        const fault = faultOf(error, call);
        const over = tried >= (attempts[fault.facts.kind] ?? 1) || final.has(fault);
        if (fault.facts.kind === 'credentials-expired') {
          // What has expired twice stays so: every further request of this account would fail alike.
          if (over) lost.set(account.id, fault);
          else account.transport.renew?.();
        }
        if (over) {
          final.add(fault);
          own.fail(fault.facts.awsCode);
          throw fault;
        }
        retries += 1;
        const ceiling = Math.min(FIRST_DELAY_MS * 2 ** (tried - 1), LONGEST_DELAY_MS);
        await timing.sleep(fault.facts.retryAfterMs ?? ceiling * (0.5 + timing.random() / 2));
      }
    }
  }

  function open(account: Account, region: string, observer: Observer = {}): Aws {
    const scope = scopeOf(account, region);
    const batches = emplace(gathered, scope, () => new Map<string, unknown>());

    function handle(here: string, deadlineMs: number | undefined): Aws {
      function callOf(service: Service, operation: string, input: object): Call {
        const call: Call = { service, operation, input, region: endpointRegion(service, account.partition, here) };
        observer.onRead?.(operationName(call));
        return call;
      }

      function bounded<O>(answer: Promise<unknown>, call: Call): Promise<O> {
        const timely = deadlineMs === undefined ? answer : withDeadline(answer, deadlineMs, call, timing);
        // oxlint-disable-next-line typescript/consistent-type-assertions -- the operation's table entry names what AWS answers
        return timely as Promise<O>;
      }

      return {
        account: account.id,
        region: here,
        partition: account.partition,
        async read<O>(service: Service, operation: string, input: object) {
          const call = callOf(service, operation, input);
          const shared = emplace(answers, isAccountWide(call) ? account.id : scope, () => new Map());
          const key = keyOf(call);
          return bounded<O>(
            emplace(shared, key, () =>
              send(account, call).catch((error: unknown) => {
                // That one region is down is no answer for the others.
                if (isAnsweredAnywhere(call) && isUnreachable(error)) shared.delete(key);
                throw error;
              }),
            ),
            call,
          );
        },
        async ask<O>(service: Service, operation: string, input: object) {
          const call = callOf(service, operation, input);
          return bounded<O>(send(account, call), call);
        },
        async change(service, operation, input) {
          const call: Call = { service, operation, input, region: endpointRegion(service, account.partition, here) };
          if (observer.mayChange !== true) {
            throw new Error(`${operationName(call)} would change AWS, which nothing that reads may do`);
          }
          observer.onChange?.(operationName(call));
          return answeredOf(await send(account, call, CHANGE_ATTEMPTS));
        },
        pause: (ms) => timing.sleep(ms),
        dependsOn: (service, operation) => observer.onRead?.(`${service}:${operation}`),
        inRegion: (other) => handle(other, deadlineMs),
        within: (ms) => handle(here, ms),
        truncated: (truncation) => observer.onTruncation?.(truncation),
        // oxlint-disable-next-line typescript/consistent-type-assertions -- a key is made by one place only
        gather: <T>(key: string, make: () => T) => emplace(batches, `${here} ${key}`, make) as T,
      };
    }
    return handle(region, undefined);
  }

  function record(): CallRecord {
    const counts = Object.fromEntries([...byOperation].toSorted(([a], [b]) => (a < b ? -1 : 1)));
    return { calls, retries, throttles, byOperation: counts };
  }

  return {
    open,
    record,
    sent: () => calls,
    isLost: (account) => lost.has(account.id),
    end() {
      ended = true;
      return record();
    },
    close(account, region) {
      const scope = scopeOf(account, region);
      answers.delete(scope);
      gathered.delete(scope);
      for (const key of budgets.keys()) if (key.startsWith(`${account.id} ${region} `)) budgets.delete(key);
      account.transport.release?.(region);
    },
  };
}

/** Which operation, where; never what it was asked with. https://opentelemetry.io/docs/specs/semconv/cloud-providers/aws-sdk/ */
function spanOf({ id }: Account, { service, operation, region }: Call): SpanAbout {
  return {
    name: `${service}/${operation}`,
    kind: 'client',
    attributes: {
      'rpc.system': 'aws-api',
      'rpc.service': service,
      'rpc.method': operation,
      'cloud.account.id': id,
      'cloud.region': region,
    },
  };
}

function answeredOf(answer: unknown): Answered {
  const metadata = isObject(answer) ? answer['$metadata'] : undefined;
  const requestId = isObject(metadata) ? metadata['requestId'] : undefined;
  return { answer, requestId: typeof requestId === 'string' ? requestId : null };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isUnreachable(error: unknown): boolean {
  return error instanceof AwsFault && error.facts.kind === 'unreachable';
}

function scopeOf(account: Account, region: string): string {
  return `${account.id} ${region}`;
}

/** What every region of an account answers alike is asked in one of them, for all. */
function keyOf(call: Call): string {
  const { service, operation, input } = call;
  return JSON.stringify([service, operation, isAccountWide(call) ? null : call.region, sorted(input)]);
}

/** Equal inputs have equal keys, whatever the order they were written in. */
function sorted(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => [key, sorted(part)]);
}

function deadlineFacts(call: Call) {
  return { kind: 'deadline', operation: operationName(call), region: call.region, awsCode: 'Deadline' } as const;
}

async function withDeadline(answer: Promise<unknown>, ms: number, call: Call, timing: Timing): Promise<unknown> {
  const answered = new AbortController();
  const late = timing.sleep(ms, answered.signal).then(() => {
    throw new AwsFault(`${operationName(call)} did not answer within ${ms / 1000} s.`, deadlineFacts(call));
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    answered.abort();
  }
}

function emplace<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

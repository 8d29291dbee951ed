import type { Aws } from '../../aws/execution.ts';
import type { ExecutionStatus, Order, StepDirection, StepRecord } from '../../model/execution.ts';
import type { Json } from '../../model/json.ts';
import type { Journal, Ports } from '../execute/ports.ts';

/** What would be in the database: it outlives the executor that a test kills. */
export interface Memory {
  readonly results: Map<string, string>;
  readonly records: Map<string, StepRecord>;
  readonly statuses: { readonly status: ExecutionStatus; readonly reason: string }[];
  readonly orders: Order[];
}

export function createMemory(): Memory {
  return { results: new Map(), records: new Map(), statuses: [], orders: [] };
}

/** Time that passes when somebody waits. */
export interface MovableClock {
  now(): Date;
  advance(ms: number): void;
}

export interface MemoryOptions extends Partial<Omit<Ports, 'durable' | 'journal' | 'aws' | 'clock'>> {
  readonly memory: Memory;
  readonly clock: MovableClock;
  readonly aws: (region?: string) => Aws;
}

/**
 * Executing without a database: in the sandbox, whose time moves when the plan waits, and in tests. What a real
 * execution keeps in PostgreSQL is in `memory`.
 */
export function memoryPorts({ memory, clock, aws, ...own }: MemoryOptions): Ports {
  const actor = own.actor ?? 'sandbox';
  function pass(ms: number): Promise<void> {
    clock.advance(ms);
    return Promise.resolve();
  }
  return {
    executionId: '00000000-0000-4000-8000-000000000000',
    actor,
    durable: {
      async once<T extends Json>(name: string, work: () => Promise<T>): Promise<T> {
        const kept = memory.results.get(name);
        // As a database gives it back: a copy, and only what JSON can hold.
        if (kept !== undefined) return parsed<T>(kept);
        const text = JSON.stringify(await work());
        memory.results.set(name, text);
        return parsed<T>(text);
      },
      waitFor: (ms) => pass(ms),
    },
    journal: memoryJournal(memory, actor),
    approvals: { decision: () => Promise.resolve({ decision: 'not-needed', words: 'no approval is needed here' }) },
    people: {
      order: () => Promise.resolve(memory.orders.shift()),
      awaitOrder: () => Promise.resolve(memory.orders.shift() ?? 'leave'),
    },
    terraform: { apply: notHere, destroy: notHere, requireEmpty: notHere },
    aws,
    clock: () => Promise.resolve(clock.now()),
    pause: pass,
    releaseLocks: () => Promise.resolve(),
    takeLocks: () => Promise.resolve(null),
    probe: () => Promise.resolve({ ok: true, observed: 'nothing is probed in the sandbox' }),
    notify: ({ message }) => Promise.resolve(`nobody is told in the sandbox: ${message}`),
    progress: () => undefined,
    ...own,
  };
}

function memoryJournal(memory: Memory, actor: string): Journal {
  const keyOf = (key: string, direction: StepDirection) => `${direction} ${key}`;
  return {
    begin(key, direction, at) {
      const known = memory.records.get(keyOf(key, direction));
      const record: StepRecord = known
        ? { ...known, status: 'running', attempts: known.attempts + 1, finishedAt: null, error: null }
        : fresh(key, direction, { at, actor });
      memory.records.set(keyOf(key, direction), record);
      return Promise.resolve(record);
    },
    change(key, direction, change) {
      const known = memory.records.get(keyOf(key, direction));
      if (known) memory.records.set(keyOf(key, direction), { ...known, ...change });
      return Promise.resolve();
    },
    find: (key, direction) => Promise.resolve(memory.records.get(keyOf(key, direction))),
    status(status, reason) {
      memory.statuses.push({ status, reason });
      return Promise.resolve();
    },
  };
}

function fresh(
  key: string,
  direction: StepDirection,
  { at, actor }: { readonly at: Date; readonly actor: string },
): StepRecord {
  return {
    key,
    direction,
    status: 'running',
    attempts: 1,
    request: null,
    response: null,
    awsRequestId: null,
    actor,
    startedAt: at,
    finishedAt: null,
    observed: null,
    error: null,
  };
}

function notHere(): Promise<never> {
  return Promise.reject(new Error('Terraform is not run in the sandbox'));
}

function parsed<T extends Json>(text: string): T {
  const value: T = JSON.parse(text);
  return value;
}

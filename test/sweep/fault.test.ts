import { afterAll, describe, expect, test } from 'vitest';
import { type Call, operationName } from '../../src/aws/service.ts';
import type { Transport } from '../../src/aws/transport.ts';
import type { Outcome } from '../../src/model/execution.ts';
import { createSandbox } from '../../src/sandbox/create.ts';
import { awsError } from '../answers.ts';
import { createStage } from '../runbook.ts';
import { essenceOf } from './essence.ts';
import { type Scenario, SCENARIOS } from './scenarios.ts';

/** What goes wrong with one call, or from one call on. */
interface FaultCase {
  readonly name: string;
  /** The error that the call number `at` ends with, if any; `done` is what AWS did of it. */
  readonly strike: (
    call: Call,
    at: { readonly number: number; readonly target: number; readonly operation: string },
  ) => Strike;
  /** Whether AWS gets over it by itself, so that nothing may be left of it. */
  readonly passing: boolean;
}

type Strike = { readonly error: Error; readonly after: boolean } | undefined;

const FAULTS: readonly FaultCase[] = [
  {
    name: 'throttled three times',
    passing: true,
    strike: (_call, { number, target }) =>
      number >= target && number < target + 3 ? { error: awsError('ThrottlingException'), after: false } : undefined,
  },
  {
    name: 'answered with a 500 once',
    passing: true,
    strike: (_call, { number, target }) =>
      number === target ? { error: awsError('InternalFailure', 'try again', 500), after: false } : undefined,
  },
  {
    name: 'timed out after AWS took it',
    passing: true,
    strike: (_call, { number, target }) =>
      number === target
        ? { error: Object.assign(new Error('timed out'), { name: 'TimeoutError' }), after: true }
        : undefined,
  },
  {
    name: 'denied from then on',
    passing: false,
    strike: (call, { number, target, operation }) =>
      number >= target && operationName(call) === operation
        ? { error: awsError('AccessDeniedException', 'not authorized', 403), after: false }
        : undefined,
  },
  {
    name: 'signed with an expired token from then on',
    passing: false,
    strike: (_call, { number, target }) =>
      number >= target ? { error: awsError('ExpiredTokenException', 'expired', 403), after: false } : undefined,
  },
];

const SETTLE_MS = 30 * 60_000;
const ENDS = { succeeded: 0, undone: 0, stands: 0 };

interface Story {
  readonly outcome: Outcome;
  readonly before: object;
  readonly essence: object;
  readonly calls: readonly string[];
}

async function story(scenario: Scenario, fault?: FaultCase, target = 0, operation = ''): Promise<Story> {
  const world = createSandbox();
  scenario.prepare?.(world);
  const calls: string[] = [];
  let executing = false;
  const wrap = (transport: Transport): Transport => ({
    async send(call, onRequest) {
      if (!executing) return transport.send(call, onRequest);
      calls.push(operationName(call));
      const strike = fault?.strike(call, { number: calls.length, target, operation });
      if (!strike) return transport.send(call, onRequest);
      if (strike.after) await transport.send(call, onRequest);
      else onRequest();
      throw strike.error;
    },
  });
  const stage = createStage({ world, wrap, ...(scenario.settings && { settings: scenario.settings }) });
  const plan = await stage.plan(scenario.runbook, scenario.parameters);
  const before = essenceOf(world);
  executing = true;
  const outcome = await stage.execute(plan, scenario.ports?.() ?? {});
  executing = false;
  world.clock.advance(SETTLE_MS);
  return { outcome, before, essence: essenceOf(world), calls };
}

describe.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
  test.each(FAULTS.map((fault) => [fault.name, fault] as const))('any call %s', async (_fault, fault) => {
    const undisturbed = await story(scenario);
    expect(undisturbed.outcome.status).toBe(scenario.ends ?? 'succeeded');
    for (const [index, operation] of undisturbed.calls.entries()) {
      if (!isTelling(undisturbed.calls, index)) continue;
      const disturbed = await story(scenario, fault, index + 1, operation);
      const { outcome } = disturbed;
      const where = `call ${index + 1}/${undisturbed.calls.length}: ${operation} (${outcome.reason})`;
      const status = fault.passing ? undisturbed.outcome.status : outcome.status;
      expect({ where, status: outcome.status }).toEqual({ where, status });
      expect({ where, problem: problemOf(disturbed, undisturbed) }).toEqual({ where, problem: null });
    }
  });
});

/** Whatever changes something, and of what is asked again and again while waiting, the first two and the last. */
function isTelling(calls: readonly string[], index: number): boolean {
  const operation = calls[index] ?? '';
  if (!/:(Describe|List|Get)/.test(operation)) return true;
  const before = calls.slice(0, index).filter((one) => one === operation).length;
  return before < 2 || !calls.slice(index + 1).includes(operation);
}

/** What an operator would be misled by; null where what is said is what is there. */
function problemOf({ outcome, before, essence }: Story, undisturbed: Story): unknown {
  const [is, was, would] = [essence, before, undisturbed.essence].map((one) => JSON.stringify(one));
  if (outcome.status === 'succeeded') {
    ENDS.succeeded += 1;
    return is === would ? null : { 'a success banner over': differing(undisturbed.essence, essence) };
  }
  if (outcome.status === 'undone') {
    ENDS.undone += 1;
    return is === was ? null : { 'said to be undone, but': differing(before, essence) };
  }
  ENDS.stands += 1;
  if (outcome.residue.some(({ title, todo, why }) => title === '' || todo === '' || why === '')) return outcome.residue;
  return outcome.residue.length > 0 || is === was ? null : { 'left behind, and not named': differing(before, essence) };
}

/** The first lines in which two essences differ. */
function differing(expected: object, found: object): string[] {
  const [old, fresh] = [expected, found].map((one) => JSON.stringify(one, null, 1).split('\n'));
  const known = new Set(old);
  const lines = new Set(fresh);
  return [
    ...(old ?? []).filter((line) => !lines.has(line)).map((line) => `- ${line.trim()}`),
    ...(fresh ?? []).filter((line) => !known.has(line)).map((line) => `+ ${line.trim()}`),
  ].slice(0, 12);
}

afterAll(() => {
  const { succeeded, undone, stands } = ENDS;
  console.log(
    `faults: ${succeeded + undone + stands}: ${succeeded} completed, ${undone} undone, ${stands} stand with their residue named`,
  );
});

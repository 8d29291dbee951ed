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
  const outcome = await stage.execute(plan, scenario.ports?.(world) ?? {});
  executing = false;
  world.clock.advance(SETTLE_MS);
  return { outcome, before, essence: essenceOf(world), calls };
}

describe.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
  test.each(FAULTS.map((fault) => [fault.name, fault] as const))('any call %s', async (_fault, fault) => {
    const undisturbed = await story(scenario);
    expect(undisturbed.outcome.status).toBe(scenario.ends ?? 'succeeded');
    for (const [index, operation] of undisturbed.calls.entries()) {
      // The same thing asked again and again, while waiting, fails alike.
      if (index > 2 && undisturbed.calls.slice(index - 2, index).every((one) => one === operation)) continue;
      const { outcome, before, essence } = await story(scenario, fault, index + 1, operation);
      const where = `call ${index + 1}/${undisturbed.calls.length}: ${operation} (${outcome.reason})`;
      if (fault.passing)
        expect({ where, status: outcome.status }).toEqual({ where, status: undisturbed.outcome.status });
      switch (outcome.status) {
        case 'succeeded':
          expect({ where, essence }).toEqual({ where, essence: undisturbed.essence });
          ENDS.succeeded += 1;
          break;
        case 'undone':
          expect({ where, essence }).toEqual({ where, essence: before });
          ENDS.undone += 1;
          break;
        default: {
          // It stands: what is left is named, with what to do, or nothing is left.
          const named = outcome.residue.every(({ title, todo, why }) => title !== '' && todo !== '' && why !== '');
          const isThere = JSON.stringify(essence) !== JSON.stringify(before);
          expect({ where, named, listed: outcome.residue.length > 0 || !isThere }).toEqual({
            where,
            named: true,
            listed: true,
          });
          ENDS.stands += 1;
        }
      }
    }
  });
});

afterAll(() => {
  const { succeeded, undone, stands } = ENDS;
  console.log(
    `faults: ${succeeded + undone + stands}: ${succeeded} completed, ${undone} undone, ${stands} stand with their residue named`,
  );
});

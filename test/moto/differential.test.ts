import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SANDBOX_START } from '../../src/sandbox/create.ts';
import { SERVICE_HANDLERS } from '../../src/sandbox/dispatch.ts';
import { type SandboxServer, serveSandbox } from '../../src/sandbox/wire/main.ts';
import { askBoth, type Pair } from './differential/ask.ts';
import { casesOf } from './differential/cases.ts';
import { differencesOf } from './differential/compare.ts';
import { listedReasons, operationOf, rewriteReasons } from './differential/difference-list.ts';
import { furnish } from './differential/furnish.ts';
import { numbersSection, rewriteSection, writtenSection } from './differential/honesty-page.ts';
import { MISSING_IN_MOTO, NOT_AN_OPERATION } from './differential/missing.ts';
import { QUESTIONS } from './differential/operations/registry.ts';
import { type Played, play } from './differential/sequence.ts';
import { SEQUENCES } from './differential/sequences/registry.ts';
import { createSide, type OperationName, type Side } from './differential/side.ts';
import { valueDifferencesOf } from './differential/values.ts';
import { askControl } from '../integration/wire/control.ts';
import { type Lab, motoMissing, startLab } from './lab.ts';

const missing = motoMissing();
if (missing) console.warn(`SKIPPED test/moto/differential.test.ts: ${missing}`);

/** Writes the list and the page anew instead of holding them against what is found; reasons remain to be written. */
const rewriting = process.env['WRITE_DIFFERENCES'] === '1';

const QUESTIONED = new Map(
  Object.entries(QUESTIONS).flatMap(([service, operations]) =>
    Object.entries(operations).map(([action, questions]) => {
      const operation: OperationName = `${service}:${action}`;
      return [operation, casesOf(operation, questions)] as const;
    }),
  ),
);
/** Of what is both questioned and met in sequences, once. */
const ASKED = [
  ...new Set([
    ...QUESTIONED.keys(),
    ...SEQUENCES.flatMap(({ steps }) => steps.flatMap((step) => ('minutes' in step ? [] : [step[1]]))),
  ]),
].toSorted((one, other) => one.localeCompare(other));

test('every operation of the sandbox is asked of moto too, or known to be missing there', () => {
  const served = Object.entries(SERVICE_HANDLERS).flatMap(([service, handlers]) =>
    Object.keys(handlers).map((action) => `${service}:${action}`),
  );
  const accounted = [...ASKED, ...Object.keys(MISSING_IN_MOTO), ...NOT_AN_OPERATION];
  expect(accounted.toSorted()).toEqual(served.toSorted());
});

test('every listed difference is of an operation that is asked, listed once, and has a reason', () => {
  const asked = new Set<string>(ASKED);
  const reasons = listedReasons();
  const differences = reasons.flatMap((reason) => reason.differences);
  expect(differences.filter((one) => !asked.has(operationOf(one)))).toEqual([]);
  expect(differences.filter((one, at) => differences.indexOf(one) !== at)).toEqual([]);
  expect(reasons.filter(({ why, see = 'https://' }) => why.length < 30 || !see.startsWith('https://'))).toEqual([]);
});

describe.skipIf(missing !== undefined)('the sandbox answers as moto does, but for the listed differences:', () => {
  let server: SandboxServer;
  let changing: SandboxServer;
  let lab: Lab;
  let sides: readonly [ours: Side, moto: Side];
  const played: Played[] = [];
  const bugs: string[] = [];
  const found: string[] = [];
  const counted = new Map<string, number>();

  beforeAll(async () => {
    server = await serveSandbox({ start: SANDBOX_START, onBug: (line) => bugs.push(line) });
    // One sandbox for what only reads, as it was, and another that is changed and whose time passes.
    changing = await serveSandbox({ start: SANDBOX_START, onBug: (line) => bugs.push(line) });
    lab = await startLab('small');
    const moto = createSide({ name: 'moto', url: lab.url, now: new Date() });
    await furnish(moto);
    sides = [createSide({ name: 'ours', url: server.url, now: SANDBOX_START }), moto];
  });
  afterAll(async () => {
    lab?.stop();
    await server?.close();
    await changing?.close();
  });

  const questioned = new Map<string, Pair[]>();

  test.each([...QUESTIONED])('%s is asked by itself', async (operation, cases) => {
    const pairs: Pair[] = [];
    for (const one of cases) pairs.push(await askBoth(operation, one, sides));
    questioned.set(operation, pairs);
    expect(pairs).toHaveLength(cases.length);
  });

  test.each(SEQUENCES.map((sequence) => [sequence.name, sequence] as const))(
    '%s is gone through',
    async (_, sequence) => {
      const ours = createSide({ name: 'ours', url: changing.url, now: SANDBOX_START });
      const steps = await play(sequence, {
        sides: [ours, sides[1]],
        pass: (minutes) => askControl(changing, 'POST', 'advance', { by: `${minutes}m` }),
      });
      played.push(...steps);
      expect(steps.length).toBeGreaterThan(0);
    },
  );

  test.each(ASKED)('%s', (operation) => {
    const steps = played.filter((step) => step.operation === operation);
    const alone = questioned.get(operation) ?? [];
    const differences = [
      ...new Set([
        ...differencesOf(operation, alone),
        ...differencesOf(
          operation,
          steps.map(({ pair }) => pair),
          'every step',
        ),
        ...valueDifferencesOf(operation, steps),
      ]),
    ];
    found.push(...differences);
    counted.set(operation, alone.length + steps.length);
    const listed = rewriting ? differences : listedReasons().flatMap((reason) => reason.differences);
    expect(differences.toSorted()).toEqual(listed.filter((one) => operationOf(one) === operation).toSorted());
  });

  test.each(Object.entries(MISSING_IN_MOTO))('%s is still missing in moto', async (operation, input) => {
    const reply = await sides[1].ask(operation as OperationName, input);
    const has = 'answer' in reply ? JSON.stringify(reply.answer) : reply.refusal.status;
    expect([404, 500, 501, '{"PolicyStatus":{}}']).toContain(has);
  });

  test('nothing that was asked brought a bug of the sandbox to light', () => {
    expect(bugs).toEqual([]);
  });

  test('docs/sandbox-honesty.md tells the numbers of this run', () => {
    expect(counted.size).toBe(ASKED.length);
    if (rewriting) rewriteReasons(found);
    const section = numbersSection({ cases: counted, missing: Object.keys(MISSING_IN_MOTO) });
    if (rewriting) rewriteSection(section);
    expect(writtenSection()).toBe(section);
  });
});

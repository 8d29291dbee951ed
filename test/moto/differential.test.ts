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
import { createSide, type OperationName, type Side } from './differential/side.ts';
import { type Lab, motoMissing, startLab } from './lab.ts';

const missing = motoMissing();
if (missing) console.warn(`SKIPPED test/moto/differential.test.ts: ${missing}`);

/** Writes the list and the page anew instead of holding them against what is found; reasons remain to be written. */
const rewriting = process.env['WRITE_DIFFERENCES'] === '1';

const ASKED = Object.entries(QUESTIONS).flatMap(([service, operations]) =>
  Object.entries(operations).map(([action, questions]) => ({
    operation: `${service}:${action}` as OperationName,
    cases: casesOf(`${service}:${action}`, questions),
  })),
);

test('every operation of the sandbox is asked of moto too, or known to be missing there', () => {
  const served = Object.entries(SERVICE_HANDLERS).flatMap(([service, handlers]) =>
    Object.keys(handlers).map((action) => `${service}:${action}`),
  );
  const accounted = [...ASKED.map(({ operation }) => operation), ...Object.keys(MISSING_IN_MOTO), ...NOT_AN_OPERATION];
  expect(accounted.toSorted()).toEqual(served.toSorted());
});

test('every listed difference is of an operation that is asked, listed once, and has a reason', () => {
  const asked = new Set<string>(ASKED.map(({ operation }) => operation));
  const reasons = listedReasons();
  const differences = reasons.flatMap((reason) => reason.differences);
  expect(differences.filter((one) => !asked.has(operationOf(one)))).toEqual([]);
  expect(differences.filter((one, at) => differences.indexOf(one) !== at)).toEqual([]);
  expect(reasons.filter(({ why, see = 'https://' }) => why.length < 30 || !see.startsWith('https://'))).toEqual([]);
});

describe.skipIf(missing !== undefined)('the sandbox answers as moto does, but for the listed differences:', () => {
  let server: SandboxServer;
  let lab: Lab;
  let sides: readonly [ours: Side, moto: Side];
  const bugs: string[] = [];
  const found: string[] = [];
  const counted = new Map<string, number>();

  beforeAll(async () => {
    server = await serveSandbox({ start: SANDBOX_START, onBug: (line) => bugs.push(line) });
    lab = await startLab('small');
    const moto = createSide({ name: 'moto', url: lab.url, now: new Date() });
    await furnish(moto);
    sides = [createSide({ name: 'ours', url: server.url, now: SANDBOX_START }), moto];
  });
  afterAll(async () => {
    lab?.stop();
    await server?.close();
  });

  test.each(ASKED)('$operation', async ({ operation, cases }) => {
    const pairs: Pair[] = [];
    for (const one of cases) pairs.push(await askBoth(operation, one, sides));
    const differences = differencesOf(operation, pairs);
    found.push(...differences);
    counted.set(operation, cases.length);
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

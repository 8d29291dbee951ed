import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Cron } from 'croner';
import { expect, test } from 'vitest';
import { CLIENT_MODULES } from '../../src/aws/sdk/modules.ts';
import { type OperationName, SERVICES } from '../../src/aws/service.ts';
import type { Check } from '../../src/checks/define.ts';
import { CHECKS } from '../../src/checks/registry.ts';
import type { Checklist } from '../../src/checklists/define.ts';
import { CHECKLISTS } from '../../src/checklists/registry.ts';
import type { Runbook } from '../../src/runbooks/define.ts';
import { RUNBOOKS } from '../../src/runbooks/registry.ts';

const runbooksFolder = fileURLToPath(new URL('../../src/runbooks', import.meta.url));
const checksFolder = fileURLToPath(new URL('../../src/checks', import.meta.url));
const checklistsFolder = fileURLToPath(new URL('../../src/checklists', import.meta.url));

/** Folders whose checks are not called after them: what they look at belongs to no service. */
const WITHOUT_PREFIX = ['deployment'];

const checkFiles = await definitionsIn(checksFolder, isCheck);
const runbookFiles = await definitionsIn(runbooksFolder, isRunbook);
const checklistFiles = await definitionsIn(checklistsFolder, isChecklist);

test('every check that a file defines is registered, once, in the order of the files', () => {
  const defined = checkFiles.flatMap(({ definitions }) => definitions);
  expect(defined.length).toBeGreaterThan(10);
  expect(idsOf(CHECKS)).toEqual(idsOf(defined));
});

test('a check is one file, called after its folder and its file', () => {
  const expected = checkFiles.map(({ file }) => {
    const folder = dirname(file);
    return WITHOUT_PREFIX.includes(folder) ? [basename(file, '.ts')] : [`${folder}-${basename(file, '.ts')}`];
  });
  expect(checkFiles.map(({ definitions }) => idsOf(definitions))).toEqual(expected);
});

test('every check has its test beside it', () => {
  const untested = checkFiles.filter(({ file }) => !existsSync(join(checksFolder, file.replace(/\.ts$/, '.test.ts'))));
  expect(untested.map(({ file }) => file)).toEqual([]);
});

test('every checklist that a file defines is registered, once, and is called after its path', () => {
  const defined = checklistFiles.map(({ file }) => file.replace(/\.ts$/, ''));
  expect(checklistFiles.map(({ definitions }) => idsOf(definitions))).toEqual(defined.map((id) => [id]));
  expect(idsOf(CHECKLISTS).toSorted()).toEqual(defined.toSorted());
});

test('every check belongs to a checklist, and a checklist has no check or section twice', () => {
  const used = new Set(CHECKLISTS.flatMap(({ checks }) => idsOf(checks)));
  expect(idsOf(CHECKS).filter((id) => !used.has(id))).toEqual([]);
  for (const { checks, sections } of CHECKLISTS) {
    expect(idsOf(checks)).toEqual([...new Set(idsOf(checks))]);
    expect(idsOf(sections)).toEqual([...new Set(idsOf(sections))]);
  }
});

test('every operation that is declared can be sent', async () => {
  const parts = [...CHECKS, ...CHECKLISTS.flatMap(({ sections }) => sections)];
  const declared = [...new Set(parts.flatMap(({ calls }) => calls))].toSorted();
  const missing: OperationName[] = [];
  for (const operation of declared) if (!(await canBeSent(operation))) missing.push(operation);
  expect(missing).toEqual([]);
});

test('no check declares an operation twice', () => {
  const twice = CHECKS.filter(({ calls }) => new Set(calls).size !== calls.length);
  expect(idsOf(twice)).toEqual([]);
});

test('every check has words for an operator: a title, why it matters, what to do', () => {
  const wordless = CHECKS.filter(
    ({ title, why, remediation }) => /\.$|^$/.test(title) || !/[.!?]$/.test(why) || !/[.!?]$/.test(remediation),
  );
  expect(idsOf(wordless)).toEqual([]);
});

test('every check can be run with its own defaults', () => {
  const choosy = CHECKS.filter(({ settings }) => !settings.safeParse({}).success);
  expect(idsOf(choosy)).toEqual([]);
});

test('every runbook that a file defines is registered, once, is called after its path, and has its test beside it', () => {
  const defined = runbookFiles.map(({ file }) => file.replace(/\.ts$/, ''));
  expect(runbookFiles.map(({ definitions }) => idsOf(definitions))).toEqual(defined.map((id) => [id]));
  expect(idsOf(RUNBOOKS).toSorted()).toEqual(defined.toSorted());
  const untested = defined.filter((id) => !existsSync(join(runbooksFolder, `${id}.test.ts`)));
  expect(untested).toEqual([]);
});

test('every operation that a runbook declares can be sent, and is declared once', async () => {
  const missing: string[] = [];
  for (const { calls } of RUNBOOKS) {
    expect(calls).toEqual([...new Set(calls)]);
    for (const operation of calls) if (!(await canBeSent(operation))) missing.push(operation);
  }
  expect([...new Set(missing)]).toEqual([]);
});

test('every runbook has words for an operator, and so has each of its parameters', () => {
  const wordless = RUNBOOKS.filter(({ title, purpose }) => /\.$|^$/.test(title) || !/[.!?]$/.test(purpose));
  expect(idsOf(wordless)).toEqual([]);
  const mute = RUNBOOKS.flatMap(({ id, parameters }) =>
    Object.entries(parameters.shape).flatMap(([name, field]) => (field.description ? [] : [`${id} ${name}`])),
  );
  expect(mute).toEqual([]);
});

test('every cadence is one that a scheduler can read', () => {
  const crons = CHECKLISTS.flatMap(({ cadence }) => cadence?.cron ?? []);
  const never = crons.filter((cron) => !new Cron(cron, { paused: true, timezone: 'UTC' }).nextRun());
  expect(crons.length).toBeGreaterThan(0);
  expect(never).toEqual([]);
});

interface Defining<T> {
  /** Relative to the registry's folder, with `/`. */
  readonly file: string;
  readonly definitions: readonly T[];
}

/** Every file below a folder that exports a definition, by path. */
async function definitionsIn<T>(folder: string, is: (value: unknown) => value is T): Promise<Defining<T>[]> {
  const found: Defining<T>[] = [];
  for (const file of filesIn(folder)) {
    const module: object = await import(join(folder, file));
    const definitions = Object.values(module).filter(is);
    if (definitions.length > 0) found.push({ file, definitions });
  }
  return found;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => file.includes('/'))
    .toSorted();
}

function isCheck(value: unknown): value is Check {
  return hasId(value) && 'evaluate' in value && 'calls' in value;
}

function isRunbook(value: unknown): value is Runbook {
  return hasId(value) && 'plan' in value && 'parameters' in value;
}

function isChecklist(value: unknown): value is Checklist {
  return hasId(value) && 'checks' in value && 'purpose' in value;
}

function hasId(value: unknown): value is { id: string } {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}

function idsOf(definitions: readonly { readonly id: string }[]): string[] {
  return definitions.map(({ id }) => id);
}

async function canBeSent(operation: OperationName): Promise<boolean> {
  const [prefix, name = ''] = operation.split(':');
  const service = SERVICES.find((candidate) => candidate === prefix);
  if (service === undefined) return false;
  // The public event feed is no AWS API and has one document.
  if (service === 'feed') return name === 'PublicEvents';
  return (await CLIENT_MODULES[service]()).command(name, {}) !== undefined;
}

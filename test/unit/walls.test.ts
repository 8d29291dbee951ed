import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The table of rooms in ARCHITECTURE.md: who may import whom. Every pair is planted, allowed or not. */
const mayImport: Record<string, readonly string[]> = {
  model: [],
  aws: ['model'],
  checks: ['model', 'aws'],
  checklists: ['model', 'aws', 'checks'],
  runbooks: ['model', 'aws'],
  terraform: ['model'],
  store: ['model'],
  engine: ['model', 'store', 'aws', 'terraform'],
  respond: ['model', 'store'],
  sandbox: ['model'],
  report: ['model'],
  api: ['model', 'engine', 'respond', 'store', 'checklists', 'runbooks'],
  cli: ['model', 'report', 'main'],
  console: ['model'],
};
const rooms = [...Object.keys(mayImport), 'main'];
const pairs = rooms.flatMap((from) => rooms.filter((to) => to !== from).map((to) => ({ from, to })));

/** Packages with one home (two for the SDK, whose schemas the sandbox speaks). */
const homes: Record<string, readonly string[]> = {
  '@aws-sdk/client-ec2': ['aws', 'sandbox'],
  '@smithy/core': ['aws', 'sandbox'],
  '@dbos-inc/dbos-sdk': ['engine'],
  pg: ['store'],
  kysely: ['store'],
  '@opentelemetry/resources': ['main'],
  '@modelcontextprotocol/sdk': ['main'],
  '@slack/web-api': ['respond'],
  nodemailer: ['respond'],
};
const uses = Object.keys(homes).flatMap((name) => rooms.map((room) => ({ room, name })));
const wall = 'boundaries(dependencies)';

interface Plant {
  says: string;
  file: string;
  source: string;
  /** The rule that must catch it; null where nothing may. */
  caughtBy: string | null;
}

const time = 'opsbook(no-ambient-time)';
const environment = 'opsbook(no-environment)';
const barrel = 'opsbook(no-barrel)';
const assertion = 'typescript(consistent-type-assertions)';

const plants: Plant[] = [
  plant('a check asks the clock', 'src/checks/ec2/a.ts', 'export const now = Date.now();', time),
  plant('a check makes the present instant', 'src/checks/ec2/b.ts', 'export const now = new Date();', time),
  plant('a checklist rolls dice', 'src/checklists/daily/a.ts', 'export const dice = Math.random();', time),
  plant('a runbook invents an id', 'src/runbooks/recovery/a.ts', 'export const id = crypto.randomUUID();', time),
  plant('a rule of the model asks the clock', 'src/model/a.ts', 'export const now = Date.now;', time),
  plant('a report asks the clock', 'src/report/a.ts', "export const now = Date['now']();", time),
  plant('a channel asks the clock', 'src/respond/channels/a.ts', 'export const now = Date.now();', time),
  plant('an intake invents an id', 'src/respond/intake/a.ts', 'export const id = crypto.randomUUID();', time),
  plant('a check reads a given instant', 'src/checks/ec2/c.ts', 'export const day = new Date(0);', null),
  plant('a test of a check may use the clock', 'src/checks/ec2/c.test.ts', 'export const now = Date.now();', null),
  plant('the command line may use the clock', 'src/cli/a.ts', 'export const now = Date.now();', null),

  plant('a check reads the environment', 'src/checks/ec2/d.ts', 'export const home = process.env;', environment),
  plant('the AWS room does', 'src/aws/a.ts', "export const home = process['env'];", environment),
  plant('the command line does', 'src/cli/b.ts', 'export const { env } = process;', environment),
  plant(
    'the engine does, by import',
    'src/engine/a.ts',
    "import { env } from 'node:process';\nexport const a = env;",
    environment,
  ),
  plant('main reads the environment', 'src/main/a.ts', 'export const home = process.env;', null),

  plant('a default export', 'src/checks/ec2/e.ts', 'export default function check() {}', 'import(no-default-export)'),
  plant('a barrel', 'src/model/b.ts', "export { room } from './room.ts';", barrel),
  plant('a barrel of everything', 'src/model/c.ts', "export * from './room.ts';", barrel),
  plant('a registry', 'src/checks/registry.ts', 'export const CHECKS = [1];', null),
  plant('a registry, handed on', 'src/main/c.ts', "export { CHECKS } from '../checks/registry.ts';", null),
  plant('a type of the SDK, handed on', 'src/aws/b.ts', "export type { Vpc } from '@aws-sdk/client-ec2';", null),
  plant('an any', 'src/model/d.ts', 'export const a: any = 1;', 'typescript(no-explicit-any)'),
  plant('a bang', 'src/model/e.ts', 'const a = [1];\nexport const b = a[0]!;', 'typescript(no-non-null-assertion)'),
  plant('an as', 'src/model/f.ts', 'const a: unknown = 1;\nexport const b = a as string;', assertion),
  plant('an as const', 'src/model/g.ts', 'export const b = [1] as const satisfies number[];', null),
  plant(
    'an as on a schema of the SDK',
    'src/sandbox/wire/a.ts',
    'const a: unknown = 1;\nexport const b = a as string;',
    null,
  ),
  plant('a promise left alone', 'src/model/h.ts', 'async function a() {}\na();', 'typescript(no-floating-promises)'),
  plant('a switch with a gap', 'src/model/i.ts', gappySwitch(), 'typescript(switch-exhaustiveness-check)'),
  plant(
    'a cycle',
    'src/model/j.ts',
    "import { k } from './k.ts';\nexport const j = (): number => k();",
    'import(no-cycle)',
  ),
  plant(
    'its other half',
    'src/model/k.ts',
    "import { j } from './j.ts';\nexport const k = (): number => j();",
    'import(no-cycle)',
  ),

  plant('a lazy import is an import', 'src/report/b.ts', "export const a = () => import('../aws/room.ts');", wall),
  plant(
    'so is a type',
    'src/report/c.ts',
    "import type { room } from '../aws/room.ts';\nexport type A = typeof room;",
    wall,
  ),
  plant('and a re-export', 'src/report/d.ts', "export { readFile } from '@smithy/core';", wall),
  plant(
    'and a file inside a package',
    'src/report/e.ts',
    "export { a } from '@aws-sdk/client-ec2/dist-es/a.js';",
    wall,
  ),
  plant(
    'source uses the harness',
    'src/main/b.ts',
    "import { room } from '../../test/room.ts';\nexport const a = room;",
    wall,
  ),
  plant(
    'a test uses the harness',
    'src/report/f.test.ts',
    "import { room } from '../../test/room.ts';\nexport const a = room;",
    null,
  ),
  plant(
    'a test leaves its room',
    'src/report/g.test.ts',
    "import { room } from '../aws/room.ts';\nexport const a = room;",
    wall,
  ),
  plant(
    'an integration test goes anywhere',
    'test/integration/a.ts',
    "import { room } from '../../src/aws/room.ts';\nexport const a = room;",
    null,
  ),
  plant('any other package', 'src/model/l.ts', "import * as z from 'zod';\nexport const a = z.string();", null),
  plant('the manifest, from any room', 'src/cli/c.ts', manifestImport(), null),
  plant('a file that is in no room', 'src/stray.ts', 'export const a = 1;', 'boundaries(no-unknown-files)'),
  plant('a room that is in no table', 'src/attic/a.ts', 'export const a = 1;', 'boundaries(no-unknown-files)'),
];

const answer = z.object({ diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })) });
let folder: string;
let caught: Map<string, string[]>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsbook-walls-'));
  await plantTree();
  caught = await lint();
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

for (const { from, to } of pairs) {
  const allowed = from === 'main' || mayImport[from]?.includes(to);
  test(`${from} ${allowed ? 'may' : 'may not'} import ${to}`, () => {
    expect(caught.get(`src/${from}/imports-${to}.ts`) ?? []).toEqual(allowed ? [] : [wall]);
  });
}

for (const { room, name } of uses) {
  const allowed = homes[name]?.includes(room);
  test(`${room} ${allowed ? 'may' : 'may not'} import ${name}`, () => {
    expect(caught.get(packageFile(room, name)) ?? []).toEqual(allowed ? [] : [wall]);
  });
}

for (const { says, file, caughtBy } of plants) {
  test(`${says}: ${caughtBy ?? 'allowed'}`, () => {
    expect(caught.get(file) ?? []).toEqual(caughtBy ? [caughtBy] : []);
  });
}

function plant(says: string, file: string, source: string, caughtBy: string | null): Plant {
  return { says, file, source, caughtBy };
}

function gappySwitch(): string {
  return `export function a(b: 'pass' | 'fail'): void {\n  switch (b) {\n    case 'pass':\n      return;\n  }\n}`;
}

function manifestImport(): string {
  return `import manifest from '../../package.json' with { type: 'json' };\nexport const version = manifest.version;`;
}

function packageFile(room: string, name: string): string {
  return `src/${room}/uses-${name.replaceAll(/[@/]/g, '')}.ts`;
}

async function plantTree(): Promise<void> {
  for (const name of ['.oxlintrc.json', 'tsconfig.json', 'package.json', 'scripts/lint']) {
    await cp(join(root, name), join(folder, name), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const room of [...rooms.map((name) => `src/${name}`), 'test']) {
    await write(`${room}/room.ts`, `export const room = '${room}';`);
  }
  for (const { from, to } of pairs) {
    await write(`src/${from}/imports-${to}.ts`, `import { room } from '../${to}/room.ts';\nexport const a = room;`);
  }
  for (const { room, name } of uses) {
    await write(packageFile(room, name), `import * as it from '${name}';\nexport const a = it;`);
  }
  for (const { file, source } of plants) await write(file, source);
}

async function write(file: string, source: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${source}\n`);
}

/** The rules that each file broke. One run for all, since starting oxlint costs more than reading the files. */
async function lint(): Promise<Map<string, string[]>> {
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
  const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [oxlint, '--format', 'json', 'src', 'test'],
    options,
  ).catch((error: unknown) => z.object({ stdout: z.string() }).parse(error));
  const byFile = new Map<string, string[]>();
  for (const { code, filename } of answer.parse(JSON.parse(stdout)).diagnostics) {
    const file = relative(folder, join(folder, filename));
    const codes = byFile.get(file) ?? [];
    if (!codes.includes(code)) byFile.set(file, [...codes, code]);
  }
  return byFile;
}

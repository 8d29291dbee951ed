import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const COPIED = [
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
  '.oxlintrc.json',
  '.oxfmtrc.json',
  'scripts',
  'src',
  'test',
];

const CHECK = 'src/checks/ec2/volume-encrypted';
const NAMESAKE = 'src/checks/lambda/snapshot-not-public';
const CHECKLIST = 'src/checklists/weekly/tag-review';
const REGISTRIES = ['src/checks/registry.ts', 'src/checklists/registry.ts'];
const made = [CHECK, NAMESAKE, CHECKLIST].flatMap((path) => [`${path}.ts`, `${path}.test.ts`]);

let folder: string;
let said: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'opsbook-new-'));
  for (const name of COPIED) cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  said = create('check', 'ec2-volume-encrypted');
  create('check', 'lambda-snapshot-not-public', 'ListFunctions');
  create('checklist', 'weekly/tag-review');
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('npm run new check writes a check that reads what it is named after, and says what to do next', () => {
  expect(read(`${CHECK}.ts`)).toContain("calls: ['ec2:DescribeVolumes']");
  expect(said).toContain(`wrote ${CHECK}.ts`);
  expect(said).toContain('Put it in a checklist');
});

test('what is new stands in its place in the registry', () => {
  const checks = placesOf(read('src/checks/registry.ts'), [
    'volumeCurrentGeneration',
    'volumeEncrypted',
    'vpcAvailable',
  ]);
  const checklists = placesOf(read('src/checklists/registry.ts'), ['securityReview', 'tagReview']);
  for (const places of [...checks, ...checklists]) {
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  }
});

test('a name that another check has is told apart in the registry', () => {
  const line = "import { snapshotNotPublic as lambdaSnapshotNotPublic } from './lambda/snapshot-not-public.ts';";
  expect(read('src/checks/registry.ts')).toContain(line);
});

test('what is written is in the house style and compiles', () => {
  const files = [...made, ...REGISTRIES];
  for (const [tool, words] of [
    ['oxlint', files],
    ['oxfmt', ['--check', ...files]],
  ] as const) {
    const { status, stdout } = run(tool, words);
    expect({ status, stdout: status === 0 ? '' : stdout }).toEqual({ status: 0, stdout: '' });
  }
  const complaints = run('tsc', ['--noEmit']).stdout.split('\n');
  expect(complaints.filter((line) => files.some((file) => line.startsWith(file)))).toEqual([]);
}, 120_000);

test('the tests that are written run', () => {
  const { status, stdout } = run('vitest', ['run', '--project', 'unit', CHECK, NAMESAKE, CHECKLIST]);
  expect({ status, stdout: status === 0 ? '' : stdout }).toEqual({ status: 0, stdout: '' });
  expect(stdout).toMatch(/Tests +3 passed/);
}, 120_000);

test('what cannot be made is refused in one line, with exit code 2', () => {
  expect(run('tsx', ['scripts/new.ts', 'check', 'ec2-vpc-available'])).toEqual({
    status: 2,
    stdout: '',
    stderr: 'ec2-vpc-available is there already.\n',
  });
});

function create(...words: string[]): string {
  const { status, stdout, stderr } = run('tsx', ['scripts/new.ts', ...words]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** One of the project's own tools, in the copy. */
function run(tool: string, words: readonly string[]): { status: number; stdout: string; stderr: string } {
  const file = join(folder, 'node_modules/.bin', tool);
  const env = { ...process.env, NO_COLOR: '1', CI: '1', VITEST: '' };
  try {
    return {
      status: 0,
      stdout: execFileSync(file, words, { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' }),
      stderr: '',
    };
  } catch (error) {
    if (!(error instanceof Error && 'status' in error && 'stdout' in error && 'stderr' in error)) throw error;
    return { status: Number(error.status), stdout: String(error.stdout), stderr: String(error.stderr) };
  }
}

function read(file = ''): string {
  return readFileSync(join(folder, file), 'utf8');
}

/** Both where they are imported and where they are listed. */
function placesOf(text: string, names: readonly string[]): number[][] {
  return text
    .split('export const')
    .map((part) => names.map((name) => part.search(new RegExp(String.raw`\b${name}\b`))));
}

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
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

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'opsbook-new-'));
  for (const name of COPIED) cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('npm run new check writes a check and its test that lint, compile and run, and one line in the registry', () => {
  const said = create('check', 'ec2-volume-encrypted');
  const files = ['src/checks/ec2/volume-encrypted.ts', 'src/checks/ec2/volume-encrypted.test.ts'];
  expect(said).toContain('Put it in a checklist');
  expect(read(files[0])).toContain("calls: ['ec2:DescribeVolumes']");
  expectInOrder(read('src/checks/registry.ts'), ['volumeCurrentGeneration', 'volumeEncrypted', 'vpcAvailable']);
  expectInHouseStyle([...files, 'src/checks/registry.ts']);
  expect(runTests('src/checks/ec2/volume-encrypted')).toMatch(/1 passed.*2 todo/);
});

test('a name that another check has is told apart in the registry', () => {
  create('check', 'lambda-snapshot-not-public', 'ListFunctions');
  expect(read('src/checks/registry.ts')).toContain(
    "import { snapshotNotPublic as lambdaSnapshotNotPublic } from './lambda/snapshot-not-public.ts';",
  );
  expectInHouseStyle(['src/checks/lambda/snapshot-not-public.ts', 'src/checks/registry.ts']);
});

test('npm run new checklist writes a checklist and its test, and one line in the registry', () => {
  create('checklist', 'weekly/tag-review');
  const files = ['src/checklists/weekly/tag-review.ts', 'src/checklists/weekly/tag-review.test.ts'];
  expectInOrder(read('src/checklists/registry.ts'), ['securityReview', 'tagReview']);
  expectInHouseStyle([...files, 'src/checklists/registry.ts']);
  expect(runTests('src/checklists/weekly/tag-review')).toMatch(/1 passed/);
});

test.each([
  [['check', 'ec2-vpc-available'], 'ec2-vpc-available is there already.'],
  [['check', 'ec2-volume'], 'ec2-volume names no good state: ec2-volume-encrypted, say.'],
  [['check', 'sqs-queue-encrypted'], 'sqs-queue-encrypted is not <service>-<resource>-<good-state>; services: acm, '],
  [['check', 'ec2-volume-encrypted-well', 'DescribeNothing'], 'src/aws/ec2.ts has no list DescribeNothing'],
  [['checklist', 'yearly/review'], 'yearly/review is not <folder>/<name>; folders: daily, weekly, monthly, '],
  [['runbook', 'deployment/thing'], 'Usage:'],
  [[], 'Usage:'],
])('refuses %j in words, and writes nothing', (words, message) => {
  const { status, stderr } = attempt(words);
  expect({ status, said: stderr.startsWith(message) ? message : stderr }).toEqual({ status: 2, said: message });
  expect(existsSync(join(folder, 'src/checks/ec2/volume-encrypted-well.ts'))).toBe(false);
});

function create(...words: string[]): string {
  const { status, stdout, stderr } = attempt(words);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

function attempt(words: readonly string[]): { status: number; stdout: string; stderr: string } {
  return run('tsx', ['scripts/new.ts', ...words]);
}

function expectInHouseStyle(files: readonly string[]): void {
  expect(run('oxlint', files)).toMatchObject({ status: 0 });
  expect(run('oxfmt', ['--check', ...files])).toMatchObject({ status: 0 });
  const complaints = run('tsc', ['--noEmit']).stdout.split('\n');
  expect(complaints.filter((line) => files.some((file) => line.startsWith(file)))).toEqual([]);
}

function runTests(path: string): string {
  const { status, stdout } = run('vitest', ['run', '--project', 'unit', path]);
  expect({ status, stdout: status === 0 ? '' : stdout }).toEqual({ status: 0, stdout: '' });
  return /Tests +(.*)/.exec(stdout)?.[1] ?? '';
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
function expectInOrder(text: string, names: readonly string[]): void {
  const [imports = '', list = ''] = text.split('export const');
  for (const part of [imports, list]) {
    const places = names.map((name) => part.search(new RegExp(String.raw`\b${name}\b`)));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
  }
}

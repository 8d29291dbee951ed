import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
export const OPSBOOK = join(ROOT, 'dist/opsbook.js');

/** What a process said and how it ended. */
export interface Spoken {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

export interface Surroundings {
  readonly cwd?: string;
  /** Beside PATH and an empty HOME: nothing of the machine's account reaches the process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  /** A file descriptor to print to. */
  readonly stdout?: number;
}

export interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<Spoken>;
  /** Resolves when the text is among what was said, on whichever stream. */
  says(text: string): Promise<void>;
}

/** The command line as it is shipped. */
export async function buildCommandLine(): Promise<void> {
  await promisify(execFile)(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
}

const folders: string[] = [];

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function emptyFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-cli-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

export function opsbook(words: readonly string[], surroundings: Surroundings = {}): Promise<Spoken> {
  return start(process.execPath, [OPSBOOK, ...words], surroundings).ended;
}

export function start(command: string, words: readonly string[], surroundings: Surroundings = {}): Started {
  const { cwd = emptyFolder(), env = {}, stdout: to = 'pipe', ...rest } = surroundings;
  const began = performance.now();
  const child = spawn(command, words, { cwd, env: cleanEnvironment(env), stdio: ['pipe', to, 'pipe'], ...rest });
  const said = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (part: Buffer) => {
      said[name] += part.toString();
      for (const listener of listeners) listener();
    });
  }
  return {
    process: child,
    ended: new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, ...said, ms: performance.now() - began }));
    }),
    says: (text) =>
      new Promise((resolve) => {
        const listen = () => void ((said.stdout + said.stderr).includes(text) && resolve());
        listeners.add(listen);
        listen();
      }),
  };
}

export function cleanEnvironment(env: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: NO_HOME,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...env,
  };
}

const NO_HOME = '/nonexistent';

/** A refusal as an operator wants it: what is wrong in one line, nothing on stdout, exit 2. */
export function refusal(line: string): object {
  const escaped = line.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return {
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(new RegExp(`^[^\n]*${escaped}[^\n]*\n$`)),
    ms: expect.any(Number),
  };
}

/** The only line that was said; no stack, nothing of Node's own. */
export function oneLineOf(stderr: string): string {
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expectNoTrace(stderr);
  return stderr.trimEnd();
}

export function expectNoTrace(text: string): void {
  expect(text).not.toMatch(/node:internal|^ +at |UnhandledPromise|Error: .*\n +at /m);
}

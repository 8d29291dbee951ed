import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { NothingChanged } from '../../src/model/errors.ts';
import { createTerraformChanges } from '../../src/terraform/changes.ts';
import { createTerraform } from '../../src/terraform/terraform.ts';

const TERRAFORM = 'terraform';
const installed = isInstalled();
if (!installed) console.warn('SKIPPED: test/integration/terraform-changes.test.ts needs terraform on the PATH.');

/** Only the resource that is built into terraform: nothing is downloaded, nothing outside the folder is touched. */
const folder = mkdtempSync(join(tmpdir(), 'opsbook-changes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const said: string[] = [];
const changes = changesWith(TERRAFORM);

const NETWORK = `
variable "cidr" { type = string }
variable "zones" { type = list(string) }
resource "terraform_data" "vpc" { input = var.cidr }
output "vpc_id" { value = terraform_data.vpc.output }
output "zones" { value = var.zones }
output "password" {
  value     = "hunter2"
  sensitive = true
}
`;
const VARIABLES = { cidr: '10.9.0.0/16', zones: ['a', 'b'] };

describe.skipIf(!installed)('changing with the installed terraform (skipped where there is none)', () => {
  test('a layer is applied by the plan that was saved, and gives its outputs but for the sensitive ones', async () => {
    const directory = newLayer('network', NETWORK);
    const before = plansInTemp();
    expect(await changes.apply(directory, VARIABLES)).toEqual({ vpc_id: '10.9.0.0/16', zones: ['a', 'b'] });
    expect(said.at(-1)).toBe('1 to add, 0 to change, 0 to destroy');
    // The plan and the variables hold secrets.
    expect(plansInTemp()).toEqual(before);
  });

  test('EN16: that a plan exits with 2 is no error and no drift: there is something to apply, and it is applied', async () => {
    const directory = newLayer('again', NETWORK);
    await changes.apply(directory, VARIABLES);
    await changes.apply(directory, { ...VARIABLES, cidr: '10.10.0.0/16' });
    expect(said.at(-1)).toBe('0 to add, 1 to change, 0 to destroy');
    expect(await changes.apply(directory, { ...VARIABLES, cidr: '10.10.0.0/16' })).toMatchObject({
      vpc_id: '10.10.0.0/16',
    });
    expect(said.at(-1)).toBe('0 to add, 0 to change, 0 to destroy');
  });

  test('EN16: drift is what a refresh-only plan sees: a change of the code, for which a plan exits with 2, is none', async () => {
    const resource = (input: string) => `resource "terraform_data" "a" { input = "${input}" }\n`;
    const directory = newLayer('drift', resource('one'));
    await changes.apply(directory, {});
    writeFileSync(join(directory, 'main.tf'), resource('two'));
    expect(exitCodeOf(directory, 'plan', '-detailed-exitcode', '-input=false')).toBe(2);
    const layer = { name: 'drift', directory };
    const reads = createTerraform({ layers: [layer], binary: TERRAFORM, environment: process.env });
    expect(await reads.readDrift(layer)).toEqual({ state: 'none', pendingChanges: true });
  });

  test('a layer is destroyed, and one that holds nothing is left alone', async () => {
    const directory = newLayer('gone', NETWORK);
    await changes.apply(directory, VARIABLES);
    await changes.destroy(directory, VARIABLES);
    await expect(changes.requireEmpty(directory)).resolves.toBeUndefined();
    await expect(changes.destroy(directory, VARIABLES)).resolves.toBeUndefined();
  });

  test('DR03: a destroy that fails half-way is an error that names what is left, and no success', async () => {
    const failing = newLayer(
      'failing',
      `resource "terraform_data" "a" {}
resource "terraform_data" "b" {
  depends_on = [terraform_data.a]
  provisioner "local-exec" {
    when    = destroy
    command = "exit 3"
  }
}
`,
    );
    await changes.apply(failing, {});
    await expect(changes.destroy(failing, {})).rejects.toThrow(
      /left in its state: terraform_data\.a, terraform_data\.b$/,
    );
  });

  test('DR01: an apply that fails half-way is an error, and what it made can be destroyed', async () => {
    const directory = newLayer(
      'half',
      `resource "terraform_data" "a" {}
resource "terraform_data" "b" {
  depends_on = [terraform_data.a]
  provisioner "local-exec" { command = "exit 3" }
}
`,
    );
    const failure = await changes.apply(directory, {}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(failure).not.toBeInstanceOf(NothingChanged);
    await expect(changes.requireEmpty(directory)).rejects.toThrow(/its state holds terraform_data\.a/);
    await changes.destroy(directory, {});
    await changes.requireEmpty(directory);
  });

  test('DR08: a layer whose state holds something is not taken for a drill’s own', async () => {
    const directory = newLayer('in-use', NETWORK);
    await changes.apply(directory, VARIABLES);
    await expect(changes.requireEmpty(directory)).rejects.toThrow(
      /its state holds terraform_data\.vpc already, which would be destroyed afterwards: nothing was applied$/,
    );
  });

  test('a variable that the layer does not have is refused, and nothing is changed', async () => {
    const directory = newLayer('typo', NETWORK);
    const failure = changes.apply(directory, { ...VARIABLES, cdir: '10.0.0.0/16' });
    await expect(failure).rejects.toThrow('the layer has no variable "cdir"');
    await expect(failure).rejects.toBeInstanceOf(NothingChanged);
    await changes.requireEmpty(directory);
  });

  test('a variable that is missing, code that is not right and a directory that is not there change nothing', async () => {
    const directory = newLayer('missing', NETWORK);
    await expect(changes.apply(directory, { cidr: '10.0.0.0/16' })).rejects.toThrow(/No value for required variable/);
    const broken = newLayer('broken', 'resource "terraform_data" "a" {\n');
    await expect(changes.apply(broken, {})).rejects.toBeInstanceOf(NothingChanged);
    await expect(changes.apply(join(folder, 'nowhere'), {})).rejects.toThrow(/there is no such directory/);
  });

  test('a layer that was never initialised is initialised first', async () => {
    const backend = 'terraform {\n  backend "local" { path = "elsewhere.tfstate" }\n}\n';
    const directory = newLayer('fresh', `${backend}resource "terraform_data" "a" {}\noutput "x" { value = 1 }\n`);
    await changes.requireEmpty(directory);
    expect(await changes.apply(directory, {})).toEqual({ x: 1 });
  });

  test('a state that somebody else works on is told with who holds it and since when', async () => {
    const directory = newLayer('locked', 'resource "terraform_data" "a" {}\n');
    const apply = spawn(TERRAFORM, [`-chdir=${directory}`, 'apply', '-no-color'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    try {
      await saying(apply.stdout, 'Enter a value');
      const failure = changes.apply(directory, {});
      await expect(failure).rejects.toThrow(/the state is locked by \S+@\S+ for apply since \d{4}-\d\d-\d\dT/);
      await expect(failure).rejects.toBeInstanceOf(NothingChanged);
    } finally {
      apply.stdin.end('no\n');
      await new Promise((resolve) => apply.once('close', resolve));
    }
  });
});

test('without terraform on the PATH, the reason is that', async () => {
  const directory = newLayer('none', 'resource "terraform_data" "a" {}\n');
  await expect(changesWith('no-such-terraform').apply(directory, {})).rejects.toThrow(
    /terraform is not installed: there is no no-such-terraform on the PATH/,
  );
});

function changesWith(binary: string) {
  return createTerraformChanges({
    binary,
    environment: process.env,
    timeoutMs: 60_000,
    lockTimeout: '0s',
    say: (text) => void said.push(text),
  });
}

function isInstalled(): boolean {
  try {
    execFileSync(TERRAFORM, ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function newLayer(name: string, code: string): string {
  const directory = join(folder, name);
  mkdirSync(directory);
  writeFileSync(join(directory, 'main.tf'), code);
  return directory;
}

function exitCodeOf(directory: string, ...words: string[]): number | null {
  return spawnSync(TERRAFORM, [`-chdir=${directory}`, ...words], { stdio: 'ignore' }).status;
}

function plansInTemp(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('opsbook-apply-'));
}

async function saying(stream: NodeJS.ReadableStream, words: string): Promise<void> {
  let text = '';
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  for (let tries = 0; tries < 200 && !text.includes(words); tries += 1) await sleep(50);
  expect(text).toContain(words);
}

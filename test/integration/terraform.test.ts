import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import type { TerraformLayer } from '../../src/model/outside.ts';
import { createTerraform } from '../../src/terraform/terraform.ts';

const TERRAFORM = 'terraform';
const installed = isInstalled();
if (!installed) console.warn('SKIPPED: test/integration/terraform.test.ts needs terraform on the PATH.');

/** Only the resource that is built into terraform: nothing is downloaded, nothing outside the folder is touched. */
const folder = mkdtempSync(join(tmpdir(), 'opsbook-layers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!installed)('the installed terraform (skipped where there is none)', () => {
  test('E11.2 E11.3 tells empty, in step, a pending change, and destroyed apart', async () => {
    const layer = newLayer(
      'life',
      'resource "terraform_data" "a" { input = "one" }\nresource "terraform_data" "b" {}\n',
    );
    expect(await state(layer)).toEqual({ state: 'readable', resources: 0, written: false });
    terraform(layer, 'apply', '-auto-approve');
    expect(await state(layer)).toEqual({ state: 'readable', resources: 2, written: true });
    expect(await drift(layer)).toEqual({ state: 'none', pendingChanges: false });
    write(layer, 'resource "terraform_data" "a" { input = "two" }\nresource "terraform_data" "b" {}\n');
    expect(await drift(layer)).toEqual({ state: 'none', pendingChanges: true });
    terraform(layer, 'destroy', '-auto-approve');
    expect(await state(layer)).toEqual({ state: 'readable', resources: 0, written: true });
  });

  test('an output that is new in the code is a pending change, and no drift', async () => {
    const layer = newLayer('output', 'resource "terraform_data" "a" {}\n');
    terraform(layer, 'apply', '-auto-approve');
    write(layer, 'resource "terraform_data" "a" {}\noutput "now" { value = 1 }\n');
    expect(await drift(layer)).toEqual({ state: 'none', pendingChanges: true });
  });

  test('says to run terraform init where that was not done', async () => {
    const backend = 'terraform {\n  backend "local" { path = "elsewhere.tfstate" }\n}\n';
    const layer = newLayer('uninitialised', `${backend}resource "terraform_data" "a" {}\n`);
    expect(await state(layer)).toMatchObject({ problem: expect.stringMatching(/run terraform init there$/) });
    expect(await drift(layer)).toMatchObject({ problem: expect.stringMatching(/run terraform init there$/) });
    const provider = newLayer('no-provider', 'resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }\n');
    expect(await drift(provider)).toMatchObject({ problem: expect.stringMatching(/run terraform init there$/) });
  });

  test('explains a directory that is not there, and code that is not right', async () => {
    expect(await state({ name: 'gone', directory: join(folder, 'gone') })).toEqual({
      state: 'unreadable',
      problem: 'there is no such directory',
    });
    const broken = newLayer('broken', 'resource "terraform_data" "a" {\n');
    expect(await drift(broken)).toEqual({ state: 'undetermined', problem: 'Unclosed configuration block' });
  });

  test('E11.3 reads beside an apply that holds the lock, and does not wait for one', async () => {
    const layer = newLayer('locked', 'resource "terraform_data" "a" {}\n');
    terraform(layer, 'apply', '-auto-approve');
    // An apply that waits for its approval holds the lock until its input ends.
    write(layer, 'resource "terraform_data" "a" { input = 2 }\n');
    const apply = spawn(TERRAFORM, [`-chdir=${layer.directory}`, 'apply', '-no-color'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    try {
      await said(apply.stdout, 'Enter a value');
      expect(await drift(layer)).toEqual({ state: 'none', pendingChanges: true });
      expect(await state(layer)).toEqual({ state: 'readable', resources: 1, written: true });
    } finally {
      apply.stdin.end('no\n');
      await new Promise((resolve) => apply.once('close', resolve));
    }
  });
});

function isInstalled(): boolean {
  try {
    execFileSync(TERRAFORM, ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function newLayer(name: string, code: string): TerraformLayer {
  const layer = { name, directory: join(folder, name) };
  mkdirSync(layer.directory);
  write(layer, code);
  return layer;
}

function write(layer: TerraformLayer, code: string): void {
  writeFileSync(join(layer.directory, 'main.tf'), code);
}

function terraform(layer: TerraformLayer, ...words: string[]): void {
  execFileSync(TERRAFORM, [`-chdir=${layer.directory}`, ...words, '-input=false', '-no-color'], { stdio: 'pipe' });
}

function state(layer: TerraformLayer) {
  return open(layer).readState(layer);
}

function drift(layer: TerraformLayer) {
  return open(layer).readDrift(layer);
}

function open(layer: TerraformLayer) {
  return createTerraform({ layers: [layer], binary: TERRAFORM, environment: process.env, timeoutMs: 30_000 });
}

async function said(stream: NodeJS.ReadableStream, words: string): Promise<void> {
  let text = '';
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  for (let tries = 0; tries < 200 && !text.includes(words); tries += 1) await sleep(50);
  expect(text).toContain(words);
}

import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Terraform, TerraformLayer } from '../model/outside.ts';
import { createTerraform, type TerraformOptions } from './terraform.ts';

/** A terraform that is a few lines of shell, so that each of its answers can be had at will. */
const folder = mkdtempSync(join(tmpdir(), 'opsbook-terraform-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const layer: TerraformLayer = { name: 'network', directory: '/srv/my layers/network' };
let made = 0;

const STATE = {
  version: 4,
  resources: [
    { mode: 'managed', type: 'aws_subnet', name: 'a', instances: [{ attributes: { password: 'hunter2' } }, {}] },
    { mode: 'managed', type: 'aws_vpc', name: 'main', instances: [{}] },
    { mode: 'data', type: 'aws_region', name: 'here', instances: [{}] },
  ],
};
const PLAN = {
  format_version: '1.2',
  resource_drift: [
    drift('aws_security_group.web', 'update'),
    drift('aws_db_instance.orders', 'delete'),
    drift('module.moved.aws_vpc.main', 'no-op'),
  ],
};

test('E11.2 counts what the state manages, and keeps none of its values', async () => {
  const { terraform } = fake(`echo '${JSON.stringify(STATE)}'`);
  expect(await terraform.readState(layer)).toEqual({ state: 'readable', resources: 3, written: true });
});

test('E11.2 a state that was never written, and one that is empty after a destroy, hold nothing', async () => {
  const never = fake('exit 0');
  const destroyed = fake(`echo '{"version":4,"resources":[]}'`);
  expect(await never.terraform.readState(layer)).toEqual({ state: 'readable', resources: 0, written: false });
  expect(await destroyed.terraform.readState(layer)).toEqual({ state: 'readable', resources: 0, written: true });
});

test("E11.1 works in the layer's own directory, wherever Opsbook was started, and asks nobody", async () => {
  const { terraform, asked } = fake('exit 0');
  await terraform.readState(layer);
  await terraform.readDrift(layer);
  expect(asked()[0]).toBe('-chdir=/srv/my layers/network|state|pull|-no-color');
  for (const line of asked().slice(1)) {
    expect(line).toMatch(/^-chdir=\/srv\/my layers\/network\|plan\|/);
    expect(line).toContain('|-input=false|');
    expect(line).toContain('|-lock=false');
  }
});

test('E11.3 exit code 2 of an ordinary plan is a pending change of the code, and no drift', async () => {
  const { terraform } = fake(`case "$*" in *-refresh-only*) exit 0;; *) exit 2;; esac`);
  expect(await terraform.readDrift(layer)).toEqual({ state: 'none', pendingChanges: true });
});

test('E11.3 drift is what a refresh-only plan finds, by address', async () => {
  const { terraform } = fake(`
    case "$*" in
      *show*) echo '${JSON.stringify(PLAN)}';;
      *-refresh-only*) exit 2;;
    esac`);
  expect(await terraform.readDrift(layer)).toEqual({
    state: 'drift',
    resources: ['aws_db_instance.orders', 'aws_security_group.web'],
    pendingChanges: false,
  });
});

test('an output that is not in the state yet is a pending change, and no drift', async () => {
  const { terraform } = fake(`case "$*" in *show*) echo '{"output_changes":{"x":{}}}';; *) exit 2;; esac`);
  expect(await terraform.readDrift(layer)).toEqual({ state: 'none', pendingChanges: true });
});

test('leaves no plan behind, since a plan holds every secret of the state', async () => {
  const { terraform, asked } = fake(`
    for word in "$@"; do case "$word" in -out=*) echo secret > "\${word#-out=}";; esac; done
    exit 1`);
  await terraform.readDrift(layer);
  const file = /-out=([^|]+)/.exec(asked().join('\n'))?.[1] ?? '';
  expect(file).toMatch(/opsbook-plan-/);
  expect(readdirSync(tmpdir())).not.toContain(file.split('/').at(-2));
});

test.each([
  ['state', 'unreadable'],
  ['drift', 'undetermined'],
] as const)('says that terraform is not installed (%s)', async (what, state) => {
  const terraform = createTerraform({ ...given(), binary: 'terraform-is-not-here' });
  const answer = what === 'state' ? await terraform.readState(layer) : await terraform.readDrift(layer);
  expect(answer).toEqual({
    state,
    problem: 'terraform is not installed: there is no terraform-is-not-here on the PATH',
  });
});

test('says that the executable cannot be run', async () => {
  const { terraform, binary } = fake('exit 0');
  chmodSync(binary, 0o644);
  expect(await terraform.readState(layer)).toEqual({
    state: 'unreadable',
    problem: `terraform cannot be run: ${binary} is not executable`,
  });
});

test.each([
  [
    'a framed and coloured error, behind a warning',
    `\u001B[33m╷\u001B[0m\n│ Warning: Value for undeclared variable\n╵\n\u001B[31m╷\n│ \u001B[1mError: Invalid provider configuration.\n│ \n│ key: hunter2\n╵`,
    'Invalid provider configuration',
  ],
  [
    'a directory that is not initialised',
    'Error: Backend initialization required, please run "terraform init"\n\nReason: Initial configuration',
    'it is not initialised (Backend initialization required, please run "terraform init"): run terraform init there',
  ],
  [
    'providers that are not installed',
    'Error: Inconsistent dependency lock file\n\nThe following dependency selections',
    'it is not initialised (Inconsistent dependency lock file): run terraform init there',
  ],
  [
    'a directory that is not there',
    'Error handling -chdir option: chdir nowhere: no such file or directory',
    'there is no such directory',
  ],
  [
    'a lock, and who holds it',
    'Error: Error acquiring the state lock\n\nLock Info:\n  ID:        32aef345\n  Operation: OperationTypeApply\n' +
      '  Who:       dana@build-7\n  Created:   2026-11-23 15:05:46.967652393 +0000 UTC\n',
    'the state is locked by dana@build-7 for apply since 2026-11-23T15:05:46Z',
  ],
  ['silence', '', 'terraform exited with code 1 and said nothing'],
])('explains %s', async (_, stderr, problem) => {
  const { terraform } = fake(`cat >&2 <<'EOF'\n${stderr}\nEOF\nexit 1`);
  expect(await terraform.readState(layer)).toEqual({ state: 'unreadable', problem });
  expect(await terraform.readDrift(layer)).toEqual({ state: 'undetermined', problem });
});

test('what is no state and no plan is not read as one', async () => {
  const { terraform } = fake(`case "$*" in *plan*) exit 2;; *) echo 'Hello from a wrapper script';; esac`);
  expect(await terraform.readState(layer)).toMatchObject({ state: 'unreadable' });
  expect(await terraform.readDrift(layer)).toMatchObject({ state: 'undetermined' });
});

test('a terraform that hangs is stopped', async () => {
  const { terraform } = fake('exec sleep 30', { timeoutMs: 50 });
  const problem = 'terraform did not finish in time and was stopped';
  expect(await terraform.readState(layer)).toEqual({ state: 'unreadable', problem });
});

test('passes the environment on, but no arguments or traces of the shell it was started from', async () => {
  const { terraform } = fake('echo "Error: $AWS_PROFILE $TF_IN_AUTOMATION [$TF_CLI_ARGS_plan$TF_LOG]" >&2; exit 1', {
    environment: { ...given().environment, AWS_PROFILE: 'prod', TF_CLI_ARGS_plan: '-destroy', TF_LOG: 'TRACE' },
  });
  expect(await terraform.readDrift(layer)).toEqual({ state: 'undetermined', problem: 'prod 1 []' });
});

test('asks a layer once, however many want to know', async () => {
  const { terraform, asked } = fake('exit 0');
  await Promise.all([terraform.readState(layer), terraform.readState(layer), terraform.readState({ ...layer })]);
  expect(asked()).toHaveLength(1);
});

test('looks at two layers at a time, and at all of them', async () => {
  const { terraform, asked } = fake('sleep 0.05; echo over >> "$0.log"');
  const layers = Array.from({ length: 5 }, (_, index) => ({ name: `l${index}`, directory: `/srv/l${index}` }));
  await Promise.all(layers.map((one) => terraform.readState(one)));
  let running = 0;
  const atOnce = asked().map((line) => (running += line === 'over' ? -1 : 1));
  expect(atOnce).toHaveLength(10);
  expect(Math.max(...atOnce)).toBe(2);
});

interface Fake {
  readonly terraform: Terraform;
  readonly binary: string;
  /** The arguments of every call, joined by `|`. */
  readonly asked: () => string[];
}

function fake(script: string, options: Partial<TerraformOptions> = {}): Fake {
  made += 1;
  const binary = join(folder, `terraform-${made}`);
  const log = `${binary}.log`;
  writeFileSync(log, '');
  writeFileSync(binary, `#!/bin/sh\n(IFS='|'; printf '%s\\n' "$*") >> '${log}'\n${script}\n`, { mode: 0o755 });
  return {
    terraform: createTerraform({ ...given(), binary, ...options }),
    binary,
    asked: () => readFileSync(log, 'utf8').trimEnd().split('\n'),
  };
}

function given(): TerraformOptions {
  return { layers: [layer], binary: 'terraform', environment: { PATH: '/usr/bin:/bin' } };
}

function drift(address: string, action: string): object {
  return { address, change: { actions: [action], before: { password: 'hunter2' }, after: null } };
}

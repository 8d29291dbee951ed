import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the account that moto is seeded with, and the scripts to measure against, are kept: beside the repository. */
export const BASELINE = resolve(import.meta.dirname, '../../../shared/baseline');

/** Why moto cannot be used here, or undefined. */
export function motoMissing(): string | undefined {
  if (!existsSync(join(BASELINE, 'moto_lab.py'))) return `no ${BASELINE}`;
  try {
    execFileSync('python3', ['-c', 'import moto.server, boto3'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'python3 with moto[server] and boto3 is not installed';
  }
}

export interface LoggedRequest {
  readonly service: string;
  readonly op: string;
  readonly status: string;
}

export interface LabFault {
  readonly service?: string;
  readonly op?: string;
  readonly status: number;
  readonly code: string;
  readonly message?: string;
}

export interface Lab {
  readonly url: string;
  /** A copy of the baseline folder, which its scripts may write into. */
  readonly folder: string;
  readonly groundTruth: Readonly<Record<string, unknown>>;
  log(): Promise<LoggedRequest[]>;
  resetLog(): Promise<void>;
  faults(faults: readonly LabFault[]): Promise<void>;
  latency(ms: number): Promise<void>;
  canned(service: string, op: string, body: object, status?: number): Promise<void>;
  /** Has a service run so many tasks, its deployment complete: moto has no scheduler. */
  ecs(cluster: string, service: string, running: number): Promise<void>;
  stop(): void;
}

/** moto with its lab layer on a free port, seeded with the production-looking account. */
export async function startLab(scale: 'small' | 'large'): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-moto-'));
  cpSync(BASELINE, folder, { recursive: true });
  execFileSync('chmod', ['-R', 'u+w', folder]);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn('python3', [join(folder, 'moto_lab.py'), '-p', String(port), '--quiet'], {
    env: { ...process.env, MOTO_EC2_LOAD_DEFAULT_AMIS: 'false' },
    stdio: 'ignore',
  });
  const stop = () => {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answering(url, server);
    execFileSync('python3', [join(folder, 'seed_account.py'), '--endpoint', url, '--scale', scale], {
      stdio: 'ignore',
    });
  } catch (error) {
    stop();
    throw error;
  }
  const groundTruth: Readonly<Record<string, unknown>> = JSON.parse(
    readFileSync(join(folder, `ground_truth.${scale}.json`), 'utf8'),
  );
  await post(url, '/_lab/log/reset', {});
  return {
    url,
    folder,
    groundTruth,
    log: async () => (await fetch(`${url}/_lab/log`)).json() as Promise<LoggedRequest[]>,
    resetLog: () => post(url, '/_lab/log/reset', {}),
    faults: (faults) => post(url, '/_lab/faults', faults),
    latency: (ms) => post(url, '/_lab/latency', { ms }),
    canned: (service, op, body, status = 200) => post(url, '/_lab/canned', { service, op, body, status }),
    ecs: (cluster, service, running) =>
      post(url, '/_lab/ecs', { cluster, service, running, pending: 0, rolloutState: 'COMPLETED' }),
    stop,
  };
}

/** The environment that points AWS's tools at the lab. */
export function labEnvironment(url: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_REGION: 'us-east-1',
    AWS_PAGER: '',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

async function post(url: string, path: string, body: unknown): Promise<void> {
  const response = await fetch(url + path, { method: 'POST', body: JSON.stringify(body) });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  for (let tried = 0; tried < 150; tried += 1) {
    if (server.exitCode !== null) throw new Error(`moto ended with ${server.exitCode}`);
    const up = await fetch(`${url}/_lab/log`).then(
      () => true,
      () => false,
    );
    if (up) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error('moto did not come up within 30 s');
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

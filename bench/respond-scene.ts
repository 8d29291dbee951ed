import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbedded } from '../src/store/embedded/start.ts';
import { openSession, type Session } from '../src/store/session.ts';
import { OPSBOOK } from './start-up.ts';

/** `opsbook up`, whole and as it is shipped, with one webhook for everybody and one intake. */
export interface RespondScene {
  readonly session: Session;
  readonly databaseUrl: string;
  /** Of the intake. */
  readonly hookUrl: string;
  /** When each page arrived first, in milliseconds since 1970, by incident and person: `7 alice`. */
  readonly pages: ReadonlyMap<string, number>;
  /** Resident memory of the server now and at most, in MB. */
  memory(): { readonly now: number; readonly peak: number };
  close(): Promise<void>;
}

export const TOKEN = 'the-token-of-the-bench-0123456789';
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
export const LEVEL_MINUTES = 60;

function configOf(hook: string): string {
  return `
people: { alice: { name: Alice }, lead: { name: Lead }, manager: { name: Manager } }
channels: { hook: { type: webhook, url: "${hook}", signingSecret: "env:BENCH_SECRET" } }
intake: { alarms: { type: generic, token: "env:BENCH_TOKEN", severity: P1 } }
escalation:
  policies:
    platform:
      levels:
        - { level: 1, notify: [{ person: alice }], for: ${LEVEL_MINUTES}m }
        - { level: 2, notify: [{ person: lead }], for: ${LEVEL_MINUTES}m }
        - { level: 3, notify: [{ person: manager }], for: ${LEVEL_MINUTES}m }
`;
}

export async function startRespondScene(): Promise<RespondScene> {
  const folder = await mkdtemp(join(tmpdir(), 'opsbook-bench-'));
  const pages = new Map<string, number>();
  const receiver = await startReceiver(pages);
  const postgres = await startEmbedded(folder);
  await writeFile(join(folder, 'opsbook.yaml'), configOf(receiver.url));
  const { server, url } = await startServer(folder, postgres);
  const session = await openSession(postgres.url, { name: 'bench' });
  return {
    session,
    databaseUrl: postgres.url,
    hookUrl: `${url}/hooks/alarms`,
    pages,
    memory: () => ({ now: megabytes(server, 'VmRSS'), peak: megabytes(server, 'VmHWM') }),
    async close() {
      server.kill('SIGKILL');
      receiver.close();
      await session.close();
      await postgres.leave();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startReceiver(pages: Map<string, number>): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(200).end();
      const text = Buffer.concat(chunks).toString();
      const [, incident = ''] = /"number":(\d+)/.exec(text) ?? [];
      const [, person = ''] = /"person":\{"id":"(\w+)"/.exec(text) ?? [];
      const page = `${incident} ${person}`;
      if (text.includes('"kind":"page"') && !pages.has(page)) pages.set(page, Date.now());
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function startServer(folder: string, { url }: EmbeddedPostgres): Promise<{ server: ChildProcess; url: string }> {
  const server = spawn(process.execPath, [OPSBOOK, 'up', '--port', '0'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      OPSBOOK_HOME: join(folder, 'home'),
      DATABASE_URL: url,
      BENCH_SECRET: SECRET,
      BENCH_TOKEN: TOKEN,
      // First looks are had, and find that there is no account.
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
  });
  let words = '';
  const found = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      words += chunk.toString();
      const [, there] = /(http:\/\/127\.0\.0\.1:\d+)\s/.exec(words) ?? [];
      if (there !== undefined) resolve(there);
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.once('exit', (code) => reject(new Error(`opsbook up ended with ${code}: ${words}`)));
  });
  return { server, url: found };
}

function megabytes({ pid }: ChildProcess, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
}

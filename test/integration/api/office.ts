import { setTimeout as sleep } from 'node:timers/promises';
import { createApi } from '../../../src/api/create.ts';
import type { OidcProvider } from '../../../src/api/oidc/provider.ts';
import type { ApiPorts } from '../../../src/api/ports.ts';
import { createExecution } from '../../../src/aws/execution.ts';
import { conduct } from '../../../src/engine/conduct/conduct.ts';
import type { Actor, Workplace } from '../../../src/engine/conduct/workplace.ts';
import type { Desk } from '../../../src/engine/desk/desk.ts';
import { connectDurable } from '../../../src/engine/durable/connect.ts';
import { startDurable } from '../../../src/engine/durable/start.ts';
import { mayApprove } from '../../../src/engine/identity/may-approve.ts';
import { addPerson } from '../../../src/engine/identity/people.ts';
import { createToken } from '../../../src/engine/identity/tokens.ts';
import { type ApprovalPolicy, PRODUCTION_POLICY } from '../../../src/model/approval-policy.ts';
import type { Order, Role } from '../../../src/model/execution.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { textsOf } from '../../../src/main/workplace.ts';
import { scaleService } from '../../../src/runbooks/scaling/service.ts';
import { SANDBOX_ACCOUNT } from '../../../src/sandbox/create.ts';
import type { Responder } from '../../../src/respond/responder.ts';
import { inProcessTransport } from '../../../src/sandbox/in-process.ts';
import { type Database, openDatabase } from '../../../src/store/database.ts';
import { findExecution } from '../../../src/store/executions.ts';
import { createStage, type Stage } from '../../runbook.ts';
import { ask, type Databases, startDatabases } from '../store/databases.ts';
import { respondingPorts, type RespondOptions } from './responding.ts';

export const PASSWORD = 'correct horse battery';

export const ADMIN: Actor = { id: 'root', name: 'root', roles: ['admin'], via: 'cli' };

/** A server on a database of its own, with a sandbox for AWS, asked without a port. */
export interface Office {
  readonly db: Database;
  readonly desk: Desk;
  readonly stage: Stage;
  /** Errors that were nobody's but ours. */
  readonly reported: unknown[];
  /** Lines for whoever runs the server. */
  readonly lines: readonly string[];
  readonly responder: Responder;
  /** Moves the clock of the desk, which is the machine's else. */
  later(ms: number): void;
  /** What the router answers to. */
  readonly routes: readonly { readonly path: string; readonly method: string }[];
  ask(path: string, how?: Asking): Promise<Answer>;
  raw(path: string, init?: RequestInit): Promise<Response>;
  person(id: string, roles: readonly Role[], email?: string): Promise<void>;
  /** The cookie of who signed in. */
  signIn(name: string, password?: string): Promise<string>;
  token(name: string, role: Role, more?: { person?: string; by?: Actor; scopes?: string[] }): Promise<string>;
  plan(desiredCount?: string): Promise<Plan>;
  /** Executes in this process until the office is closed. */
  work(): Promise<void>;
  /** Asks until it is so, for some seconds. */
  until(status: string, id: string): Promise<void>;
  close(): Promise<void>;
}

export interface Asking {
  readonly as?: string;
  readonly cookie?: string;
  readonly send?: unknown;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever was answered; the test says what it expects
  readonly body: any;
  readonly headers: Headers;
}

export interface OfficeOptions {
  readonly publicUrl?: URL;
  readonly oidc?: OidcProvider;
  readonly policy?: Partial<ApprovalPolicy>;
  readonly respond?: RespondOptions;
  /** How long a second is at most. */
  readonly pauseMs?: number;
  /** Who sits here, while nobody is registered. */
  readonly here?: () => Promise<Actor | undefined>;
}

/** Databases that are brought up already: copies of one. */
export async function startOffices(): Promise<Databases> {
  const databases = await startDatabases();
  const model = await databases.fresh();
  await (await openDatabase(model)).destroy();
  await (await connectDurable(model)).stop();
  const server = await databases.fresh();
  const [name = ''] = /[^/?]+(?=\?)/.exec(model) ?? [];
  let count = 0;
  return {
    ...databases,
    async fresh() {
      count += 1;
      await ask(server, `create database office_${count} template ${name}`);
      return model.replace(`/${name}?`, `/office_${count}?`);
    },
  };
}

export async function openOffice(url: string, options: OfficeOptions = {}): Promise<Office> {
  const { publicUrl = null, oidc = null, here = () => Promise.resolve(undefined) } = options;
  const db = await openDatabase(url);
  const client = await connectDurable(url);
  const stage = createStage();
  const reported: unknown[] = [];
  const lines: string[] = [];
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  const desk: Desk = { db, durable: client, now };
  const policy: ApprovalPolicy = { ...PRODUCTION_POLICY, ...options.policy };
  const stopping = new AbortController();
  const closing: (() => Promise<void>)[] = [];
  const plan = (desiredCount = '5') =>
    stage.plan(scaleService, { cluster: 'production-cluster', service: 'web-service', desiredCount });
  const responding = respondingPorts({ db, now }, options.respond);
  const ports: ApiPorts = {
    ...responding,
    desk,
    tell: (line) => void lines.push(line),
    version: '0.0.0',
    planner: {
      plan: ({ parameters }) => plan(parameters['desiredCount']),
      about: () => ({ environment: 'production', access: {} }),
    },
    publicUrl,
    oidc,
    whoIsHere: here,
    report: (_number, error) => void reported.push(error),
    stopping: stopping.signal,
    pause: (ms, signal) => sleep(Math.min(ms, options.pauseMs ?? 50), undefined, { signal }).catch(() => undefined),
  };
  const api = createApi(ports);
  const origin = publicUrl?.origin ?? 'http://127.0.0.1:4600';

  async function raw(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has('host')) headers.set('host', new URL(origin).host);
    return api.request(new URL(path, origin).href, { ...init, headers });
  }

  async function askApi(path: string, { as, cookie, send, method, headers }: Asking = {}): Promise<Answer> {
    const response = await raw(path, {
      method: method ?? (send === undefined ? 'GET' : 'POST'),
      headers: {
        ...(send !== undefined && { 'content-type': 'application/json' }),
        ...(as !== undefined && { authorization: `Bearer ${as}` }),
        // As a browser has it.
        ...(cookie !== undefined && { cookie, 'sec-fetch-site': 'same-origin' }),
        ...headers,
      },
      ...(send !== undefined && { body: JSON.stringify(send) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  }

  return {
    db,
    desk,
    stage,
    reported,
    lines,
    responder: responding.responder,
    routes: api.routes,
    ask: askApi,
    raw,
    plan,
    later: (ms) => void (ahead += ms),
    person: (id, roles, email) =>
      addPerson(desk, ADMIN, { id, name: id, email: email ?? null, roles, password: PASSWORD }),
    async signIn(name, password = PASSWORD) {
      const { status, headers } = await askApi('/api/sign-in', { send: { name, password } });
      if (status !== 200) throw new Error(`sign-in was answered with ${status}`);
      return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    },
    async token(name, role, { person, by = ADMIN, scopes = [] } = {}) {
      const wish = { name, personId: person ?? null, role, scopes, expiresAt: null };
      return (await createToken(desk, by, wish)).secret;
    },
    async work() {
      const workplace = workplaceOf(db, { stage, policy, now });
      const durable = await startDurable({
        url,
        executorId: `office-${process.pid}-${Date.now()}`,
        takeWork: true,
        work(context, _run, input) {
          const { executionId, way } = input as { executionId: string; way: 'do' | Order };
          return conduct(context, workplace, { executionId, way });
        },
      });
      closing.push(() => durable.stop());
    },
    async until(status, id) {
      let seen = '';
      for (let look = 0; look < 900; look += 1) {
        const execution = await findExecution(db, id);
        seen = `${execution?.status}: ${execution?.outcome}`;
        if (execution?.status === status) return;
        await sleep(50);
      }
      throw new Error(`expected ${id} to be ${status}, it is ${seen}`);
    },
    async close() {
      stopping.abort();
      for (const end of closing) await end();
      await client.stop();
      await db.destroy();
    },
  };
}

function workplaceOf(
  db: Database,
  { stage, policy, now }: { stage: Stage; policy: ApprovalPolicy; now: () => Date },
): Workplace {
  const { world } = stage;
  const timing = {
    now: () => world.clock.now().getTime(),
    sleep: (ms: number) => Promise.resolve(world.clock.advance(ms)),
    random: () => 0.5,
  };
  const account = { id: SANDBOX_ACCOUNT, partition: 'aws', transport: inProcessTransport(world, SANDBOX_ACCOUNT) };
  return {
    db,
    now,
    open: (execution) =>
      Promise.resolve({
        aws: (region = execution.region) => createExecution(timing).open(account, region, { mayChange: true }),
        now: () => Promise.resolve(world.clock.now()),
        pause: timing.sleep,
        async waiting(ms) {
          world.clock.advance(ms);
          return 1;
        },
        replan: ({ parameters }) => stage.plan(scaleService, textsOf(parameters)),
      }),
    terraform: { apply: none, destroy: none, requireEmpty: none },
    probe: () => Promise.resolve({ ok: true, observed: 'nothing' }),
    notify: () => Promise.resolve('nobody'),
    pause: timing.sleep,
    policyOf: () => policy,
    mayApprove: (person) => mayApprove(db, person, now()),
    progress: () => undefined,
  };
}

function none(): Promise<never> {
  return Promise.reject(new Error('no Terraform here'));
}

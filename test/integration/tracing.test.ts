import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type SandboxServer, serveSandbox } from '../../src/sandbox/wire/main.ts';
import { buildCommandLine, emptyFolder, opsbook, OPSBOOK, removeFolders, start } from './cli/opsbook.ts';
import { type Databases, startDatabases } from './store/databases.ts';
import { type Collector, startCollector } from './tracing/collector.ts';

const TIMEOUT_MS = 120_000;
const WISH = ['--set', 'cluster=production-cluster', '--set', 'service=web-service', '--set', 'desiredCount=5'];
/** What is told, and nothing else: no input, no answer, no message. */
const TOLD = [
  /^(rpc\.(system|service|method)|cloud\.(account\.id|region)|error\.type)$/,
  /^http\.(request\.method|route|response\.status_code)$/,
  /^opsbook\.(channel|notification|intake|action|incidents)$/,
  /^opsbook\.(checklist|targets|fail|unknown|runbook|execution|way|environment|status|step|attempts?|outcome)$/,
];

/** The collector takes what is posted there, too, and answers 200. */
const CONFIG = `
people:
  alice: { name: Alice Example }
intake:
  ours: { type: generic, token: env:HOOK_TOKEN }
channels:
  programs: { type: webhook, url: "http://127.0.0.1:9/told", signingSecret: env:SIGNING_SECRET }
escalation:
  policies:
    all: { levels: [{ level: 1, notify: [{ channel: programs }], for: 30m }] }
incidents:
  routes: [{ match: {}, policy: all, severity: P1 }]
`;

let collector: Collector;
let databases: Databases;
let sandbox: SandboxServer;

beforeAll(async () => {
  await buildCommandLine();
  collector = await startCollector();
  databases = await startDatabases();
  sandbox = await serveSandbox({});
}, TIMEOUT_MS);
beforeEach(() => collector.clear());
afterAll(async () => {
  await Promise.all([collector?.close(), databases?.stop(), sandbox?.close()]);
  removeFolders();
}, TIMEOUT_MS);

function traced(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return opsbook(words, { env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...env } });
}

test('a checklist is one trace: the run, and below it what AWS was asked, of which no input is told', async () => {
  const { code, stdout } = await traced(['run', 'daily/health-check', '--sandbox', '--output', 'json']);
  expect(code).toBe(1);
  const result: { summary: { fail: number }; aws: { calls: number } } = JSON.parse(stdout);
  const run = collector.one('checklist');
  expect(run).toMatchObject({ parentSpanId: '', status: { code: 0 } });
  expect(run.attributes).toMatchObject({ 'opsbook.checklist': 'daily/health-check' });
  expect(Number(run.attributes['opsbook.fail'])).toBe(result.summary.fail);
  expect(run.resource).toMatchObject({ 'service.name': 'opsbook', 'service.version': expect.stringMatching(/^\d/) });
  const calls = collector.childrenOf(run);
  // One for every question; an attempt more is told by its number.
  expect(calls.length).toBe(collector.spans.length - 1);
  const attempts = calls.reduce((sum, { attributes }) => sum + Number(attributes['opsbook.attempts'] ?? 0), 0);
  expect(attempts).toBe(result.aws.calls);
  const one = collector.one('sts/GetCallerIdentity');
  expect(one.kind).toBe(3);
  expect(one.attributes).toMatchObject({ 'rpc.system': 'aws-api', 'rpc.service': 'sts', 'cloud.region': 'us-east-1' });
  expectNothingElse();
});

test('a runbook is a trace of its plan and one of its execution, step by step, with the calls of each', async () => {
  const { code } = await traced(['run', 'scaling/service', '--sandbox', '--yes', ...WISH]);
  expect(code).toBe(0);
  const plan = collector.one('plan');
  expect(collector.childrenOf(plan).map(({ name }) => name)).toContain('ecs/DescribeServices');
  const execution = collector.one('execution');
  expect(execution.attributes).toEqual({ 'opsbook.runbook': 'scaling/service', 'opsbook.status': 'succeeded' });
  const steps = collector.childrenOf(execution);
  expect(steps.map(({ name, attributes }) => [name, attributes['opsbook.outcome']])).toEqual([
    ['step change', 'done'],
    ['step change', 'done'],
    ['step wait', 'done'],
  ]);
  const scaled = steps.flatMap((step) => collector.childrenOf(step)).find(({ name }) => name === 'ecs/UpdateService');
  expect(steps.map(({ spanId }) => spanId)).toContain(scaled?.parentSpanId);
  expectNothingElse();
});

test('what went wrong is told by its code alone', async () => {
  const nowhere = ['run', 'sts-nothing', '--sandbox'];
  expect((await traced(nowhere)).code).toBe(2);
  const { status, attributes } = collector.one('checklist');
  expect([status, attributes['error.type']]).toEqual([{ code: 2 }, 'usage']);
});

test(
  'requests to the server are spans below the one who sent them, and executions go on from there',
  { timeout: TIMEOUT_MS },
  async () => {
    const folder = emptyFolder({ 'opsbook.yaml': CONFIG.replace('http://127.0.0.1:9', collector.url) });
    const env = {
      OPSBOOK_HOME: join(folder, 'home'),
      DATABASE_URL: await databases.fresh(),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_SERVICE_NAME: 'our-opsbook',
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=other,deployment.environment.name=test',
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_ACCESS_KEY_ID: 'sandbox',
      AWS_SECRET_ACCESS_KEY: 'sandbox',
      AWS_REGION: 'us-east-1',
      OPSBOOK_SANDBOX_TIME: 'jump',
      HOOK_TOKEN: 'a-token-of-sixteen-and-more',
      SIGNING_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
    };
    const up = start(process.execPath, [OPSBOOK, 'up', '--port', '0'], { cwd: folder, env });
    onTestFinished(() => void up.process.kill('SIGKILL'));
    await Promise.race([up.says('calendar  runs'), up.ended.then(({ stderr }) => Promise.reject(new Error(stderr)))]);
    const { url }: { url: string } = JSON.parse(readFileSync(join(folder, 'home', 'server.json'), 'utf8'));
    const traceId = 'a'.repeat(32);
    const traceparent = `00-${traceId}-${'b'.repeat(16)}-01`;
    const parameters = { cluster: 'production-cluster', service: 'web-service', desiredCount: '5' };
    const planned = await fetch(`${url}/api/plans`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent },
      body: JSON.stringify({ runbook: 'scaling/service', parameters }),
    });
    const { id: planId }: { id: string } = JSON.parse(await planned.text());
    const asked = await fetch(`${url}/api/executions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: '00-not-a-trace-01' },
      body: JSON.stringify({ planId }),
    });
    const { id }: { id: string } = JSON.parse(await asked.text());
    await untilOver(url, id);
    const signal = await fetch(`${url}/hooks/ours`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent, authorization: `Bearer ${env.HOOK_TOKEN}` },
      body: JSON.stringify({ key: 'checkout', title: 'No orders come in' }),
    });
    expect(signal.ok).toBe(true);
    await until(() => collector.told.length > 0);
    await fetch(`${url}/api/nothing-here`, { headers: { traceparent: `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01` } });
    up.process.kill('SIGTERM');
    expect((await up.ended).code).toBe(0);

    const hook = collector.one('POST /hooks/:name');
    expect([hook.traceId, hook.parentSpanId]).toEqual([traceId, 'b'.repeat(16)]);
    expect(collector.one('signal').attributes).toEqual({ 'opsbook.intake': 'ours', 'opsbook.action': 'trigger' });
    const delivery = collector.one('delivery');
    expect(delivery.attributes).toMatchObject({ 'opsbook.channel': 'programs', 'opsbook.notification': 'page' });
    expect(delivery.status.code).toBe(0);

    const plan = collector.one('POST /api/plans');
    expect(plan).toMatchObject({ traceId, parentSpanId: 'b'.repeat(16), kind: 2 });
    expect(plan.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': '/api/plans',
      'http.response.status_code': expect.anything(),
    });
    expect(collector.childrenOf(plan).map(({ name }) => name)).toContain('ecs/DescribeServices');
    expect(collector.one('POST /api/executions').parentSpanId).toBe('');
    const lost = collector.one('GET');
    expect([lost.parentSpanId, Number(lost.attributes['http.response.status_code'])]).toEqual(['', 404]);
    const execution = collector.one('execution');
    expect(execution.attributes).toMatchObject({ 'opsbook.execution': id, 'opsbook.status': 'succeeded' });
    expect(collector.childrenOf(execution).filter(({ name }) => name.startsWith('step '))).toHaveLength(3);
    expect(execution.resource).toMatchObject({ 'service.name': 'our-opsbook', 'deployment.environment.name': 'test' });
    expectNothingElse();
  },
);

test.each<{ what: string; env: Record<string, string> }>([
  { what: 'OTEL_SDK_DISABLED', env: { OTEL_SDK_DISABLED: 'true' } },
  { what: 'the exporter none', env: { OTEL_TRACES_EXPORTER: 'none' } },
  { what: 'a sampler that takes nothing', env: { OTEL_TRACES_SAMPLER: 'always_off' } },
])('with $what nothing is sent', async ({ env }) => {
  expect((await traced(['run', 's3-bucket-not-public', '--sandbox'], env)).code).toBe(1);
  expect(collector.spans).toEqual([]);
});

test('the endpoint of traces alone is taken as it stands', async () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: '', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces` };
  await traced(['run', 's3-bucket-not-public', '--sandbox'], env);
  expect(collector.one('checklist').attributes).toMatchObject({ 'opsbook.checklist': 's3-bucket-not-public' });
});

test('a collector that is away, silent or nonsense changes nothing but two seconds at the end', async () => {
  const silent = await startCollector({ silent: true });
  const quiet = ['plan', 'scaling/service', '--sandbox', ...WISH];
  const plainly = await opsbook(quiet);
  for (const endpoint of [silent.url, 'http://127.0.0.1:9']) {
    const spoken = await traced(quiet, { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
    expect(spoken).toMatchObject({ code: plainly.code, stdout: plainly.stdout, stderr: '' });
    expect(spoken.ms).toBeLessThan(plainly.ms + 6000);
  }
  await silent.close();
  const nonsense = await traced(quiet, { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' });
  expect(nonsense).toMatchObject({
    code: plainly.code,
    stderr: expect.stringMatching(/^opsbook: warning: no traces[^\n]+\n$/),
  });
});

function expectNothingElse(): void {
  const keys = new Set(collector.spans.flatMap(({ attributes }) => Object.keys(attributes)));
  expect([...keys].filter((key) => !TOLD.some((pattern) => pattern.test(key)))).toEqual([]);
  expect(collector.spans.some(({ status }) => status.message !== undefined)).toBe(false);
}

async function until(isSo: () => boolean): Promise<void> {
  for (let look = 0; look < 300 && !isSo(); look += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(isSo()).toBe(true);
}

async function untilOver(url: string, id: string): Promise<void> {
  for (let look = 0; look < 300; look += 1) {
    const body = await (await fetch(`${url}/api/executions/${id}`)).text();
    const { execution }: { execution: { status: string } } = JSON.parse(body);
    if (execution.status === 'succeeded') return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the execution is not over');
}

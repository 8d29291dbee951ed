// From an alarm to a post-mortem, with the real program: a simulated AWS, a server, a phone that is a web server, and the
// commands that an engineer on call would type. Everything it makes is in a temporary folder, and goes away with it.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  DescribeAlarmsCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { z } from 'zod';

const OPSBOOK = fileURLToPath(new URL('../dist/opsbook.js', import.meta.url));
const ALARM = 'api-unhealthy-hosts';
const ACCOUNT = '123456789012';
const KEY = 'the-key-of-the-demo';
const PHONE_SECRET = `whsec_${randomBytes(32).toString('base64')}`;
const ME = userInfo().username;

const heard = z.object({ kind: z.string(), subject: z.string(), body: z.string() });

interface Phone {
  readonly url: string;
  /** The next page that comes, or one that came already and was not looked at. */
  page(): Promise<string>;
  close(): void;
}

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
const folder = await mkdtemp(join(tmpdir(), 'opsbook-demo-'));
const children: ChildProcess[] = [];
const phone = await startPhone();
try {
  await demonstrate();
} catch (error) {
  process.exitCode = 1;
  console.error(error instanceof Error ? error.message : error);
} finally {
  for (const child of children.toReversed()) await ended(child);
  phone.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function demonstrate(): Promise<void> {
  say('A simulated AWS, with something wrong in it; and Opsbook, told who is on call.');
  const sandbox = await start(['sandbox', 'up', '--port', '0'], /AWS_ENDPOINT_URL=(http:\/\/127\.0\.0\.1:\d+)/);
  process.env['AWS_ENDPOINT_URL'] = sandbox;
  await writeFile(join(folder, 'opsbook.yaml'), configuration());
  const server = await start(['up', '--port', '0'], /server +(http:\/\/127\.0\.0\.1:\d+)/);
  await show(['oncall', 'who']);

  say(`The alarm ${ALARM} is on. EventBridge tells Opsbook so; here, this script does in its place.`);
  const cloudwatch = clientOf(sandbox);
  const before = await stateOf(cloudwatch);
  console.log(`POST /hooks/events → ${await tell(server, before)}\n`);
  say('The phone rings:');
  console.log(indented(await phone.page()));

  say('What is it? The account was looked at already: the likely cause comes first.');
  await seen(/first look/i);
  await show(['incident', 'show', '1']);

  say('Somebody takes it, so nobody else is paged; and says what they think.');
  await show(['incident', 'ack', '1']);
  await show(['incident', 'note', '1', 'One host of the api target group does not answer; the others carry the load']);

  say('What may help is offered as plans. One of them is carried out, with the approvals that it takes.');
  await show(['incident', 'mitigate', '1']);
  await show(
    [
      'incident',
      'mitigate',
      '1',
      'scaling/service',
      '--set',
      'cluster=production-cluster',
      '--set',
      'service=web-service',
      '--set',
      'desiredCount=6',
      '--yes',
    ],
    [0],
  );

  say('It cannot be called resolved while its alarm is on.');
  await show(['incident', 'resolve', '1'], [5]);
  say('The host is mended, the alarm goes out, and EventBridge says so.');
  await cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName: ALARM, StateValue: 'OK', StateReason: 'the host is mended' }),
  );
  console.log(`POST /hooks/events → ${await tell(server, 'OK')}\n`);
  await seen(/recovered|source says/i);
  await show(['incident', 'resolve', '1', '--note', 'The host was replaced']);

  say('The post-mortem, made of what happened. What nobody recorded is left blank.');
  await show(['incident', 'status', '1', 'post-mortem']);
  await show(['incident', 'postmortem', '1']);
}

function configuration(): string {
  return `
people:
  ${ME}: { name: You, phone: "+1-555-0100", notify: [phone] }
oncall:
  schedules:
    platform:
      timezone: America/New_York
      rotations:
        - { name: primary, type: weekly, start: 2026-01-05T09:00:00, participants: [${ME}] }
channels:
  phone: { type: webhook, url: "${phone.url}", signingSecret: "env:PHONE_SECRET" }
intake:
  events: { type: eventbridge, apiKey: "env:EVENTS_KEY", severity: P1 }
escalation:
  policies:
    platform:
      levels:
        - { level: 1, notify: [{ schedule: platform }], for: 30m }
environments:
  sandbox: { production: false, cluster: production-cluster }
`;
}

/** What EventBridge sends to an API destination: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
async function tell(server: string, value: string): Promise<string> {
  const now = new Date().toISOString();
  const event = {
    version: '0',
    id: randomBytes(8).toString('hex'),
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: ACCOUNT,
    time: now,
    region: 'us-east-1',
    resources: [`arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:${ALARM}`],
    detail: {
      alarmName: ALARM,
      state: { value, reason: 'Threshold Crossed', timestamp: now },
      previousState: { value: value === 'OK' ? 'ALARM' : 'OK', timestamp: now },
    },
  };
  const answer = await fetch(`${server}/hooks/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-opsbook-key': KEY },
    body: JSON.stringify(event),
  });
  return `${answer.status} ${(await answer.text()).trim()}`;
}

function clientOf(endpoint: string): CloudWatchClient {
  const options: CloudWatchClientConfig = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
  };
  return new CloudWatchClient(options);
}

async function stateOf(cloudwatch: CloudWatchClient): Promise<string> {
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [ALARM] }));
  return MetricAlarms[0]?.StateValue ?? 'unknown';
}

/** Prints a command and what it answers. */
async function show(words: readonly string[], codes: readonly number[] = [0]): Promise<string> {
  console.log(`$ opsbook ${words.map((word) => (/[\s"]/.test(word) ? `"${word}"` : word)).join(' ')}`);
  const { code, text } = await run(words);
  console.log(`${text.trimEnd()}\n`);
  if (!codes.includes(code))
    throw new Error(`opsbook ${words.join(' ')} ended with ${code}, not ${codes.join(' or ')}`);
  return text;
}

/** Waits until the incident's timeline says something. */
async function seen(pattern: RegExp): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const { text } = await run(['incident', 'show', '1', '--output', 'json']);
    if (pattern.test(text)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`nothing like ${String(pattern)} came to be on the timeline within 30 seconds`);
}

function run(words: readonly string[]): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [OPSBOOK, ...words], { cwd: folder, env: environment() }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
      resolve({ code, text: `${stdout}${stderr}` });
    });
  });
}

/** Starts what goes on until the end, and gives what its output is looked for. */
function start(words: readonly string[], pattern: RegExp): Promise<string> {
  const child = spawn(process.execPath, [OPSBOOK, ...words], { cwd: folder, env: environment() });
  children.push(child);
  return new Promise((resolve, reject) => {
    let text = '';
    const hear = (chunk: Buffer): void => {
      text += chunk.toString();
      const [, found] = pattern.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`opsbook ${words.join(' ')} ended with ${String(code)}:\n${text}`)));
  });
}

function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    OPSBOOK_HOME: join(folder, 'home'),
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    PHONE_SECRET,
    EVENTS_KEY: KEY,
    NO_COLOR: '1',
  };
}

async function startPhone(): Promise<Phone> {
  const waiting: ((text: string) => void)[] = [];
  const came: string[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      response.writeHead(200).end();
      const said = heard.parse(JSON.parse(body));
      if (said.kind !== 'page') return;
      const page = `${said.subject}\n${said.body}`;
      const next = waiting.shift();
      if (next) next(page);
      else came.push(page);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    page() {
      const first = came.shift();
      if (first !== undefined) return Promise.resolve(first);
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('nobody was paged within 30 seconds')), 30_000);
        waiting.push((text) => {
          clearTimeout(late);
          resolve(text);
        });
      });
    },
    close: () => server.close(),
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGINT');
  await gone;
}

function say(text: string): void {
  console.log(`── ${text}\n`);
}

function indented(text: string): string {
  return `${text.replaceAll(/^/gm, '    ')}\n`;
}

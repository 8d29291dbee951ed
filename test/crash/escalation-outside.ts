import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { readMail } from '../respond/read-mail.ts';
import { type SlackServer, startSlack } from '../respond/slack-server.ts';
import { addChannel } from '../respond/slack-workspace.ts';
import { startSmtpServer } from '../respond/smtp-server.ts';

/** Where the worker reaches the servers. */
export interface OutsideAddress {
  readonly hook: string;
  readonly pagerDuty: string;
  readonly slack: { readonly url: string; readonly token: string };
  readonly smtpPort: number;
}

/** One thing that arrived somewhere. */
export interface Heard {
  readonly place: 'hook' | 'duty' | 'chat' | 'mail';
  /** What the other side tells a repeat by. */
  readonly id: string;
  /** Of the message, with the step and the person in it; PagerDuty gets none. */
  readonly key: string;
  readonly kind: string;
  readonly body: string;
  readonly at: number;
  readonly refused?: boolean;
}

export interface PageAnswer {
  readonly status: number;
  readonly afterMs: number;
}

export const TAKEN: PageAnswer = { status: 200, afterMs: 0 };

/** The servers that stand for the world: they note what arrives, and when. */
export interface Outside {
  readonly address: OutsideAddress;
  readonly heard: readonly Heard[];
  readonly slack: SlackServer;
  /** How pages are answered at the webhook from now on; what follows a page is taken always. */
  answerPages(answer: PageAnswer): void;
}

export const SLACK_MEMBER = 'U0LEAD0001';

export async function startOutside(): Promise<Outside> {
  const heard: Heard[] = [];
  let pages: PageAnswer = TAKEN;
  const slack = await startSlack();
  slack.workspace.members.push({ id: SLACK_MEMBER, name: 'lead' });
  addChannel(slack.workspace, { name: 'ops' });
  const smtp = await startSmtpServer();
  const hook = await listen(async (headers, body) => {
    const { key = '', kind = '' } = JSON.parse(body) as { key?: string; kind?: string };
    const { status, afterMs } = kind === 'page' ? pages : TAKEN;
    const refused = status !== 200;
    heard.push({ place: 'hook', id: headers['webhook-id'] ?? '', key, kind, body, at: Date.now(), refused });
    await sleep(afterMs);
    return status;
  });
  const pagerDuty = await listen((_headers, body) => {
    const event = JSON.parse(body) as { event_action?: string; dedup_key?: string };
    const { event_action: kind = 'change', dedup_key: id = '' } = event;
    heard.push({ place: 'duty', id, key: '', kind, body, at: Date.now() });
    return Promise.resolve(202);
  });
  watch(slack.workspace.messages, ({ metadata, text: body }) => {
    const { event_payload: payload } = metadata as { event_payload: { key: string } };
    heard.push({ place: 'chat', id: payload.key, key: payload.key, kind: kindOf(payload.key), body, at: Date.now() });
  });
  watch(smtp.deliveries, ({ raw }) => {
    const { headers } = readMail(raw);
    const key = headers['x-opsbook-key'] ?? '';
    heard.push({ place: 'mail', id: headers['message-id'] ?? '', key, kind: kindOf(key), body: raw, at: Date.now() });
  });
  return {
    address: { hook, pagerDuty, slack: { url: slack.url, token: slack.token }, smtpPort: smtp.port },
    heard,
    slack,
    answerPages: (answer) => (pages = answer),
  };
}

/** Of a message by its key: what follows a page says so in it, what a room or a clock says too. */
function kindOf(key: string): string {
  const [, second = ''] = key.split('/');
  if (/^(acknowledged|resolved)$/.test(second)) return second;
  return /^\d+$/.test(second) ? 'page' : 'notice';
}

/** Tells of each that is put into a list. */
function watch<Item>(list: readonly Item[], tell: (item: Item) => void): void {
  const items = list as Item[];
  const push = items.push.bind(items);
  items.push = (...more) => {
    const length = push(...more);
    more.forEach(tell);
    return length;
  };
}

type Answer = (headers: Readonly<Record<string, string>>, body: string) => Promise<number>;

/** Lasts as long as the process of the test. */
async function listen(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    void text(request)
      .then((body) => answer(headers, body))
      .then((status) => response.writeHead(status).end())
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

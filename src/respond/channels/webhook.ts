import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Message } from '../../model/incident/message.ts';
import { defineChannel, DeliveryFailed, EVERYBODY, type Recipient } from './define.ts';
import { postJson } from './http.ts';
import { linkOf } from './letter.ts';
import { cut, fingerprint, jsonBytes } from './plain-text.ts';
import { destination, secret } from './settings.ts';

/**
 * A program of one's own, by the Standard Webhooks specification: the id is the same in every attempt, the time and with it
 * the signature are the attempt's. Texts are as they are in Opsbook: who shows them, escapes them.
 *
 * Where it goes is in the configuration, which only operators write; a server of an internal network is a good receiver, so
 * private addresses are not refused. What answers cannot send the request on: redirects are not followed.
 *
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const webhook = defineChannel({
  id: 'webhook',
  title: 'Webhook',
  setup:
    'Make a secret with `echo "whsec_$(openssl rand -base64 32)"`, give it to the receiver, and have it verify `webhook-signature`.',
  settings: z.strictObject({
    url: destination('Where messages are posted'),
    signingSecret: secret(
      'Where the secret is: `whsec_` and base64; while it is changed, the new and the old with a space',
    ),
  }),
  repeats: 'told-apart',
  addressOf: () => EVERYBODY,
  async send(message, to, use) {
    const { url, signingSecret } = use.settings;
    const keys = keysOf(signingSecret);
    const id = `msg_${fingerprint(message.key)}`;
    const timestamp = Math.floor(use.now().getTime() / 1000);
    const body = JSON.stringify(contentOf(message, to));
    const { host } = new URL(url);
    await postJson(
      {
        name: `The webhook ${host}`,
        url,
        body,
        headers: {
          'webhook-id': id,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': keys.map((key) => sign(key, `${id}.${timestamp}.${body}`)).join(' '),
        },
        taken: (status) => status >= 200 && status < 300,
        advice: "Check the channel's url and secret against the receiver's.",
        secrets: [signingSecret, ...signingSecret.split(/\s+/)],
      },
      use,
    );
    return { id, detail: `posted to ${host}` };
  },
});

const BODY_BYTES = 200 * 1024;
const LINE_BYTES = 8 * 1024;

/** Schema `opsbook/message@1`. A person is named, without addresses. */
function contentOf(message: Message, { person }: Recipient) {
  const { incident } = message;
  return {
    schema: 'opsbook/message@1',
    type: `message.${message.kind}`,
    timestamp: message.at.toISOString(),
    key: whole(message.key, LINE_BYTES),
    kind: message.kind,
    subject: whole(message.subject, LINE_BYTES),
    body: whole(message.body, BODY_BYTES),
    incident: incident && {
      number: incident.number,
      title: whole(incident.title, LINE_BYTES),
      severity: incident.severity,
      status: whole(incident.status, LINE_BYTES),
      openedAt: incident.openedAt.toISOString(),
      url: linkOf(message),
      dedupKey: whole(incident.dedupKey, LINE_BYTES),
    },
    person: person && { id: person.id, name: person.name },
  };
}

/** Half a character is valid JSON here and an error in most other languages. */
function whole(text: string, mostBytes: number): string {
  return cut(text.replaceAll(/\p{Surrogate}/gu, '\ufffd'), mostBytes, jsonBytes);
}

/** 24 to 64 bytes each, by the specification. */
function keysOf(secrets: string): Buffer[] {
  const keys = secrets
    .trim()
    .split(/\s+/)
    .map((text) => (/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text.slice(6), 'base64') : Buffer.of()));
  if (keys.every(({ length }) => length >= 24 && length <= 64)) return keys;
  throw new DeliveryFailed(
    'The webhook was not called: signingSecret is not `whsec_` and 24 to 64 bytes in base64. Make one as the setup says.',
    { permanent: true },
  );
}

function sign(key: Buffer, content: string): string {
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}

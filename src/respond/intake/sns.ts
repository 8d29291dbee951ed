import { z } from 'zod';
import { check, readJson } from './body.ts';
import { type Accepted, defineIntake, type IntakeUse, NotAccepted, type Received } from './define.ts';
import { at, fieldOf } from './look.ts';
import { requireSigned } from './sns-certificate.ts';
import { type Envelope, envelopeSchema } from './sns-envelope.ts';
import { readNotification } from './sns-notification.ts';
import { certificateHost, certificateUrl, confirmationUrl, snsOrigin, topicArn } from './sns-origin.ts';
import { quoted } from './text.ts';

/**
 * SNS goes on trying for an hour at most, with the same timestamp and signature; what is older was kept by somebody, and
 * is sent again. https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
const MAX_AGE_MS = 60 * 60_000;

export const sns = defineIntake({
  id: 'sns',
  title: 'Amazon SNS',
  setup:
    'Subscribe the address of this intake to the topic with the protocol HTTPS, and leave raw message delivery off: raw ' +
    'messages carry no signature. The subscription is confirmed by itself. Let alarms notify the topic in ALARM and in OK.',
  settings: z.strictObject({
    topics: z.array(topicArn()).min(1).describe('Whose messages are taken; others are refused'),
    certificateHost: certificateHost(),
  }),
  async receive(request, use) {
    const envelope = readEnvelope(request);
    const { topics, certificateHost: standIn } = use.settings;
    // Before anything is fetched: a stranger must not make this machine ask anybody anything.
    if (!topics.includes(envelope.TopicArn)) {
      throw new NotAccepted(403, `the topic is none of this intake's: ${quoted(envelope.TopicArn)}`);
    }
    const ageMs = use.now().getTime() - Date.parse(envelope.Timestamp);
    if (ageMs > MAX_AGE_MS) throw new NotAccepted(403, `the message is more than an hour old: ${envelope.Timestamp}`);
    const origin = snsOrigin(envelope.TopicArn, standIn);
    const certificate = certificateUrl(envelope, origin);
    const confirm = envelope.Type === 'Notification' ? '' : confirmationUrl(envelope, origin);
    await requireSigned(envelope, certificate, use);
    switch (envelope.Type) {
      case 'Notification':
        return readNotification(envelope, use.now());
      case 'SubscriptionConfirmation':
        return await confirmSubscription(envelope.TopicArn, confirm, use.fetch);
      case 'UnsubscribeConfirmation':
        // Never taken back: whoever unsubscribed it may do so, and a person has to see it.
        return { signals: [], note: `the subscription to ${envelope.TopicArn} was ended: its alarms come no more` };
    }
  },
});

function readEnvelope(request: Received): Envelope {
  if (fieldOf(request.headers, 'x-amz-sns-rawdelivery') === 'true') throw unsigned('raw message delivery is on');
  const json = readJson(request.body);
  if (at(json, 'Signature') === undefined) throw unsigned('is raw message delivery on?');
  return check(envelopeSchema, json);
}

function unsigned(why: string): NotAccepted {
  return new NotAccepted(401, `the signature is missing: ${why} (turn it off in the subscription)`);
}

/** @throws NotAccepted 502, after which SNS sends the confirmation again */
async function confirmSubscription(topic: string, url: string, fetch: IntakeUse['fetch']): Promise<Accepted> {
  const status = await statusOf(url, fetch).catch((cause: unknown) => {
    throw new NotAccepted(502, `the subscription could not be confirmed: ${topic}`, { cause });
  });
  if (status !== 200) throw new NotAccepted(502, `the subscription could not be confirmed (${status}): ${topic}`);
  return { signals: [], note: `confirmed the subscription to ${topic}` };
}

async function statusOf(url: string, fetch: IntakeUse['fetch']): Promise<number> {
  const response = await fetch(url, { redirect: 'error' });
  await response.body?.cancel();
  return response.status;
}

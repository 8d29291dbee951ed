import { z } from 'zod';
import { destination } from '../channels/settings.ts';
import { NotAccepted } from './define.ts';
import type { Confirmation, Envelope } from './sns-envelope.ts';
import { quoted } from './text.ts';

/** A FIFO topic, whose name ends in `.fifo`, delivers to no HTTPS endpoint. */
const TOPIC = /^arn:(aws|aws-cn|aws-us-gov):sns:([a-z]{2,4}(?:-[a-z]+)+-\d{1,2}):\d{12}:[A-Za-z0-9_-]{1,256}$/;
const CERTIFICATE = /^\/SimpleNotificationService-[0-9a-f]{1,64}\.pem$/;
const HERE = new Set(['localhost', '127.0.0.1', '[::1]']);

export function topicArn() {
  return z.string().regex(TOPIC, 'the ARN of a standard SNS topic: arn:aws:sns:<region>:<account>:<name>');
}

/** For tests: whoever may set it, says whose messages are believed. So it is of this machine only. */
export function certificateHost() {
  return destination('Only for tests: the origin on this machine that stands in for SNS, like http://127.0.0.1:4100')
    .refine((text) => isOrigin(text), 'an origin, without a path: http://127.0.0.1:4100')
    .refine((text) => HERE.has(new URL(text).hostname), 'only this machine can stand in for SNS')
    .optional();
}

/**
 * Where SNS of the topic's own region is reached: what comes from another place proves nothing about this topic.
 * @throws NotAccepted 403 for what is no topic
 */
export function snsOrigin(topic: string, standIn: string | undefined): string {
  const [, partition, region] = TOPIC.exec(topic) ?? [];
  if (region === undefined) throw new NotAccepted(403, `not the ARN of a topic: ${quoted(topic)}`);
  if (standIn !== undefined && HERE.has(new URL(standIn).hostname)) return new URL(standIn).origin;
  return `https://sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;
}

/**
 * The address of the certificate, compared as a text: nothing is left to how an URL may be read.
 * @throws NotAccepted 403
 */
export function certificateUrl({ SigningCertURL: url }: Envelope, origin: string): string {
  if (url.startsWith(origin) && CERTIFICATE.test(url.slice(origin.length))) return url;
  throw new NotAccepted(403, `the signing certificate is not at SNS of the topic's region, ${origin}: ${quoted(url)}`);
}

/**
 * Where the subscription is confirmed: made here from what was checked, once what was sent says the same.
 * @throws NotAccepted 403
 */
export function confirmationUrl(confirmation: Confirmation, origin: string): string {
  const { TopicArn, Token, SubscribeURL } = confirmation;
  const expected = new URLSearchParams({ Action: 'ConfirmSubscription', TopicArn, Token });
  if (!URL.canParse(SubscribeURL) || !isSame(new URL(SubscribeURL), origin, expected)) {
    throw new NotAccepted(403, `the SubscribeURL does not confirm this topic at ${origin}: ${quoted(SubscribeURL)}`);
  }
  return `${origin}/?${expected.toString()}`;
}

function isSame(url: URL, origin: string, expected: URLSearchParams): boolean {
  const given = [...url.searchParams];
  const bare = url.origin === origin && url.username === '' && url.password === '' && url.pathname === '/';
  return (
    bare &&
    given.length === expected.size &&
    [...expected].every(([name, value]) => url.searchParams.get(name) === value)
  );
}

function isOrigin(text: string): boolean {
  const { origin, pathname, search, hash } = new URL(text);
  return (text === origin || text === `${origin}/`) && pathname === '/' && search === '' && hash === '';
}

import { NotAccepted, type Received } from './define.ts';
import { fieldOf } from './look.ts';
import { hmacSha256, isSigned } from './proof.ts';

/** What is older, or newer, was kept by somebody or comes from another clock. */
const WINDOW_MS = 5 * 60_000;

/**
 * Proves who sent it; gives the id of the message, which is the same when it is sent again.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * @throws NotAccepted 401 for a header that is missing, a time out of five minutes, another signature
 */
export function requireStandardWebhook(request: Received, secret: string, now: Date): string {
  const id = headerOf(request, 'webhook-id', /^[\x21-\x7e]{1,200}$/);
  const timestamp = headerOf(request, 'webhook-timestamp', /^\d{1,12}$/);
  const signatures = headerOf(request, 'webhook-signature', /^[\x20-\x7e]{1,4000}$/);
  if (Math.abs(now.getTime() - Number(timestamp) * 1000) > WINDOW_MS) {
    throw new NotAccepted(401, `the webhook-timestamp is more than five minutes from now: ${timestamp}`);
  }
  // The secret is written in Base64, mostly behind a prefix that says what it is.
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const digest = hmacSha256(key, `${id}.${timestamp}.`, request.body);
  const given = signatures.split(' ').filter((one) => one.startsWith('v1,'));
  if (
    isSigned(
      digest,
      given.map((one) => Buffer.from(one.slice(3), 'base64')),
    )
  )
    return id;
  throw new NotAccepted(401, 'the webhook-signature is not one with the secret of this intake');
}

function headerOf(request: Received, name: string, form: RegExp): string {
  const value = fieldOf(request.headers, name);
  if (value === undefined) throw new NotAccepted(401, `the header is missing: ${name}`);
  if (!form.test(value)) throw new NotAccepted(401, `the header is not as Standard Webhooks has it: ${name}`);
  return value;
}

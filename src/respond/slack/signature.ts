import { createHmac, timingSafeEqual } from 'node:crypto';
import { NotAccepted, type Received } from '../intake/define.ts';

/** Slack's own window against replays. */
const WINDOW_S = 300;

/**
 * Proves that the bytes come from Slack, now. https://docs.slack.dev/authentication/verifying-requests-from-slack
 * @returns when it was sent
 * @throws NotAccepted
 */
export function verifySignature({ headers, body }: Received, signingSecret: string | undefined, now: Date): Date {
  // Whoever knows that the secret is empty could sign.
  if (signingSecret === undefined || signingSecret === '') {
    throw new NotAccepted(401, 'Slack’s requests cannot be checked: set `signingSecret` of the Slack channel');
  }
  const timestamp = headers['x-slack-request-timestamp'] ?? '';
  const given = /^v0=([0-9a-f]{64})$/.exec(headers['x-slack-signature'] ?? '')?.[1];
  if (!/^\d{1,11}$/.test(timestamp) || given === undefined) {
    throw new NotAccepted(
      401,
      'Not signed as Slack signs: X-Slack-Signature or X-Slack-Request-Timestamp is missing or malformed',
    );
  }
  const expected = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest();
  if (!timingSafeEqual(expected, Buffer.from(given, 'hex'))) {
    throw new NotAccepted(
      401,
      'Signed with another secret: compare `signingSecret` with Basic Information → Signing Secret',
    );
  }
  const sentS = Number(timestamp);
  if (Math.abs(now.getTime() / 1000 - sentS) > WINDOW_S) {
    throw new NotAccepted(401, 'Signed more than five minutes ago or ahead: a replay, or one of the clocks is wrong');
  }
  return new Date(sentS * 1000);
}

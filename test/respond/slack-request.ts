import { createHmac } from 'node:crypto';

/** What Slack sends to us, signed as Slack signs: https://docs.slack.dev/authentication/verifying-requests-from-slack */
export interface SlackRequest {
  readonly headers: Record<string, string>;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly query: Record<string, string>;
}

interface Sending {
  readonly secret: string;
  readonly at: Date;
  /** Of a redelivery: 1, 2, 3. */
  readonly retryNum?: number;
}

/** The Events API. */
export function eventRequest(body: object, sending: Sending): SlackRequest {
  return signed(JSON.stringify(body), 'application/json', sending);
}

/** A button that was pressed. */
export function actionRequest(payload: object, sending: Sending): SlackRequest {
  return formRequest({ payload: JSON.stringify(payload) }, sending);
}

/** A slash command, or another form. */
export function formRequest(fields: Record<string, string>, sending: Sending): SlackRequest {
  return signed(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded', sending);
}

/** Text, or bytes that are none. */
export function signed(
  content: string | Uint8Array<ArrayBuffer>,
  contentType: string,
  { secret, at, retryNum }: Sending,
): SlackRequest {
  const body = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  const retry = { 'x-slack-retry-num': String(retryNum), 'x-slack-retry-reason': 'http_timeout' };
  return {
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
      ...(retryNum === undefined ? {} : retry),
    },
    body,
    query: {},
  };
}

/** Sends it, as Slack would, to where the app's Request URL points. */
export function deliver(url: string, { headers, body }: SlackRequest): Promise<Response> {
  return fetch(url, { method: 'POST', headers, body, redirect: 'error' });
}

import type * as SlackSdk from '@slack/web-api';
import type { Logger, WebClient } from '@slack/web-api';
import { DeliveryFailed } from '../channels/define.ts';
import { refusal } from './failures.ts';
import type { SlackUse } from './settings.ts';

type Sdk = typeof SlackSdk;

/** `use.fetch` ends too; this holds where somebody gives another. */
const ANSWER_WITHIN_MS = 10_000;
const HINT_LENGTH = 300;

/**
 * Asks Slack once. No retry, no waiting for a rate limit to pass: who delivers keeps the outcome and tries again.
 * The client refuses redirects by itself, so that the token goes nowhere else.
 * https://docs.slack.dev/tools/node-slack-sdk/web-api/
 *
 * @param doing for the error: `posting to #ops`
 * @throws DeliveryFailed with `retryAfterMs` of a 429; SlackRefusal where Slack names a reason
 */
export async function askSlack<Answer>(
  use: SlackUse,
  doing: string,
  ask: (client: WebClient) => Promise<Answer>,
): Promise<Answer> {
  // Loaded here, so that a command line that sends nothing does not wait for it.
  const sdk = await import('@slack/web-api');
  const { token, apiUrl, team } = use.settings;
  const client = new sdk.WebClient(token, {
    slackApiUrl: apiUrl,
    fetch: (url, init) => use.fetch(url, init),
    timeout: ANSWER_WITHIN_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: silent(sdk),
    ...(team === undefined ? {} : { teamId: team }),
  });
  try {
    return await ask(client);
  } catch (error) {
    throw translate(sdk, error, doing);
  }
}

function translate(sdk: Sdk, error: unknown, doing: string): DeliveryFailed {
  if (error instanceof DeliveryFailed) return error;
  if (error instanceof sdk.WebAPIRateLimitedError) {
    const { retryAfter } = error;
    return new DeliveryFailed(`Slack is asked too often, ${doing}: it wants ${retryAfter} s of quiet`, {
      cause: error,
      retryAfterMs: Math.max(0, retryAfter * 1000),
    });
  }
  if (error instanceof sdk.WebAPIPlatformError) {
    const { error: reason, response_metadata: more } = error.data;
    const hint = [needed(error.data), ...(more?.messages ?? [])].filter((one) => one !== '').join(' ');
    const retryAfterMs = more?.retryAfter === undefined ? null : Math.max(0, more.retryAfter * 1000);
    return refusal(String(reason), { doing, hint: hint.slice(0, HINT_LENGTH), retryAfterMs, cause: error });
  }
  if (error instanceof sdk.WebAPIHTTPError) {
    const seconds = Number(error.headers['retry-after'] ?? Number.NaN);
    return new DeliveryFailed(`Slack answered ${error.statusCode}, ${doing}: it will be tried again`, {
      cause: error,
      retryAfterMs: Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : null,
    });
  }
  // Here nobody can tell: the answer got lost, or the request did.
  const reason = error instanceof Error ? error.message : String(error);
  return new DeliveryFailed(`Slack gave no answer, ${doing}: ${reason}; whether it was done is looked up next time`, {
    cause: error,
  });
}

/** Of `missing_scope`, the scope. */
function needed(answer: object): string {
  return 'needed' in answer && typeof answer.needed === 'string' ? answer.needed : '';
}

/** What goes wrong is thrown; the client's own lines would go to the console. */
function silent(sdk: Sdk): Logger {
  return {
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: ignore,
    setLevel: ignore,
    setName: ignore,
    getLevel: () => sdk.LogLevel.ERROR,
  };
}

function ignore(): void {}

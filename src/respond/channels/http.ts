import { type ChannelUse, DeliveryFailed } from './define.ts';
import { cut, plainLine } from './plain-text.ts';

/** The Standard Webhooks specification advises 15 to 30 seconds. */
const TIMEOUT_MS = 15_000;
/** Of an answer no more is read than an error message has use for. */
const ANSWER_BYTES = 16_384;
const QUOTED_CHARACTERS = 200;

/** Of the statuses 400 to 499 those that pass by themselves: a slow request, a lock, another server, too early, too many. */
const PASSING = new Set([408, 409, 421, 425, 429]);

/** Nothing had been said yet. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

export interface JsonPost {
  /** As people call the other side: errors begin with it. */
  readonly name: string;
  readonly url: string;
  /** JSON, as it was signed where it is signed. */
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The status of what was taken. */
  readonly taken: (status: number) => boolean;
  /** What to do when it is refused for good; a sentence. */
  readonly advice: string;
  /** What an error must not repeat, even when the answer does. */
  readonly secrets: readonly string[];
  readonly timeoutMs?: number;
}

/**
 * Posts once, follows no redirect, and gives the start of the answer's text.
 * @throws DeliveryFailed permanent where the same would be refused again
 */
export async function postJson(post: JsonPost, use: Pick<ChannelUse, 'fetch' | 'now'>): Promise<string> {
  const response = await request(post, use.fetch);
  const text = await startOf(response);
  if (post.taken(response.status)) return text;
  const said = quote(text, post.secrets);
  const { status } = response;
  if (isPermanent(status)) {
    throw new DeliveryFailed(`${post.name} answered ${status}${said}. ${post.advice}`, { permanent: true });
  }
  throw new DeliveryFailed(`${post.name} answered ${status}${said}. It can be tried again.`, {
    retryAfterMs: retryAfterMs(response.headers.get('retry-after'), use.now()),
  });
}

/**
 * Milliseconds to wait by a Retry-After header, which holds seconds or a date; null where it says neither.
 * https://www.rfc-editor.org/rfc/rfc9110.html#name-retry-after
 */
export function retryAfterMs(header: string | null, now: Date): number | null {
  const value = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  // Date.parse takes nearly anything, `-5` too.
  const at = /^[A-Za-z]{3,9},? /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

async function request(post: JsonPost, send: ChannelUse['fetch']): Promise<Response> {
  const timeoutMs = post.timeoutMs ?? TIMEOUT_MS;
  try {
    return await send(post.url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'opsbook', ...post.headers },
      body: post.body,
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    const code = codeOf(error);
    const why = isTimeout(error) ? `within ${timeoutMs / 1000} s` : `(${code})`;
    const next = NEVER_SENT.has(code) ? 'It' : 'Whether it arrived is not known; it';
    throw new DeliveryFailed(`${post.name} gave no answer ${why}. ${next} can be tried again.`, { cause: error });
  }
}

/** What was taken is taken, also when the connection breaks before its answer has been read. */
async function startOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    const reader = response.body?.getReader();
    while (reader && bytes < ANSWER_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      bytes += value.byteLength;
    }
    await reader?.cancel();
  } catch {
    // The status has said what there is to know.
  }
  return Buffer.concat(chunks).subarray(0, ANSWER_BYTES).toString();
}

function isPermanent(status: number): boolean {
  // A redirect for good is an address that has moved; one for now may be a gateway in maintenance.
  if (status === 301 || status === 308) return true;
  return status >= 400 && status < 500 && !PASSING.has(status);
}

function quote(text: string, secrets: readonly string[]): string {
  const hidden = secrets.filter((secret) => secret !== '').reduce((all, secret) => all.replaceAll(secret, '***'), text);
  const line = cut(plainLine(hidden), QUOTED_CHARACTERS);
  return line === '' ? '' : ` (${line})`;
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}

/** The system's name for what broke, which `fetch` keeps in the cause. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.name : codeOf(error.cause);
}

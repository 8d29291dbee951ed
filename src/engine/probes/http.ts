import type { Probe } from '../../model/plan.ts';
import type { Probed } from '../execute/ports.ts';

type HttpProbe = Extract<Probe, { type: 'http' }>;

const TIMEOUT_MS = 10_000;
/** Of a body that is searched. */
const MOST_CHARACTERS = 1_000_000;

/** One GET: the status that is expected, and the words in its body. A redirection is an answer of its own, not followed. */
export async function probeHttp(url: string, { status, contains }: HttpProbe, timeoutMs = TIMEOUT_MS): Promise<Probed> {
  try {
    const answer = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { 'user-agent': 'opsbook-probe' },
    });
    const body = contains === undefined ? '' : (await answer.text()).slice(0, MOST_CHARACTERS);
    if (contains === undefined) await answer.body?.cancel();
    if (answer.status !== status) return { ok: false, observed: `it answers ${answer.status} instead of ${status}` };
    if (contains === undefined || body.includes(contains)) return { ok: true, observed: `it answers ${status}` };
    return { ok: false, observed: `it answers ${status}, without "${contains}"` };
  } catch (error) {
    return { ok: false, observed: `it does not answer: ${reasonOf(error, timeoutMs)}` };
  }
}

/** Without the URL, which may hold a secret. */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return 'no reason is given';
  if (error.name === 'TimeoutError') return `not within ${timeoutMs / 1000} s`;
  const { cause } = error;
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string')
    return cause.code;
  return error.message.startsWith('Failed to parse URL') ? 'its URL is none' : error.message;
}

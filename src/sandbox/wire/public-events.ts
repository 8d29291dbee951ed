import { SandboxError, Unreachable } from '../error.ts';
import type { Structure, WireResponse } from './message.ts';

/** Where AWS's public list of events under way stands, on health.aws.amazon.com. It takes no signature. */
export const PUBLIC_EVENTS_PATH = '/public/currentevents';

/** The list as AWS serves it: a JSON array in big-endian UTF-16, with a byte order mark. */
export async function answerPublicEvents(read: () => Promise<object>): Promise<WireResponse | 'hang-up'> {
  try {
    // The handler's output is a structure with its types worn off.
    const { events = [] } = (await read()) as Structure;
    const body = Buffer.from(`\uFEFF${JSON.stringify(events)}`, 'utf16le').swap16();
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  } catch (error) {
    if (error instanceof Unreachable) return 'hang-up';
    if (!(error instanceof SandboxError)) throw error;
    const body = JSON.stringify({ code: error.code, message: error.message });
    return { status: error.status, headers: { 'content-type': 'application/json' }, body };
  }
}

import type { MiddlewareHandler } from 'hono';
import { Problem } from '../problem.ts';

const HERE = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Refuses what was sent to another name: a page whose name was made to point at this machine (DNS rebinding) can send
 * requests here, but the name stays in them. A proxy has to leave the name as it was asked for.
 */
export function onlyOurHost(publicUrl: URL | null): MiddlewareHandler {
  return async (context, next) => {
    // A request may also name the server in its first line.
    const named = new URL(context.req.url).host;
    const names = [named, context.req.header('host') ?? named];
    if (!names.every((name) => isHere(name) || name.toLowerCase() === publicUrl?.host)) {
      throw new Problem(421, 'this server does not go by that name: see server.publicUrl of the configuration');
    }
    await next();
  };
}

/** Whether a Host header names this machine's loopback, on whatever port. */
function isHere(host: string): boolean {
  return HERE.has(host.toLowerCase().replace(/:\d{1,5}$/, ''));
}

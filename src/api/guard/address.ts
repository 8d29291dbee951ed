import type { Context } from 'hono';

/** Where a request comes from: what the proxy in front says it does, where there is one. */
export function addressOf(context: Context, publicUrl: URL | null): string {
  const forwarded = publicUrl ? context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  return forwarded?.slice(0, 64) || (peerOf(context.env) ?? 'unknown');
}

/** Of Node's request, where there is one. */
function peerOf(environment: unknown): string | undefined {
  const incoming = member(environment, 'incoming');
  const address = member(member(incoming, 'socket'), 'remoteAddress');
  return typeof address === 'string' ? address : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

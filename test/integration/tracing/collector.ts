import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

/** https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
const attributes = z
  .array(z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) }))
  .default([])
  .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, Object.values(value)[0]])));
const spanSchema = z.object({
  traceId: z.string().length(32),
  spanId: z.string().length(16),
  parentSpanId: z.string().default(''),
  name: z.string(),
  kind: z.int(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes,
  status: z.object({ code: z.int().default(0), message: z.string().optional() }),
});
const request = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })),
    }),
  ),
});

export type SentSpan = z.infer<typeof spanSchema> & { readonly resource: Readonly<Record<string, unknown>> };

/** Takes traces as a collector does, over HTTP and JSON. */
export interface Collector {
  readonly url: string;
  readonly spans: readonly SentSpan[];
  /** What was posted to `/told` beside. */
  readonly told: readonly string[];
  /** The only span of that name, or the one among several that fits. */
  one(name: string, fits?: (span: SentSpan) => boolean): SentSpan;
  childrenOf(span: SentSpan): readonly SentSpan[];
  clear(): void;
  close(): Promise<void>;
}

export async function startCollector({ silent = false } = {}): Promise<Collector> {
  const spans: SentSpan[] = [];
  const told: string[] = [];
  async function take(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of asked) parts.push(part);
    // One that takes everything and never says so.
    if (silent) return;
    if (asked.url === '/told') {
      told.push(Buffer.concat(parts).toString());
      answer.end('{}');
      return;
    }
    for (const { resource, scopeSpans } of request.parse(JSON.parse(Buffer.concat(parts).toString())).resourceSpans) {
      const all = scopeSpans.flatMap((scope) => scope.spans);
      if (asked.url === '/v1/traces') spans.push(...all.map((span) => ({ ...span, resource: resource.attributes })));
    }
    answer.setHeader('content-type', 'application/json').end('{}');
  }
  const server = createServer((asked, answer) => void take(asked, answer));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    told,
    one(name, fits = () => true) {
      const found = spans.filter((span) => span.name === name && fits(span));
      const [only] = found;
      if (only && found.length === 1) return only;
      throw new Error(
        `${found.length} spans ${name} among: ${[...new Set(spans.map((span) => span.name))].join(', ')}`,
      );
    },
    childrenOf: ({ traceId, spanId }) =>
      spans.filter((span) => span.traceId === traceId && span.parentSpanId === spanId),
    clear: () => void spans.splice(0),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

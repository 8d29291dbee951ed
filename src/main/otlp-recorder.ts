import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  ROOT_CONTEXT,
  type Span as OtelSpan,
  SpanKind,
  SpanStatusCode,
  trace,
  isSpanContextValid,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Span, SpanAttributes, SpanRecorder } from '../model/span.ts';

export interface OtlpRecorder {
  readonly record: SpanRecorder;
  readonly end: () => Promise<void>;
}

/** Whoever waits for a command does not wait for a collector that is away. */
const END_WITHIN_MS = 2000;

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER } as const;

/** Spans of this process, in batches to a collector. Where and how is the SDK's to read from `OTEL_*`. */
export function createOtlpRecorder(serviceName: string | undefined, version: string): OtlpRecorder {
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'opsbook', 'service.version': version })
      .merge(detectResources({ detectors: [envDetector] }))
      .merge(resourceFromAttributes(serviceName === undefined ? {} : { 'service.name': serviceName })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  const tracer = provider.getTracer('opsbook', version);
  const current = new AsyncLocalStorage<Context>();
  return {
    record: (about, work) => {
      const { name, kind, attributes = {}, traceparent } = about;
      const parent = remoteParent(traceparent) ?? current.getStore() ?? ROOT_CONTEXT;
      const own = tracer.startSpan(
        name,
        { kind: kind ? KINDS[kind] : SpanKind.INTERNAL, attributes: known(attributes) },
        parent,
      );
      return current.run(trace.setSpan(parent, own), () => seen(own, work));
    },
    end: () => within(provider.shutdown()),
  };
}

async function seen<T>(own: OtelSpan, work: (span: Span) => Promise<T>): Promise<T> {
  let failure: string | undefined;
  function fail(type: string): void {
    failure = type;
    own.setAttribute('error.type', type);
    own.setStatus({ code: SpanStatusCode.ERROR });
  }
  try {
    return await work({
      rename: (name) => void own.updateName(name),
      set: (attributes) => void own.setAttributes(known(attributes)),
      fail,
    });
  } catch (error) {
    // Its message may hold what is nobody's business where traces are kept.
    if (failure === undefined) fail(typeOf(error));
    throw error;
  } finally {
    own.end();
  }
}

function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function known(attributes: SpanAttributes): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([key, value]) => (value == null ? [] : [[key, value]])),
  );
}

/** Undefined where there is none, or none that can be meant. */
function remoteParent(traceparent: string | undefined): Context | undefined {
  const [, version, traceId, spanId, flags] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/.exec(traceparent?.trim() ?? '') ?? [];
  if (version === undefined || version === 'ff' || !traceId || !spanId || !flags) return undefined;
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return isSpanContextValid(context) ? trace.setSpanContext(ROOT_CONTEXT, context) : undefined;
}

/** That a collector does not take it is no failure of what was done. */
async function within(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, END_WITHIN_MS);
  });
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
}

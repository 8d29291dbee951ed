import { recordSpansBy } from '../model/span.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Tracing {
  /** Sends what is left, for no longer than a moment. */
  end(): Promise<void>;
}

interface Starting {
  readonly version: string;
  readonly tell: (line: string) => void;
}

/**
 * Records spans and sends them by OTLP, where a place for them is named; undefined else. Nothing that goes wrong with it
 * is any reason not to do the work.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export async function startTracing(
  environment: Environment,
  { version, tell }: Starting,
): Promise<Tracing | undefined> {
  const endpoint = endpointOf(environment);
  if (endpoint === undefined) return undefined;
  if (!URL.canParse(endpoint) || !/^https?:/i.test(endpoint)) {
    tell('warning: no traces are sent: OTEL_EXPORTER_OTLP_ENDPOINT is no URL, e.g. http://127.0.0.1:4318');
    return undefined;
  }
  if (protocolOf(environment) === 'grpc') {
    tell('warning: traces are sent by http/json, whatever OTEL_EXPORTER_OTLP_PROTOCOL says: the port is usually 4318');
  }
  const { createOtlpRecorder } = await import('./otlp-recorder.ts');
  const { record, end } = createOtlpRecorder(environment['OTEL_SERVICE_NAME'] || undefined, version);
  recordSpansBy(record);
  return {
    async end() {
      recordSpansBy(undefined);
      await end();
    },
  };
}

function endpointOf(environment: Environment): string | undefined {
  if (environment['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return undefined;
  if (environment['OTEL_TRACES_EXPORTER'] === 'none') return undefined;
  return environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || environment['OTEL_EXPORTER_OTLP_ENDPOINT'] || undefined;
}

function protocolOf(environment: Environment): string | undefined {
  return environment['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] || environment['OTEL_EXPORTER_OTLP_PROTOCOL'];
}

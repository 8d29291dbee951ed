import type { NormalizedSchema } from '@smithy/core/schema';
import type { WireRequest } from './message.ts';
import type { Operation, Route, ServiceTable } from './service.ts';

export interface Routed {
  readonly operation: Operation;
  readonly route: Route;
  /** The labels' values, still percent-encoded. */
  readonly labels: Readonly<Record<string, string>>;
  readonly bucket: string | undefined;
}

export function routeOf([method, uri, status]: readonly [string, string, number], input: NormalizedSchema): Route {
  const [path = '', query = ''] = uri.split('?');
  const labels: string[] = [];
  const pattern = path
    .replace(/\/$/, '')
    .replace(/[.$^*()]/g, '\\$&')
    .replace(/\{([^}+]+)(\+?)\}/g, (_whole, label: string, greedy: string) => {
      labels.push(label);
      return greedy ? '(.+)' : '([^/]+)';
    });
  const required = requiredMembers(input).map((name) => input.getMemberSchema(name).getMergedTraits());
  return {
    method,
    path: new RegExp(`^${pattern}/?$`),
    labels,
    literals: [...new URLSearchParams(query)].filter(([key]) => key !== 'x-id'),
    requiredQuery: required.flatMap(({ httpQuery }) => httpQuery ?? []),
    requiredHeaders: required.flatMap(({ httpHeader }) => httpHeader?.toLowerCase() ?? []),
    takesBucket: memberNames(input).includes('Bucket'),
    fixedLength: path.replace(/\{[^}]+\}/g, '').length,
    status,
  };
}

/** The operation that fits a request best, or undefined where none does. */
export function findRoute(service: ServiceTable, request: WireRequest): Routed | undefined {
  // The SDK's S3 schemas have no bucket in their paths: where it stands is for the endpoint rules to say.
  const inS3 = service.name === 's3';
  const { bucket, path } = inS3 ? bucketAndPath(request) : { bucket: undefined, path: request.path };
  const query = new URLSearchParams(request.search);
  let best: Routed | undefined;
  let bestScore = -Infinity;
  for (const operation of service.operations.values()) {
    const { route } = operation;
    if (route?.method !== request.method || (inS3 && route.takesBucket !== (bucket !== undefined))) continue;
    const found = route.path.exec(path === '/' ? '' : path);
    const score = found ? scoreOf(operation, route, query, request) : -Infinity;
    if (!found || score <= bestScore) continue;
    best = { operation, route, labels: labelsOf(route, found), bucket };
    bestScore = score;
  }
  return best;
}

/** The more of an operation's own marks a request carries, the surer it is the one that is meant. */
function scoreOf({ name }: Operation, route: Route, query: URLSearchParams, { headers }: WireRequest): number {
  const literal = route.literals.every(([key, value]) => query.has(key) && (value === '' || query.get(key) === value));
  const complete =
    route.requiredQuery.every((key) => query.has(key)) &&
    route.requiredHeaders.every((key) => headers[key] !== undefined);
  if (!literal || !complete) return -Infinity;
  const marks = 10 * route.literals.length + 5 * (route.requiredQuery.length + route.requiredHeaders.length);
  // The JavaScript SDK names the operation outright; boto3 does not.
  return marks + (query.get('x-id') === name ? 100 : 0) + route.fixedLength / 1000;
}

function labelsOf({ labels }: Route, found: RegExpExecArray): Record<string, string> {
  return Object.fromEntries(labels.map((label, index) => [label, found[index + 1] ?? '']));
}

/** `bucket.localhost/key`, `bucket.s3.localhost/key` or `localhost/bucket/key`. */
function bucketAndPath({ path, headers }: WireRequest): { bucket: string | undefined; path: string } {
  const inHost = /^(.+)\.localhost(?::\d+)?$/
    .exec(headers['host'] ?? '')?.[1]
    ?.replace(/(?:^|\.)s3(?:[.-][a-z0-9-]+)?$/, '');
  if (inHost) return { bucket: inHost, path };
  const slash = path.indexOf('/', 1);
  const first = path.slice(1, slash < 0 ? undefined : slash);
  return { bucket: first === '' ? undefined : decodeURIComponent(first), path: slash < 0 ? '/' : path.slice(slash) };
}

function memberNames(schema: NormalizedSchema): readonly string[] {
  const raw = schema.getSchema();
  return schema.isStructSchema() && Array.isArray(raw) ? ((raw as unknown[])[4] as string[]) : [];
}

/** A structure's required members come first in its schema, and their number last. */
function requiredMembers(schema: NormalizedSchema): readonly string[] {
  const raw = schema.getSchema();
  const count = Array.isArray(raw) ? ((raw as unknown[])[6] as number | undefined) : undefined;
  return memberNames(schema).slice(0, count ?? 0);
}

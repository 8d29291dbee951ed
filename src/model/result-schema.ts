import { z } from 'zod';
import { UsageError } from './errors.ts';
import type { Json } from './json.ts';
import type { ChecklistResult } from './result.ts';
import { SEVERITIES } from './severity.ts';

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
);
const jsonObject = z.record(z.string(), json);
const instant = z.iso.datetime({ offset: true });
const count = z.int().nonnegative();

const finding = z.object({
  id: z.string().min(1),
  check: z.string().min(1),
  status: z.enum(['pass', 'fail', 'unknown']),
  severity: z.enum(SEVERITIES),
  account: z.string(),
  region: z.string(),
  resource: z.object({ type: z.string(), id: z.string(), arn: z.string() }),
  reason: z.string(),
  evidence: jsonObject,
  suppressed: z.object({ reason: z.string(), actor: z.string(), until: z.string() }).nullable(),
  remediation: z.object({ text: z.string(), runbook: z.string().nullable() }),
});

const point = z.object({ at: z.string(), value: z.number().nullable() });
const band = z.object({ at: z.string(), low: z.number(), mid: z.number(), high: z.number() });

const plot = z.object({
  kind: z.enum(['bar', 'line']),
  title: z.string(),
  unit: z.enum(['number', 'usd', 'bytes', 'percent']),
  series: z.array(z.object({ label: z.string(), points: z.array(point) })),
  limit: z.object({ label: z.string(), value: z.number() }).exactOptional(),
  forecast: z.object({ label: z.string(), points: z.array(band) }).exactOptional(),
});

const column = z.object({
  key: z.string(),
  label: z.string(),
  format: z.enum(['text', 'number', 'usd', 'bytes', 'percent', 'date', 'instant']).exactOptional(),
});

const section = z.object({
  id: z.string(),
  title: z.string(),
  columns: z.array(column),
  rows: z.array(jsonObject),
  note: z.string().nullable(),
  text: z.array(z.string()).exactOptional(),
  plots: z.array(plot).exactOptional(),
  inventory: z.record(z.string(), z.array(z.string())).exactOptional(),
});

const target = z.object({
  account: z.string(),
  region: z.string(),
  name: z.string().exactOptional(),
  identity: z.string().exactOptional(),
  sandbox: z.literal(true).exactOptional(),
});

const check = z.object({
  id: z.string(),
  title: z.string(),
  why: z.string(),
  scope: z.enum(['account', 'region']),
});

/**
 * `opsbook/checklist-result@1`: what must be there must be there, as it is written down. Keys that are not known are
 * left out rather than refused: a later Opsbook may add some.
 */
const checklistResult: z.ZodType<ChecklistResult> = z.object({
  schema: z.literal('opsbook/checklist-result@1'),
  checklist: z.string().min(1),
  title: z.string().default(''),
  execution: z.string(),
  startedAt: instant,
  finishedAt: instant,
  asOf: instant.exactOptional(),
  parameters: z.record(z.string(), z.string()).exactOptional(),
  targets: z.array(target),
  checks: z.array(check).exactOptional(),
  summary: z.object({ pass: count, fail: count, unknown: count, suppressed: count }),
  findings: z.array(finding),
  sections: z.array(section),
  aws: z.object({ calls: count, retries: count, throttles: count, byOperation: z.record(z.string(), count) }),
});

/** Reads a saved result; what is wrong with it is said in one line that names the file and the place in it. */
export function parseResult(text: string, file: string): ChecklistResult {
  const parsed = checklistResult.safeParse(parseJson(text, file));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue && issue.path.length > 0 ? issue.path.map(String).join('.') : 'the document';
  throw new UsageError(
    `${file} is not a result of opsbook run --output json: ${place}: ${issue?.message ?? 'invalid'}`,
    {
      cause: parsed.error,
    },
  );
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON`, { cause: error });
  }
}

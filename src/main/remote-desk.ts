import { z } from 'zod';
import { auditSchema, executionSchema, stepSchema } from '../api/schemas/execution.ts';
import { NotAllowed, Refused, UsageError } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import { parseShownPlan } from '../model/plan-schema.ts';
import type { Office } from './office.ts';

const json: z.ZodType<Json> = z.json();
const instant = z.iso.datetime().transform((text) => new Date(text));
const dates = { startedAt: instant.nullable(), finishedAt: instant.nullable() };
const execution = executionSchema.extend({ ...dates, residue: json, createdAt: instant });
const step = stepSchema.extend({ ...dates, request: json, response: json });
const audit = auditSchema.extend({ at: instant, details: json });

const ANSWERS = {
  list: z.object({ executions: z.array(execution) }),
  find: z.object({ execution, plan: z.unknown(), steps: z.array(step), audit: z.array(audit) }),
  vote: z.object({ approvals: z.int(), quorum: z.int(), outcome: z.string().nullable() }),
  verdict: z.discriminatedUnion('state', [
    z.object({ state: z.literal('whole'), entries: z.int(), hash: z.string() }),
    z.object({ state: z.literal('broken'), seq: z.int(), why: z.enum(['edited', 'deleted', 'inserted']) }),
  ]),
} as const;

const problem = z.object({ detail: z.string() });
const ANSWER_WITHIN_MS = 30_000;
/** Of one page; more are not asked for here. */
const MOST_LISTED = 200;

/**
 * The office of a running server: as whom one is known there, the token says.
 * @throws UsageError where the address is none, or the token would go over the network in the clear
 */
export function remoteOffice(server: string, token: string | undefined): Office {
  const ask = askingServer(server, token);
  const one = (id: string) => `/api/executions/${encodeURIComponent(id)}`;
  return {
    async list(limit) {
      return (await ask(`/api/executions?limit=${Math.min(limit, MOST_LISTED)}`, ANSWERS.list)).executions;
    },
    async find(id) {
      const found = await ask(one(id), ANSWERS.find);
      return { ...found, plan: parseShownPlan(found.plan, `the plan of ${id}`) };
    },
    async vote(decision, { id, reason }) {
      const { plan } = await ask(one(id), ANSWERS.find);
      const { hash } = parseShownPlan(plan, `the plan of ${id}`);
      return ask(`${one(id)}/${decision}`, ANSWERS.vote, { planHash: hash, reason });
    },
    async order(order, { id, reason }) {
      await ask(`${one(id)}/${order}`, z.object({ execution }), { reason });
    },
    verifyAudit: () => ask('/api/audit/verify', ANSWERS.verdict),
  };
}

/** Asks the server, and knows only answers of the shape that is expected. */
export type Ask = <T>(path: string, schema: z.ZodType<T>, send?: object, method?: 'DELETE') => Promise<T>;

/** @throws UsageError where the address is none, or the token would go over the network in the clear */
export function askingServer(server: string, token: string | undefined): Ask {
  const base = addressOf(server, token);
  return async (path, schema, send, method) => {
    const response = await fetch(new URL(path, base), {
      method: method ?? (send ? 'POST' : 'GET'),
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(send && { 'content-type': 'application/json' }),
      },
      ...(send && { body: JSON.stringify(send) }),
      // The token goes where it was meant to go, and nowhere else.
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    }).catch((cause: unknown) => {
      throw new UsageError(`OPSBOOK_SERVER: ${base.origin} does not answer: ${reasonOf(cause)}`, { cause });
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw failureOf(base, response.status, body);
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    throw new UsageError(`OPSBOOK_SERVER: ${base.origin} does not answer like an Opsbook of this version`);
  };
}

function addressOf(server: string, token: string | undefined): URL {
  if (!URL.canParse(server) || !/^https?:/i.test(server)) {
    throw new UsageError(`OPSBOOK_SERVER: expected a URL, e.g. https://ops.example.org, got ${server}`);
  }
  const url = new URL(server);
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'http:' && !isHere && token) {
    throw new UsageError(`OPSBOOK_SERVER: ${url.origin} is no https URL, and the token would go there in the clear`);
  }
  return url;
}

function failureOf({ origin }: URL, status: number, body: unknown): Error {
  const { data } = problem.safeParse(body);
  const words = data?.detail ?? `answered with ${status}`;
  if (status === 401) return new NotAllowed(`${origin}: ${words} (OPSBOOK_TOKEN)`);
  if (status === 403 && data) return new NotAllowed(words);
  if (status === 409 || status === 429) return new Refused(words);
  return new UsageError(`${origin}: ${words}`);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `not within ${ANSWER_WITHIN_MS / 1000} seconds`;
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.message;
}

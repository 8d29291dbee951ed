import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { TooManyAttempts } from '../engine/identity/sign-in.ts';
import { NotAllowed, Refused, UsageError } from '../model/errors.ts';
import { NoSuchIncident, NoSuchMaintenance } from '../respond/incidents/errors.ts';
import { NotAccepted } from '../respond/intake/define.ts';
import { isDatabaseGone } from '../store/unavailable.ts';

/** What an answer says when it is none: https://www.rfc-editor.org/rfc/rfc9457 */
export interface ProblemDetails {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
}

const TITLES = {
  400: 'Not understood',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'No such method',
  409: 'Refused as things stand',
  413: 'Too large',
  415: 'Not JSON',
  421: 'Not this server',
  429: 'Too many attempts',
  500: 'Something that should not happen did',
  502: 'Another did not answer',
  503: 'Not now',
} as const;

type ProblemStatus = keyof typeof TITLES;

/** Thrown to be answered with; the detail is a sentence for whoever asked. */
export class Problem extends Error {
  readonly code = 'problem';
  readonly status: ProblemStatus;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: ProblemStatus, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.status = status;
    this.headers = headers;
  }
}

/** Any error as an answer; of what nobody expected, a number only, under which the server's log has the rest. */
export function answerTo(error: unknown, context: Context, report: (number: string, error: unknown) => void): Response {
  const problem = problemOf(error);
  if (problem) return problemAnswer(context, problem);
  const number = randomUUID().slice(0, 8);
  report(number, error);
  return problemAnswer(context, new Problem(500, `an error of Opsbook itself, number ${number} in the server's log`));
}

export function problemAnswer(context: Context, { status, message, headers }: Problem): Response {
  const details: ProblemDetails = { type: 'about:blank', title: TITLES[status], status, detail: message };
  return context.body(JSON.stringify(details), status, { 'content-type': 'application/problem+json', ...headers });
}

function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof NotAllowed) return new Problem(403, error.message);
  if (error instanceof Refused) return new Problem(409, error.message);
  if (error instanceof NoSuchIncident || error instanceof NoSuchMaintenance) return new Problem(404, error.message);
  if (error instanceof NotAccepted) return new Problem(error.status, error.message);
  if (error instanceof UsageError) return new Problem(400, error.message);
  if (error instanceof TooManyAttempts) {
    return new Problem(429, error.message, { 'retry-after': String(Math.ceil(error.waitMs / 1000)) });
  }
  if (error instanceof Error && error.name === 'AwsFault') return new Problem(502, error.message);
  if (isDatabaseGone(error)) return new Problem(503, 'the database does not answer at the moment: try again');
  // Hono's own: a body that is no JSON.
  if (error instanceof HTTPException && error.status === 400) return new Problem(400, error.message);
  return undefined;
}

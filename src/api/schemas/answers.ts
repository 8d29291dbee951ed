import { z } from '@hono/zod-openapi';

/** The parts of every route's description. */
const problemSchema = z
  .object({ type: z.literal('about:blank'), title: z.string(), status: z.int(), detail: z.string() })
  .openapi('Problem');

export const instant = z.iso.datetime();
/** With any offset: given by people, in whatever zone they are. */
export const givenInstant = z.iso.datetime({ offset: true });
/** As a query says it. */
export const flag = z.enum(['true', 'false']).transform((word) => word === 'true');
/** In an address: of an incident, a maintenance window, an override. */
export const numbered = z.object({ number: z.coerce.number().int().positive() });
/** Whatever AWS or a runbook has there. */
export const document = z.unknown();

export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } } as const;
}

export function body<T extends z.ZodType>(schema: T) {
  return { required: true, content: { 'application/json': { schema } } } as const;
}

function problem(description: string) {
  return { description, content: { 'application/problem+json': { schema: problemSchema } } } as const;
}

/** What any request may be answered with that has to be signed in for. */
export const PROBLEMS = {
  400: problem('What was sent is not what is expected; the detail says what and where.'),
  401: problem('Nobody is signed in, or the token is not good any more.'),
  403: problem('Not with this role, scope or origin; or the same person again, where four eyes are wanted.'),
  404: problem('There is none.'),
  409: problem('Refused as things stand; the detail says what stands in the way.'),
  429: problem('Too many attempts; Retry-After says when it may be tried again.'),
} as const;

/** By token, or by the cookie of who signed in. */
export const SIGNED_IN: Record<string, string[]>[] = [{ token: [] }, { cookie: [] }];

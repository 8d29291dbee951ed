import { OpenAPIHono, type z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Actor } from '../engine/conduct/workplace.ts';
import { Problem } from './problem.ts';

/** What a request knows of itself. */
export interface Known {
  readonly Variables: {
    /** Who asks, as of now; absent where nobody has to say. */
    actor?: Actor;
    /** The secret of the cookie that they came with. */
    cookie?: string;
  };
}

export type Router = OpenAPIHono<Known>;
type Asked = Context<Known>;

/** A router whose requests are what their schemas say, or are refused with what was expected where. */
export function createRouter(): Router {
  return new OpenAPIHono<Known>({
    defaultHook(result) {
      if (!result.success) throw new Problem(400, sentenceOf(result.error));
    },
  });
}

/** @throws Problem 401 */
export function actorOf(context: Asked): Actor {
  const actor = context.get('actor');
  if (actor) return actor;
  throw new Problem(401, 'sign in, or send a token: Authorization: Bearer opsb_…', { 'www-authenticate': 'Bearer' });
}

function sentenceOf(error: z.core.$ZodError): string {
  return error.issues
    .slice(0, 5)
    .map(({ path, message }) => (path.length > 0 ? `${path.map(String).join('.')}: ${message}` : message))
    .join('; ');
}

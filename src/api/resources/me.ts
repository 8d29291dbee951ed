import { createRoute, z } from '@hono/zod-openapi';
import { changePassword } from '../../engine/identity/people.ts';
import { isPassword } from '../../engine/identity/password.ts';
import { findPerson } from '../../store/people.ts';
import { NotAllowed } from '../../model/errors.ts';
import type { Actor } from '../../engine/conduct/workplace.ts';
import { TooManyAttempts } from '../../engine/identity/sign-in.ts';
import { createBackoff } from '../../engine/identity/backoff.ts';
import { clearSignIn } from '../guard/cookie.ts';
import type { ApiPorts } from '../ports.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { body, json, PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';
import { meSchema, password } from '../schemas/person.ts';

const show = createRoute({
  method: 'get',
  path: '/me',
  summary: 'As whom you are known, and what you may do',
  security: SIGNED_IN,
  responses: { 200: json(meSchema, 'You.'), ...PROBLEMS },
});

const change = createRoute({
  method: 'post',
  path: '/me/password',
  summary: 'Change your password; everywhere where you are signed in, you are signed out',
  security: SIGNED_IN,
  request: { body: body(z.strictObject({ current: password, password })) },
  responses: { 200: json(z.object({ changed: z.literal(true) }), 'Sign in again.'), ...PROBLEMS },
});

export function meResource({ desk, publicUrl }: ApiPorts): Router {
  const backoff = createBackoff();
  return createRouter()
    .openapi(show, (context) => context.json(view(actorOf(context)), 200))
    .openapi(change, async (context) => {
      const actor = actorOf(context);
      const wish = context.req.valid('json');
      const at = desk.now();
      const waitMs = backoff.waitMs(actor.id, at);
      if (waitMs > 0) throw new TooManyAttempts(waitMs);
      backoff.tried(actor.id, at);
      const person = await findPerson(desk.db, actor.id);
      if (!(await isPassword(wish.current, person?.passwordHash ?? null))) {
        throw new NotAllowed('the current password is not right');
      }
      backoff.succeeded(actor.id);
      await changePassword(desk, actor, actor.id, wish.password);
      clearSignIn(context, publicUrl);
      return context.json({ changed: true } as const, 200);
    });
}

export function view({ id, name, roles, scopes = [] }: Actor): z.infer<typeof meSchema> {
  return { id, name, roles: [...roles], scopes: [...scopes] };
}

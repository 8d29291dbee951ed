import { createRoute, z } from '@hono/zod-openapi';
import { requireRole } from '../../engine/desk/require-role.ts';
import { addPerson, alterPerson } from '../../engine/identity/people.ts';
import { findPerson, listPeople } from '../../store/people.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { body, json, PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';
import { password, personId, personSchema, personView, role } from '../schemas/person.ts';

const name = z.string().min(1).max(200);
const email = z.email().max(320).nullable();
const roles = z.array(role).max(4);

const list = createRoute({
  method: 'get',
  path: '/people',
  summary: 'Who is registered',
  security: SIGNED_IN,
  responses: { 200: json(z.object({ people: z.array(personSchema) }), 'All, disabled ones too.'), ...PROBLEMS },
});

const add = createRoute({
  method: 'post',
  path: '/people',
  summary: 'Register somebody (admin)',
  security: SIGNED_IN,
  request: {
    body: body(
      z.strictObject({
        id: personId,
        name,
        email: email.default(null),
        roles,
        password: password.nullable().default(null),
      }),
    ),
  },
  responses: { 201: json(z.object({ person: personSchema }), 'They may come in.'), ...PROBLEMS },
});

const alter = createRoute({
  method: 'patch',
  path: '/people/{id}',
  summary: 'Change roles, name or address, or disable somebody (admin); holds from the next request on',
  security: SIGNED_IN,
  request: {
    params: z.object({ id: personId }),
    body: body(
      z.strictObject({
        name: name.optional(),
        email: email.optional(),
        roles: roles.optional(),
        disabled: z.boolean().optional(),
      }),
    ),
  },
  responses: { 200: json(z.object({ person: personSchema }), 'As they are now.'), ...PROBLEMS },
});

/** Who is registered, and what they may do. */
export function peopleResource({ desk }: ApiPorts): Router {
  return createRouter()
    .openapi(list, async (context) => {
      requireRole(actorOf(context), 'viewer', 'see who is registered');
      return context.json({ people: (await listPeople(desk.db)).map(personView) }, 200);
    })
    .openapi(add, async (context) => {
      const wish = context.req.valid('json');
      await addPerson(desk, actorOf(context), wish);
      return context.json({ person: await view(wish.id) }, 201);
    })
    .openapi(alter, async (context) => {
      const actor = actorOf(context);
      requireRole(actor, 'admin', 'change people');
      const { id } = context.req.valid('param');
      const wish = context.req.valid('json');
      await view(id);
      await alterPerson(desk, actor, id, {
        ...(wish.name !== undefined && { name: wish.name }),
        ...(wish.email !== undefined && { email: wish.email }),
        ...(wish.roles !== undefined && { roles: wish.roles }),
        ...(wish.disabled !== undefined && { disabled: wish.disabled }),
      });
      return context.json({ person: await view(id) }, 200);
    });

  async function view(id: string): Promise<z.infer<typeof personSchema>> {
    const person = await findPerson(desk.db, id);
    if (!person) throw new Problem(404, `there is no person ${id}`);
    return personView(person);
  }
}

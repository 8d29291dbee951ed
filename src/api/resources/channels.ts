import { createRoute, z } from '@hono/zod-openapi';
import { requireRole } from '../../engine/desk/require-role.ts';
import { settingsForm } from '../../respond/channels/form.ts';
import { secretsOf } from '../../respond/channels/settings.ts';
import { sendTestMessage } from '../../respond/delivery/test-message.ts';
import type { Channel } from '../../respond/responder.ts';
import { appendAudit } from '../../store/audit.ts';
import { requireOperator } from '../guard/incident-scope.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { body, document, json, PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';

const fieldSchema = z.object({
  key: z.string(),
  label: z.string(),
  description: z.string(),
  kind: z.enum(['text', 'secret', 'url', 'number', 'choice', 'boolean']),
  required: z.boolean(),
  default: document.optional(),
  choices: z.array(z.string()).optional(),
});

const channelSchema = z
  .object({
    name: z.string(),
    type: z.string(),
    title: z.string(),
    setup: z.string().openapi({ description: 'What to do at the other side.' }),
    form: z.object({ fields: z.array(fieldSchema) }).openapi({ description: 'Its settings, in their order.' }),
    secrets: z
      .array(z.object({ key: z.string(), set: z.boolean() }))
      .openapi({ description: 'Whether the configuration says where each is. What they are is told nowhere.' }),
  })
  .openapi('Channel');

const list = createRoute({
  method: 'get',
  path: '/channels',
  summary: 'Where people and programs are told, by the configuration',
  security: SIGNED_IN,
  responses: { 200: json(z.object({ channels: z.array(channelSchema) }), 'In their order.'), ...PROBLEMS },
});

const test = createRoute({
  method: 'post',
  path: '/channels/{name}/test',
  summary: 'Send a test message now',
  security: SIGNED_IN,
  request: {
    params: z.object({ name: z.string().min(1).max(100) }),
    body: body(
      z.strictObject({
        to: z.string().trim().min(1).max(300).optional().openapi({
          description:
            "A person of the configuration, or a place as the channel names it; else the channel's own place.",
        }),
      }),
    ),
  },
  responses: {
    200: json(
      z.discriminatedUnion('delivered', [
        z.object({
          delivered: z.literal(true),
          receipt: z.object({ id: z.string().nullable(), detail: z.string() }),
        }),
        z.object({ delivered: z.literal(false), reason: z.string(), permanent: z.boolean() }),
      ]),
      'How it went, in words.',
    ),
    ...PROBLEMS,
  },
});

/** Channels: what they are, and whether they reach anybody. */
export function channelsResource({ desk, responder, delivery }: ApiPorts): Router {
  const { channels } = responder.settings;
  return createRouter()
    .openapi(list, (context) => {
      requireRole(actorOf(context), 'viewer', 'look at channels');
      return context.json({ channels: [...channels.values()].map(view) }, 200);
    })
    .openapi(test, async (context) => {
      const actor = actorOf(context);
      requireOperator(actor, {}, 'test a channel');
      const { name } = context.req.valid('param');
      const { to } = context.req.valid('json');
      if (!channels.has(name)) throw new Problem(404, `there is no channel ${name}`);
      const tested = await sendTestMessage(responder, delivery, { channel: name, to, by: actor.id });
      const details = { to: to ?? null, delivered: tested.delivered, via: actor.via };
      const line = { at: desk.now(), actor: actor.id, action: 'channel.test', subject: `channel/${name}`, details };
      await appendAudit(desk.db, line);
      return context.json(tested.delivered ? { ...tested, receipt: { ...tested.receipt } } : tested, 200);
    });
}

function view({ name, definition, settings }: Channel): z.infer<typeof channelSchema> {
  const { fields } = settingsForm(definition);
  return {
    name,
    type: definition.id,
    title: definition.title,
    setup: definition.setup,
    form: {
      fields: fields.map(({ choices, ...field }) => ({ ...field, ...(choices && { choices: [...choices] }) })),
    },
    secrets: secretsOf(definition.settings).map((key) => ({ key, set: settings[key] !== undefined })),
  };
}

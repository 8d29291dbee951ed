import { z } from 'zod';
import { INCIDENT_SEVERITIES } from '../../model/incident/severity.ts';
import type { Signal } from '../../model/incident/signal.ts';
import { secret } from '../channels/settings.ts';
import { check, jsonObject, readJson } from './body.ts';
import { defineIntake, NotAccepted, type Received } from './define.ts';
import { detailsOf } from './details.ts';
import { happenedAt, instant } from './happened.ts';
import { labelsOf } from './labels.ts';
import { isLinkable, linksTo } from './link.ts';
import { requireBearer } from './proof.ts';
import { requireStandardWebhook } from './standard-webhooks.ts';
import { hashOf, nameOf, titleOf } from './text.ts';

const MAX_SIGNALS = 500;
const visible = /^[^\p{Cc}\p{Surrogate}]+$/u;

const signalSchema = z.strictObject({
  id: z.string().max(200).regex(visible, 'characters that can be seen').optional(),
  key: z.string().max(300).regex(visible, 'characters that can be seen'),
  action: z.enum(['trigger', 'acknowledge', 'resolve']).default('trigger'),
  title: z.string().min(1),
  severity: z.enum(INCIDENT_SEVERITIES).optional(),
  at: instant().optional(),
  labels: z.record(z.string(), z.string()).default({}),
  details: jsonObject().default({}),
  links: z
    .array(
      z.strictObject({ label: z.string().min(1), href: z.string().refine(isLinkable, 'an http or https address') }),
    )
    .max(20)
    .default([]),
});
type Given = z.infer<typeof signalSchema>;

const signalsSchema = z.array(signalSchema).min(1).max(MAX_SIGNALS, `${MAX_SIGNALS} signals at most`);

export const generic = defineIntake({
  id: 'generic',
  title: 'Anything that can post JSON',
  setup:
    'Post { key, title } or a list of such objects, with action, severity, at, labels, details and links where they are known. ' +
    'Send the token as a bearer token, or sign by Standard Webhooks.',
  settings: z
    .strictObject({
      token: secret('The bearer token that is sent').optional(),
      signingSecret: secret('The secret of Standard Webhooks, whsec_…').optional(),
    })
    .refine(({ token, signingSecret }) => (token === undefined) !== (signingSecret === undefined), {
      error: 'one of token and signingSecret',
    }),
  async receive(request, use) {
    const now = use.now();
    const delivery = proofOf(request, use.settings, now);
    const body = readJson(request.body);
    const given = Array.isArray(body) ? check(signalsSchema, body) : [check(signalSchema, body)];
    return { signals: given.map((one, place) => signalOf(one, `${delivery}/${place}`, now)) };
  },
});

/** What tells this delivery from others. A token proves who sends, but not that it is not sent again: then it is the time. */
function proofOf(
  request: Received,
  settings: { token?: string | undefined; signingSecret?: string | undefined },
  now: Date,
): string {
  const { token, signingSecret } = settings;
  if (signingSecret !== undefined) return requireStandardWebhook(request, signingSecret, now);
  if (token === undefined) throw new NotAccepted(401, 'this intake has neither a token nor a signingSecret');
  requireBearer(request, token);
  return hashOf(now.toISOString(), Buffer.from(request.body).toString('base64'));
}

function signalOf(given: Given, delivery: string, now: Date): Signal {
  const { id, key, action, title, severity, at, labels, details, links } = given;
  return {
    deliveryId: nameOf(id ?? delivery),
    key: nameOf(key),
    action,
    title: titleOf(title),
    severity: severity ?? null,
    at: happenedAt(at, now) ?? now,
    actor: null,
    labels: labelsOf(Object.entries(labels)),
    details: detailsOf(details),
    links: links.flatMap(({ label, href }) => linksTo(label, href)),
    alarm: null,
  };
}

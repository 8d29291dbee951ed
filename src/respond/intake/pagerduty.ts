import { z } from 'zod';
import { INCIDENT_SEVERITIES, type IncidentSeverity } from '../../model/incident/severity.ts';
import type { Signal } from '../../model/incident/signal.ts';
import { secret } from '../channels/settings.ts';
import { check, jsonObject, readJson } from './body.ts';
import { defineIntake, NotAccepted, type Received } from './define.ts';
import { detailsOf } from './details.ts';
import { happenedAt, instant } from './happened.ts';
import { labelsOf } from './labels.ts';
import { linksTo } from './link.ts';
import { fieldOf, textAt } from './look.ts';
import { hmacSha256, isSigned } from './proof.ts';
import { nameOf, oneLine, titleOf } from './text.ts';

/** https://developer.pagerduty.com/docs/webhooks-overview */
const webhookSchema = z.object({
  event: z.object({
    id: z.string().min(1).max(200),
    event_type: z.string().min(1).max(200),
    occurred_at: instant(),
    agent: z.object({ summary: z.string().nullish() }).nullish(),
    data: jsonObject(),
  }),
});
type Event = z.infer<typeof webhookSchema>['event'];

/** What else is told, like a note or an escalation, is PagerDuty's own affair. */
const ACTIONS = new Map<string, Signal['action']>([
  ['incident.triggered', 'trigger'],
  ['incident.reopened', 'trigger'],
  ['incident.acknowledged', 'acknowledge'],
  ['incident.resolved', 'resolve'],
]);

export const pagerduty = defineIntake({
  id: 'pagerduty',
  title: 'PagerDuty',
  setup:
    'Add a Generic Webhook (v3) with the address of this intake, at least for incident.triggered, .acknowledged, .resolved and ' +
    '.reopened, and keep the secret that is shown once: what is acknowledged in PagerDuty is then acknowledged here.',
  settings: z.strictObject({ secret: secret('The secret of the webhook subscription') }),
  async receive(request, use) {
    requireSigned(request, use.settings.secret);
    const { event } = check(webhookSchema, readJson(request.body));
    const action = ACTIONS.get(event.event_type);
    if (action === undefined) return { signals: [], note: oneLine(`nothing to do for ${event.event_type}`, 300) };
    return { signals: [signalOf(event, action, use.now())] };
  },
});

/** https://developer.pagerduty.com/docs/verifying-signatures: `v1=<hex>`, several with commas while secrets change. */
function requireSigned(request: Received, key: string): void {
  const header = fieldOf(request.headers, 'x-pagerduty-signature');
  if (header === undefined) throw new NotAccepted(401, 'the header is missing: X-PagerDuty-Signature');
  const given = header.split(',', 16).flatMap((one) => /^\s*v1=([0-9a-f]{64})\s*$/i.exec(one)?.[1] ?? []);
  if (
    isSigned(
      hmacSha256(key, request.body),
      given.map((hex) => Buffer.from(hex, 'hex')),
    )
  )
    return;
  throw new NotAccepted(401, 'the X-PagerDuty-Signature is not one with the secret of this intake');
}

function signalOf(
  { id, event_type: type, occurred_at: at, agent, data }: Event,
  action: Signal['action'],
  now: Date,
): Signal {
  const incident = textAt(data, 'id');
  // Of an incident that Opsbook itself opened there, the key is Opsbook's own dedupKey: so this finds its way back.
  const key = textAt(data, 'incident_key') ?? (incident === undefined ? undefined : `pagerduty/${incident}`);
  if (key === undefined) throw new NotAccepted(400, 'event.data: neither incident_key nor id of an incident');
  const actor = oneLine(agent?.summary ?? '', 200);
  return {
    deliveryId: nameOf(id),
    key: nameOf(key),
    action,
    title: titleOf(textAt(data, 'title'), textAt(data, 'summary'), incident, key),
    severity: severityOf(textAt(data, 'priority', 'summary')),
    at: happenedAt(at, now) ?? now,
    actor: actor === '' ? null : actor,
    labels: labelsOf([
      ['service', textAt(data, 'service', 'summary')],
      ['urgency', textAt(data, 'urgency')],
      ['priority', textAt(data, 'priority', 'summary')],
    ]),
    details: detailsOf({ event: type, ...data }),
    links: linksTo('PagerDuty', textAt(data, 'html_url')),
    alarm: null,
  };
}

/** Priorities are named by whoever set up the account; those that have our names mean the same. */
function severityOf(priority: string | undefined): IncidentSeverity | null {
  return INCIDENT_SEVERITIES.find((severity) => severity === priority) ?? null;
}

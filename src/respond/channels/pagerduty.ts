import { z } from 'zod';
import type { Message } from '../../model/incident/message.ts';
import type { IncidentSeverity } from '../../model/incident/severity.ts';
import { type ChannelUse, defineChannel, EVERYBODY, type Receipt } from './define.ts';
import { postJson } from './http.ts';
import { keyOf, linkOf, subjectOf } from './letter.ts';
import { cut, fingerprint, jsonBytes, plainLine, plainText, shortKey } from './plain-text.ts';
import { destination, secret } from './settings.ts';

const settings = z.strictObject({
  routingKey: secret("Where the integration key of the service's Events API V2 integration is"),
  apiUrl: destination('Events API: https://events.eu.pagerduty.com for accounts in the EU').default(
    'https://events.pagerduty.com',
  ),
  source: z.string().min(1).max(200).describe('What PagerDuty shows as the source of the alerts').default('opsbook'),
});

type Use = ChannelUse<typeof settings.shape>;

/**
 * Alerts by the Events API v2. A page triggers an alert, what follows it acknowledges and resolves it; PagerDuty tells
 * repeats by the incident's key. A notice is a change event: a trigger, of whatever severity, makes an incident there and
 * notifies who is on call, which a notice must not. A change event has no key, so a repeat may show twice, to nobody's alarm.
 *
 * https://developer.pagerduty.com/docs/send-alert-event
 * https://developer.pagerduty.com/docs/send-change-event
 */
export const pagerduty = defineChannel({
  id: 'pagerduty',
  title: 'PagerDuty',
  setup: 'In PagerDuty, open the service, add the integration "Events API V2", and put its integration key here.',
  settings,
  repeats: 'told-apart',
  addressOf: () => EVERYBODY,
  async send(message, _to, use) {
    switch (message.kind) {
      case 'page':
        return alert('trigger', message, use);
      case 'acknowledged':
        return alert('acknowledge', message, use);
      case 'resolved':
        return alert('resolve', message, use);
      case 'notice':
        await post('/v2/change/enqueue', changeOf(message, use), use);
        return { id: null, detail: 'recorded as a change event in PagerDuty' };
      case 'test':
        await alert('trigger', message, use);
        await alert('resolve', message, use);
        return { id: dedupKeyOf(message), detail: 'triggered and resolved a test alert in PagerDuty' };
    }
  },
});

type Action = 'trigger' | 'acknowledge' | 'resolve';

const DONE: Readonly<Record<Action, string>> = {
  trigger: 'triggered an alert in PagerDuty',
  acknowledge: 'acknowledged the alert in PagerDuty',
  resolve: 'resolved the alert in PagerDuty',
};

const SEVERITIES: Readonly<Record<IncidentSeverity, string>> = {
  P0: 'critical',
  P1: 'error',
  P2: 'warning',
  P3: 'info',
};

/** Characters, by PagerDuty; its limit for all is 512 KB. */
const SUMMARY = 1024;
const DEDUP_KEY = 255;
const BODY_BYTES = 128 * 1024;

async function alert(action: Action, message: Message, use: Use): Promise<Receipt> {
  const dedupKey = dedupKeyOf(message);
  const known = { routing_key: use.settings.routingKey, event_action: action, dedup_key: dedupKey };
  await post('/v2/enqueue', action === 'trigger' ? { ...known, ...triggerOf(message, use) } : known, use);
  return { id: dedupKey, detail: DONE[action] };
}

/** A test has a key of its own, even when it is about an incident: it is resolved at once. */
function dedupKeyOf(message: Message): string {
  if (message.kind === 'test') return `opsbook-test-${fingerprint(message.key)}`;
  return shortKey(message.incident?.dedupKey ?? message.key, DEDUP_KEY);
}

function triggerOf(message: Message, use: Use) {
  const { source } = use.settings;
  const url = linkOf(message);
  return {
    client: 'Opsbook',
    ...(url === null ? {} : { client_url: url }),
    links: linksOf(message),
    payload: { ...payloadOf(message, source), severity: severityOf(message) },
  };
}

function changeOf(message: Message, { settings: { routingKey, source } }: Use) {
  return { routing_key: routingKey, payload: payloadOf(message, source), links: linksOf(message) };
}

function payloadOf(message: Message, source: string) {
  return {
    summary: subjectOf(message, SUMMARY),
    source,
    timestamp: message.at.toISOString(),
    custom_details: detailsOf(message),
  };
}

/** A page that is about no incident wakes somebody nevertheless. */
function severityOf({ kind, incident }: Message): string {
  return incident === null ? (kind === 'test' ? 'info' : 'critical') : SEVERITIES[incident.severity];
}

function detailsOf(message: Message) {
  const body = cut(plainText(message.body), BODY_BYTES, jsonBytes);
  const { incident } = message;
  if (incident === null) return { body, key: keyOf(message) };
  return {
    body,
    incident: incident.number,
    title: cut(plainLine(incident.title), SUMMARY),
    severity: incident.severity,
    status: cut(plainLine(incident.status), SUMMARY),
    opened_at: incident.openedAt.toISOString(),
    key: keyOf(message),
  };
}

function linksOf(message: Message) {
  const href = linkOf(message);
  return href === null ? [] : [{ href, text: `Incident #${message.incident?.number} in Opsbook` }];
}

async function post(path: string, event: object, use: Use): Promise<void> {
  const { apiUrl, routingKey } = use.settings;
  await postJson(
    {
      name: 'PagerDuty',
      url: `${apiUrl.replace(/\/+$/, '')}${path}`,
      body: JSON.stringify(event),
      // 202 is the only success it documents: a 200 is somebody else's, like a proxy's sign-in page.
      taken: (status) => status === 202,
      advice: 'Check that routingKey is the key of an Events API V2 integration, and apiUrl the region of the account.',
      secrets: [routingKey],
    },
    use,
  );
}

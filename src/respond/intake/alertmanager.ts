import { z } from 'zod';
import { INCIDENT_SEVERITIES, type IncidentSeverity } from '../../model/incident/severity.ts';
import type { Signal } from '../../model/incident/signal.ts';
import { secret } from '../channels/settings.ts';
import { check, readJson } from './body.ts';
import { defineIntake } from './define.ts';
import { detailsOf } from './details.ts';
import { happenedAt, instant } from './happened.ts';
import { labelsOf } from './labels.ts';
import { linksTo } from './link.ts';
import { requireBearer } from './proof.ts';
import { hashOf, titleOf } from './text.ts';

/** Of a storm, the first ones are enough to wake somebody: a refused notification is not sent again. */
const MAX_ALERTS = 1000;

const texts = z.record(z.string(), z.string()).default({});

/** https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
const notificationSchema = z.object({
  version: z.literal('4', 'version 4 of the webhook of Alertmanager'),
  groupKey: z.string().optional(),
  externalURL: z.string().optional(),
  truncatedAlerts: z.number().int().nonnegative().default(0),
  alerts: z.array(
    z.object({
      status: z.enum(['firing', 'resolved']),
      fingerprint: z.string().regex(/^[0-9A-Za-z]{1,64}$/, 'the fingerprint of an alert'),
      labels: texts,
      annotations: texts,
      startsAt: instant(),
      // Of an alert that fires it is the year 1.
      endsAt: z.string().max(40).optional(),
      generatorURL: z.string().optional(),
    }),
  ),
});
type Notification = z.infer<typeof notificationSchema>;
type Alert = Notification['alerts'][number];
type Severities = Readonly<Record<string, IncidentSeverity>>;

export const alertmanager = defineIntake({
  id: 'alertmanager',
  title: 'Prometheus Alertmanager',
  setup:
    'Add a receiver with webhook_configs: url is the address of this intake, http_config.authorization.credentials the token. ' +
    'Leave send_resolved on, so that incidents end.',
  settings: z.strictObject({
    token: secret('The token that Alertmanager sends'),
    severities: z
      .record(z.string(), z.enum(INCIDENT_SEVERITIES))
      .default({ critical: 'P1', page: 'P1', warning: 'P2', info: 'P3' })
      .describe('What the label severity means here; what is not in it, the configuration of incidents decides'),
  }),
  async receive(request, use) {
    requireBearer(request, use.settings.token);
    const notification = check(notificationSchema, readJson(request.body));
    const taken = notification.alerts.slice(0, MAX_ALERTS);
    const signals = taken.map((alert) => signalOf(alert, notification, use.settings.severities, use.now()));
    const left = notification.truncatedAlerts + notification.alerts.length - taken.length;
    return left === 0 ? { signals } : { signals, note: `${left} more alerts were cut from this notification` };
  },
});

function signalOf(alert: Alert, { groupKey, externalURL }: Notification, severities: Severities, now: Date): Signal {
  const { status, fingerprint, labels, annotations, startsAt, endsAt } = alert;
  const began = happenedAt(startsAt, now) ?? now;
  return {
    // There is no id of a delivery, and what goes on is told again at every repeat_interval: the same state is the same delivery.
    deliveryId: hashOf(fingerprint, status, startsAt),
    key: `alertmanager/${fingerprint}`,
    action: status === 'firing' ? 'trigger' : 'resolve',
    title: titleOf(annotations['summary'], annotations['title'], labels['alertname'], fingerprint),
    severity: severityOf(labels['severity'], severities),
    at: status === 'firing' ? began : (happenedAt(endsAt, now) ?? now),
    actor: null,
    labels: labelsOf(Object.entries(labels)),
    details: detailsOf({ annotations, startsAt, groupKey }),
    links: [
      ...linksTo('Prometheus', alert.generatorURL),
      ...linksTo('Runbook', annotations['runbook_url']),
      ...linksTo('Dashboard', annotations['dashboard_url']),
      ...linksTo('Alertmanager', externalURL),
    ],
    alarm: null,
  };
}

function severityOf(word: string | undefined, severities: Severities): IncidentSeverity | null {
  return new Map(Object.entries(severities)).get(word?.toLowerCase() ?? '') ?? null;
}

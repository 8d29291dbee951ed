import { z } from 'zod';
import { durationMs } from '../../model/duration.ts';
import { INCIDENT_SEVERITIES } from '../../model/incident/severity.ts';
import type { MaintenanceWindow } from '../../model/incident/quiet.ts';
import { CHANNELS } from '../../respond/channels/registry.ts';
import { heartbeatKey } from '../../respond/intake/heartbeat.ts';
import type { Channel, Heartbeat, Person, RespondSettings } from '../../respond/responder.ts';
import type { WindowConfig } from '../config/incidents.ts';
import type { Config } from '../config/schema.ts';
import { policiesOf } from './policies.ts';

/** What responding needs of the configuration. Secrets stay references until something is sent. */
export function respondSettingsOf(config: Config, url: string | null = null): RespondSettings {
  const { incidents, oncall } = config;
  const [firstSchedule] = Object.values(oncall.schedules);
  return {
    people: new Map(Object.entries(config.people).map(([id, person]) => [id, personOf(id, person)])),
    policies: new Map(policiesOf(config).map((policy) => [policy.name, policy])),
    routes: incidents.routes,
    windows: incidents.maintenance.map((window) => windowOf(window, config.timezone)),
    business: {
      timezone: incidents.timezone ?? firstSchedule?.timezone ?? config.timezone,
      holidays: incidents.holidays,
    },
    channels: new Map(Object.entries(config.channels).map(([name, given]) => [name, channelOf(name, given)])),
    rooms: incidents.rooms ?? null,
    heartbeats: heartbeatsOf(config),
    flapping: { changes: incidents.flapping.changes, withinMs: durationMs(incidents.flapping.within) },
    reopenWithinMs: durationMs(incidents.reopenWithin),
    defaultSeverity: incidents.defaultSeverity,
    url: config.server.publicUrl ?? url,
  };
}

function personOf(
  id: string,
  { name, email, slack, teams, phone, notify, quietHours }: Config['people'][string],
): Person {
  return {
    id,
    name,
    email,
    slack,
    teams,
    phone,
    quietHours,
    notify: notify?.map(({ channel, after }) => ({ channel, afterMs: durationMs(after) })),
  };
}

function windowOf({ name, match, timezone, days = [], start, end }: WindowConfig, business: string): MaintenanceWindow {
  if (/^\d\d:\d\d$/.test(start))
    return { name, match, when: { weekly: { timezone: timezone ?? business, days, start, end } } };
  return { name, match, when: { once: { start: Date.parse(start), end: Date.parse(end) } } };
}

function channelOf(name: string, { type, ...settings }: Config['channels'][string]): Channel {
  const definition = CHANNELS.find(({ id }) => id === type);
  if (!definition) throw new Error(`no channel of type ${String(type)}`);
  return { name, definition, settings };
}

const heartbeatIntake = z.object({
  type: z.literal('heartbeat'),
  key: z.string(),
  every: z.string(),
  title: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  severity: z.enum(INCIDENT_SEVERITIES).nullable().default(null),
});

function heartbeatsOf({ intake }: Config): Map<string, Heartbeat> {
  return new Map(
    Object.entries(intake).flatMap(([name, given]) => {
      const { data } = heartbeatIntake.safeParse(given);
      if (!data) return [];
      const { key, every, title = `${key} is silent`, labels, severity } = data;
      const everyMs = durationMs(every);
      return [
        [name, { key: heartbeatKey(key), title, everyMs, severity, labels: { ...labels, heartbeat: key } }] as const,
      ];
    }),
  );
}

import type { EscalationLevel } from '../../src/model/incident/policy.ts';
import type { Signal } from '../../src/model/incident/signal.ts';
import { email } from '../../src/respond/channels/email.ts';
import { pagerduty } from '../../src/respond/channels/pagerduty.ts';
import { slack } from '../../src/respond/channels/slack.ts';
import { webhook } from '../../src/respond/channels/webhook.ts';
import type { Channel, Person, RespondSettings } from '../../src/respond/responder.ts';
import { type OutsideAddress, type PageAnswer, SLACK_MEMBER } from './escalation-outside.ts';

/** What happens between an alarm and its acknowledgement, of which every point is a place to die. */
export interface EscalationScenario {
  readonly name: string;
  readonly severity: 'P0' | 'P1';
  readonly levels: readonly EscalationLevel[];
  readonly people: Readonly<Record<string, Pick<Person, 'notify'>>>;
  /** Who has to be reached, and where: the first way of each level that comes before the acknowledgement. */
  readonly reached: readonly (readonly [person: string, place: 'hook' | 'chat' | 'mail'])[];
  readonly begins: 'signal' | 'opened by two';
  /** By a person at the API, or as a signal of another tool. */
  readonly acknowledged: 'api' | 'signal';
  readonly startAt?: number;
  readonly hasRoom?: boolean;
  readonly maintenanceMs?: number;
  readonly hook?: PageAnswer;
}

/** A level has so long: longer than it takes until another worker has taken up what one left. */
const LEVEL_MS = 1600;
const LONG_MS = 60_000;
export const LEASE_MS = 500;

const HOOK = { notify: [{ channel: 'hook', afterMs: 0 }] };
const CHAT = { notify: [{ channel: 'chat', afterMs: 0 }] };
const MAIL = { notify: [{ channel: 'mail', afterMs: 0 }] };

export const SCENARIOS: readonly EscalationScenario[] = [
  {
    name: 'an alarm that nobody takes at level 1',
    severity: 'P1',
    levels: [
      level(1, [{ schedule: 'platform' }, { channel: 'duty' }], LEVEL_MS),
      level(2, [{ person: 'lead' }], LONG_MS),
    ],
    people: { alice: HOOK, lead: CHAT },
    reached: [
      ['alice', 'hook'],
      ['lead', 'chat'],
    ],
    begins: 'signal',
    acknowledged: 'api',
  },
  {
    name: 'a P0 that pages two levels at once and opens a room',
    severity: 'P0',
    levels: [
      level(1, [{ schedule: 'platform' }], LONG_MS),
      level(2, [{ person: 'lead' }, { channel: 'duty' }], LONG_MS),
    ],
    people: { alice: MAIL, lead: CHAT },
    reached: [
      ['alice', 'mail'],
      ['lead', 'chat'],
    ],
    startAt: 2,
    hasRoom: true,
    begins: 'signal',
    acknowledged: 'signal',
  },
  {
    name: 'a way that fails, and the next one to the same person',
    severity: 'P1',
    levels: [level(1, [{ schedule: 'platform' }], LONG_MS)],
    people: { alice: { notify: [...HOOK.notify, { channel: 'mail', afterMs: LONG_MS }] } },
    reached: [['alice', 'mail']],
    hook: { status: 500, afterMs: 0 },
    begins: 'signal',
    acknowledged: 'api',
  },
  {
    name: 'a level that no way reaches, and the next one at once',
    severity: 'P1',
    levels: [level(1, [{ schedule: 'platform' }], LONG_MS), level(2, [{ person: 'lead' }], LONG_MS)],
    people: { alice: HOOK, lead: MAIL },
    reached: [['lead', 'mail']],
    hook: { status: 410, afterMs: 0 },
    begins: 'signal',
    acknowledged: 'api',
  },
  {
    name: 'an acknowledgement while the page is under way',
    severity: 'P1',
    levels: [level(1, [{ schedule: 'platform' }, { channel: 'duty' }], LONG_MS)],
    people: { alice: HOOK },
    reached: [['alice', 'hook']],
    hook: { status: 200, afterMs: 300 },
    begins: 'signal',
    acknowledged: 'api',
  },
  {
    name: 'the end of a maintenance window',
    severity: 'P1',
    levels: [level(1, [{ schedule: 'platform' }], LONG_MS)],
    people: { alice: HOOK },
    reached: [['alice', 'hook']],
    maintenanceMs: 2500,
    begins: 'signal',
    acknowledged: 'api',
  },
  {
    name: 'two workers that open the same key',
    severity: 'P1',
    levels: [level(1, [{ schedule: 'platform' }, { channel: 'duty' }], LONG_MS)],
    people: { alice: HOOK },
    reached: [['alice', 'hook']],
    begins: 'opened by two',
    acknowledged: 'api',
  },
];

function level(number: number, notify: EscalationLevel['notify'], forMs: number): EscalationLevel {
  return { level: number, notify, forMs, acknowledge: 'one', onBusinessImpact: false };
}

export function signalOf({ severity }: EscalationScenario, key: string): Signal {
  return {
    deliveryId: `${key} triggers`,
    key,
    action: 'trigger',
    title: 'The API answers with errors',
    severity,
    at: new Date(),
    actor: null,
    labels: { story: key },
    details: {},
    links: [],
    alarm: { account: '123456789012', region: 'us-east-1', name: key },
  };
}

export function settingsOf(scenario: EscalationScenario, address: OutsideAddress): RespondSettings {
  const { levels, people, severity, startAt, hasRoom } = scenario;
  return {
    people: new Map(
      Object.entries(people).map(([id, person]) => [
        id,
        { id, name: id, email: `${id}@example.com`, slack: id === 'lead' ? SLACK_MEMBER : undefined, ...person },
      ]),
    ),
    policies: new Map([
      [
        'platform',
        {
          name: 'platform',
          levels,
          repeat: 0,
          startAt: startAt === undefined ? {} : { [severity]: startAt },
          acknowledgedForMs: null,
          next: null,
        },
      ],
    ]),
    routes: [],
    windows: [],
    business: { timezone: 'UTC', holidays: [] },
    channels: new Map(channelsOf(address).map((channel) => [channel.name, channel])),
    rooms: hasRoom ? { channel: 'chat', severities: [severity] } : null,
    heartbeats: new Map(),
    flapping: { changes: 4, withinMs: 3_600_000 },
    reopenWithinMs: 0,
    defaultSeverity: 'P1',
    url: null,
  };
}

/** The webhook's secret: 32 bytes. */
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

function channelsOf({ hook, pagerDuty, slack: { url, token }, smtpPort }: OutsideAddress): Channel[] {
  return [
    { name: 'hook', definition: webhook, settings: { url: hook, signingSecret: SECRET } },
    { name: 'duty', definition: pagerduty, settings: { routingKey: 'key', apiUrl: pagerDuty, source: 'opsbook' } },
    { name: 'chat', definition: slack, settings: { token, channel: '#ops', apiUrl: url } },
    {
      name: 'mail',
      definition: email,
      settings: { host: '127.0.0.1', port: smtpPort, security: 'none', from: 'opsbook@example.com' },
    },
  ];
}

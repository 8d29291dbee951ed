// A worker of incidents that kills itself with SIGKILL at the point of a given name, or at none, and writes down each point
// it passes. It says `ready`, begins when it is told to, and is killed when it is not needed any more.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ChannelDefinition } from '../../src/respond/channels/define.ts';
import { openIncident } from '../../src/respond/incidents/open.ts';
import type { Channel, DeliveryPorts, Responder } from '../../src/respond/responder.ts';
import { alarmName } from '../../src/respond/signals/work.ts';
import { openRoom } from '../../src/respond/slack/room.ts';
import { slackSettings } from '../../src/respond/slack/settings.ts';
import { startResponding } from '../../src/respond/start.ts';
import { openDatabase } from '../../src/store/database.ts';
import { hearOthers } from '../../src/store/news.ts';
import { createPoints, pointAtStatements } from './escalation-points.ts';
import { LEASE_MS, SCENARIOS, settingsOf } from './escalation-scenarios.ts';

const life = z
  .object({
    databaseUrl: z.string(),
    scenario: z.string(),
    address: z.object({
      hook: z.string(),
      pagerDuty: z.string(),
      slack: z.object({ url: z.string(), token: z.string() }),
      smtpPort: z.number(),
    }),
    pointsFile: z.string(),
    killAt: z.string().nullable(),
    /** What it opens by itself, as a person at the API would; null for nothing. */
    opens: z.string().nullable(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

const scenario = SCENARIOS.find(({ name }) => name === life.scenario);
if (!scenario) throw new Error(`no scenario ${life.scenario}`);
// Loaded when something is sent; here that would be time of the first level.
await Promise.all([import('nodemailer'), import('@slack/web-api')]);
// An orphan would go on with the database of the next life.
process.stdin.on('end', () => process.exit(1));
process.stdout.write('ready\n');
await once(process.stdin, 'data');

const points = createPoints(life.pointsFile, life.killAt);
const db = await openDatabase(life.databaseUrl, { connections: 4 });
pointAtStatements(points);
const settings = settingsOf(scenario, life.address);
let wake = (): void => undefined;
const responder: Responder = {
  db,
  now: () => new Date(),
  settings: { ...settings, channels: new Map([...settings.channels].map(([name, one]) => [name, pointed(one)])) },
  roster: () => Promise.resolve({ onCall: () => ['alice'] }),
  wake: () => wake(),
};
const ports: DeliveryPorts = {
  useOf: (channel, again) => ({
    settings: channel.settings,
    fetch: async (input, init) => {
      const call = `${channel.name} ${urlOf(input).pathname}`;
      points.pass(`before ${call}`);
      const response = await fetch(input, { redirect: 'manual', signal: AbortSignal.timeout(5000), ...init });
      points.pass(`after ${call}`);
      return response;
    },
    now: () => new Date(),
    again,
    publish: () => Promise.reject(new Error('no SNS here')),
  }),
  firstLook: () => Promise.resolve({ causes: ['a deployment'], failing: [], summary: 'looked', mitigations: [] }),
  async openRoom(channel, { key, name, topic, invite, again }) {
    const use = {
      ...(await ports.useOf(channel, again)),
      settings: slackSettings.parse({ ...channel.settings, token: 'env:T' }),
    };
    const token = String(channel.settings['token']);
    const room = await openRoom({ ...use, settings: { ...use.settings, token } }, { key, name, topic, invite });
    return { id: room.channelId, name: room.name };
  },
};

const work = startResponding({
  responder,
  ports,
  readAlarms: (alarms) => Promise.resolve(new Map(alarms.map((alarm) => [alarmName(alarm), 'ALARM'] as const))),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
  tell: (line) => void process.stdout.write(`${line}\n`),
  leaseMs: LEASE_MS,
});
wake = () => work.wake();
await hearOthers(life.databaseUrl, () => work.wake());
if (life.opens !== null) {
  await openIncident(responder, {
    key: life.opens,
    title: 'The API answers with errors',
    severity: scenario.severity,
    by: { id: 'bob', via: 'api' },
    at: new Date(),
    labels: {},
    alarm: null,
    hasSource: false,
  });
}

function pointed(channel: Channel): Channel {
  const { definition } = channel;
  const send: ChannelDefinition['send'] = async (message, to, use) => {
    points.sends(message.kind, message.key);
    if (definition.id !== 'email') return definition.send(message, to, use);
    // Which does not go by fetch.
    points.pass('before mail');
    const receipt = await definition.send(message, to, use);
    points.pass('after mail');
    return receipt;
  };
  return { ...channel, definition: { ...definition, send } };
}

function urlOf(input: string | URL | Request): URL {
  return new URL(input instanceof Request ? input.url : input);
}

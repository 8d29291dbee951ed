import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FUZZ, FUZZ_TIMEOUT_MS } from '../../../test/respond/fuzz-budget.ts';
import { acceptedSchema, type Arrival, bytesOf, NOW, receive } from '../../../test/respond/intake-scene.ts';
import { mutated } from '../../../test/respond/mutation.ts';
import { type SnsServer, startSns, TOPIC } from '../../../test/respond/sns-server.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { alertmanager } from './alertmanager.ts';
import { type IntakeDefinition, NotAccepted } from './define.ts';
import { eventbridge } from './eventbridge.ts';
import { generic } from './generic.ts';
import { heartbeat } from './heartbeat.ts';
import { pagerduty } from './pagerduty.ts';
import { INTAKES } from './registry.ts';
import { sns } from './sns.ts';

let aws: SnsServer;
const strayed: string[] = [];

beforeAll(async () => {
  aws = await startSns(NOW);
});
afterAll(() => aws.close());

/** A kind of request: how it is proven, and what it looks like when all is well. */
interface Source {
  readonly intake: IntakeDefinition;
  readonly settings: () => Record<string, unknown>;
  prove(body: Uint8Array): Pick<Arrival, 'headers' | 'query'>;
  readonly samples: readonly Json[];
}

const bearer = { headers: { authorization: 'Bearer s' } };
const SNS: Source = {
  intake: sns,
  settings: () => ({ topics: [TOPIC], certificateHost: aws.origin }),
  prove: () => ({}),
  samples: [],
};
const SOURCES: readonly Source[] = [
  {
    intake: alertmanager,
    settings: () => ({ token: 's', severities: { critical: 'P1' } }),
    prove: () => bearer,
    samples: [alertmanagerSample()],
  },
  {
    intake: eventbridge,
    settings: () => ({ apiKey: 's', header: 'x-opsbook-key' }),
    prove: () => ({ headers: { 'x-opsbook-key': 's' } }),
    samples: eventSamples(),
  },
  { intake: generic, settings: () => ({ token: 's' }), prove: () => bearer, samples: genericSamples() },
  {
    intake: generic,
    settings: () => ({ signingSecret: 'whsec_c2VjcmV0' }),
    prove(body) {
      const at = String(NOW.getTime() / 1000);
      const signature = createHmac('sha256', 'secret').update(`m-1.${at}.`).update(body).digest('base64');
      return { headers: { 'webhook-id': 'm-1', 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}` } };
    },
    samples: genericSamples(),
  },
  { intake: heartbeat, settings: () => ({ token: 's', key: 'job', every: '1h' }), prove: () => bearer, samples: [{}] },
  {
    intake: pagerduty,
    settings: () => ({ secret: 's' }),
    prove: (body) => ({
      headers: { 'x-pagerduty-signature': `v1=${createHmac('sha256', 's').update(body).digest('hex')}` },
    }),
    samples: [pagerdutySample()],
  },
  SNS,
];

const OUTCOMES = ['accepted', 'refused'] as const;
type Outcome = (typeof OUTCOMES)[number];

/** Every request is taken, and promises what it should, or is refused in words of one line. Nothing else is thrown. */
async function outcomeOf(source: Source, arrival: Omit<Arrival, 'settings'>): Promise<Outcome> {
  const outcome = await receive(source.intake, { ...arrival, settings: source.settings(), fetch: onlyAws }).then(
    (accepted) => (acceptedSchema.parse(accepted), 'accepted' as const),
    (error: unknown) => {
      if (error instanceof NotAccepted && /^\P{Cc}{1,700}$/u.test(error.message)) return 'refused' as const;
      throw error;
    },
  );
  expect(strayed).toEqual([]);
  return outcome;
}

async function onlyAws(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const url = input instanceof Request ? input.url : input.toString();
  if (!url.startsWith(`${aws.origin}/`)) strayed.push(url);
  return fetch(url, init);
}

test('every intake is tried here', () => {
  expect([...new Set(SOURCES.map(({ intake }) => intake))].toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(
    INTAKES,
  );
});

const value = fc.string({ unit: 'binary', maxLength: 60 });
const anyFields = fc.record(
  {
    authorization: value,
    'x-opsbook-key': value,
    'webhook-id': value,
    'webhook-timestamp': value,
    'webhook-signature': value,
    'x-pagerduty-signature': value,
    token: value,
  },
  { requiredKeys: [] },
);
const cases = SOURCES.map((source, place) => ({ name: `${source.intake.id} (${place})`, source }));

test.each(cases)('$name answers whatever strangers send', { timeout: FUZZ_TIMEOUT_MS }, async ({ source }) => {
  const body = fc.oneof(fc.uint8Array({ maxLength: 500 }), fc.json({ stringUnit: 'binary' }).map(bytesOf));
  const arrivals = fc.record({ body, headers: anyFields, query: anyFields });
  const property = fc.asyncProperty(arrivals, async (arrival) => {
    expect(await outcomeOf(source, arrival)).toBe('refused');
  });
  await fc.assert(property, FUZZ);
});

test.each(cases)(
  '$name answers whatever comes with the right secret',
  { timeout: FUZZ_TIMEOUT_MS },
  async ({ source }) => {
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 500 }),
      fc.json({ maxDepth: 5, stringUnit: 'binary' }).map(bytesOf),
    );
    await fc.assert(
      fc.asyncProperty(body, async (bytes) => {
        expect(OUTCOMES).toContain(await outcomeOf(source, { body: bytes, ...source.prove(bytes) }));
      }),
      FUZZ,
    );
  },
);

test.each(cases.filter(({ source }) => source.samples.length > 0))(
  '$name answers what is nearly right',
  { timeout: FUZZ_TIMEOUT_MS },
  async ({ source }) => {
    for (const sample of source.samples) {
      expect(await outcomeOf(source, proven(source, sample))).toBe('accepted');
      const property = fc.asyncProperty(mutated(sample), async (json) => {
        expect(OUTCOMES).toContain(await outcomeOf(source, proven(source, json)));
      });
      await fc.assert(property, {
        ...FUZZ,
        interruptAfterTimeLimit: FUZZ.interruptAfterTimeLimit / source.samples.length,
      });
    }
  },
);

function proven(source: Source, json: Json) {
  const body = bytesOf(JSON.stringify(json));
  return { body, ...source.prove(body) };
}

test(
  'sns takes every message that SNS signed to its topic, whatever is in it',
  { timeout: FUZZ_TIMEOUT_MS },
  async () => {
    const messages = fc.oneof(
      ...[alarmSample(), ...eventSamples()].map((sample) => mutated(sample).map((json) => JSON.stringify(json))),
      fc.string({ unit: 'binary', maxLength: 500 }).map((text) => text.replace(/\p{Surrogate}/gu, '')),
    );
    const subject = fc.option(fc.stringMatching(/^[ -~]{1,99}$/), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(messages, subject, async (message, Subject) => {
        const envelope = aws.notification(message, Subject === undefined ? {} : { subject: Subject });
        expect(await outcomeOf(SNS, { body: bytesOf(envelope) })).toBe('accepted');
      }),
      FUZZ,
    );
  },
);

test(
  'sns takes nothing of which anything signed was changed, and asks nobody else',
  { timeout: FUZZ_TIMEOUT_MS },
  async () => {
    const kinds = fc.constantFrom(
      aws.notification('x', { subject: 'y' }),
      aws.notification(JSON.stringify(alarmSample())),
      aws.confirmation('SubscriptionConfirmation'),
      aws.confirmation('UnsubscribeConfirmation'),
    );
    const changes = kinds.chain((envelope) => fc.tuple(fc.constant(envelope), mutated(envelope as Json), fc.boolean()));
    await fc.assert(
      fc.asyncProperty(changes, async ([envelope, changed, signAgain]) => {
        const body = signAgain && isJsonObject(changed) ? aws.signed({ ...changed }) : changed;
        const outcome = await outcomeOf(SNS, { body: bytesOf(JSON.stringify(body)) });
        const same =
          isJsonObject(changed) && Object.keys(envelope).every((field) => changed[field] === envelope[field]);
        expect(outcome === 'accepted' && !signAgain && !same).toBe(false);
      }),
      FUZZ,
    );
  },
);

function alarmSample(): Json {
  return {
    AlarmName: 'checkout-5xx',
    AlarmDescription: null,
    AWSAccountId: '111122223333',
    NewStateValue: 'ALARM',
    NewStateReason: 'Threshold Crossed',
    StateChangeTime: '2026-03-01T11:59:30.123+0000',
    Region: 'EU (Frankfurt)',
    AlarmArn: 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:checkout-5xx',
    Trigger: {
      MetricName: 'm',
      Namespace: 'AWS/ECS',
      Dimensions: [{ value: 'api', name: 'ServiceName' }],
      Metrics: [{}],
    },
    AlarmTags: [{ Key: 'service', Value: 'checkout' }],
  };
}

function eventSamples(): Json[] {
  const common = { id: 'e-1', account: '111122223333', region: 'eu-central-1', time: '2026-03-01T11:59:30Z' };
  const details: [source: string, type: string, detail: Json][] = [
    [
      'aws.cloudwatch',
      'CloudWatch Alarm State Change',
      {
        alarmName: 'a',
        state: { value: 'ALARM', timestamp: '2026-03-01T11:59:30.000+0000' },
        configuration: { metrics: [{ metricStat: { metric: { name: 'm', dimensions: { a: 'b' } } } }] },
      },
    ],
    ['aws.ecs', 'ECS Deployment State Change', { eventName: 'SERVICE_DEPLOYMENT_FAILED' }],
    ['aws.rds', 'RDS DB Instance Event', { SourceIdentifier: 'db', Message: 'stopped', EventID: 'RDS-EVENT-0087' }],
    [
      'aws.health',
      'AWS Health Event',
      { eventArn: 'arn:aws:health:::event/x', service: 'EC2', statusCode: 'open', eventTypeCode: 'X' },
    ],
    ['aws.guardduty', 'GuardDuty Finding', { id: 'f', title: 't', severity: 8, type: 'Recon' }],
  ];
  const resources = ['arn:aws:ecs:eu-central-1:111122223333:service/default/api'];
  return details.map(([source, type, detail]) => ({ ...common, source, 'detail-type': type, resources, detail }));
}

function alertmanagerSample(): Json {
  const alert = {
    status: 'firing',
    labels: { alertname: 'A', severity: 'critical' },
    annotations: { summary: 's', runbook_url: 'https://example.org' },
    startsAt: '2026-03-01T11:52:26.739266876Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus:9090/graph',
    fingerprint: '1a30ba71cca2921f',
  };
  return {
    version: '4',
    groupKey: '{}',
    truncatedAlerts: 0,
    externalURL: 'http://alertmanager:9093',
    alerts: [alert, alert],
  };
}

function genericSamples(): Json[] {
  const signal = {
    id: 'd-1',
    key: 'k',
    action: 'trigger',
    title: 't',
    severity: 'P1',
    at: '2026-03-01T11:59:30Z',
    labels: { service: 'web' },
    details: { a: [1, { b: 'c' }] },
    links: [{ label: 'l', href: 'https://example.org' }],
  };
  return [signal, [signal, { key: 'k', title: 't' }]];
}

function pagerdutySample(): Json {
  const data = {
    id: 'P1',
    incident_key: 'k',
    title: 't',
    html_url: 'https://x.pagerduty.com',
    urgency: 'high',
    service: { summary: 's' },
    priority: { summary: 'P1' },
  };
  return {
    event: {
      id: 'e',
      event_type: 'incident.acknowledged',
      occurred_at: '2026-03-01T11:59:30Z',
      agent: { summary: 'Alice' },
      data,
    },
  };
}

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ALICE,
  aMessage,
  anIncident,
  anyMessage,
  EVERYBODY_THERE,
  failureOf,
  HIDDEN,
  HOSTILE,
  refusals,
  useOf,
} from '../../../test/respond/channel-scene.ts';
import { startHttpServer } from '../../../test/respond/http-server.ts';
import type { Contact, Message } from '../../model/incident/message.ts';
import { EVERYBODY } from './define.ts';
import { teams } from './teams.ts';

interface Element {
  readonly type: string;
  readonly text?: string;
  readonly style?: string;
  readonly items?: readonly Element[];
  readonly inlines?: readonly { readonly type: string; readonly text: string }[];
}

describe('the card', () => {
  test('is an Adaptive Card in the envelope of a workflow, and says it at a glance', async () => {
    const { envelope, card } = await post(aMessage());
    expect(envelope).toMatchObject({
      type: 'message',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null }],
    });
    expect(card).toMatchObject({ type: 'AdaptiveCard', version: '1.4', msteams: { entities: [] } });
    expect(card.actions).toEqual([
      { type: 'Action.OpenUrl', title: 'Open the incident', url: 'https://ops.example.com/incidents/12' },
    ]);
    expect(textsOf(card.body)).toEqual([
      'P1: Checkout is down',
      'The alarm checkout-5xx is on.',
      '  5xx: 12 %',
      'Since 11:55.',
      'Incident: #12 Checkout is down',
      'Severity: P1',
      'Status: open',
      'Opened: 2026-03-01T11:55:00Z',
      'Key: incident/12/page/1',
    ]);
  });

  test.each([
    ['page', 'attention'],
    ['notice', 'accent'],
    ['acknowledged', 'warning'],
    ['resolved', 'good'],
    ['test', 'default'],
  ] as const)('of a %s is %s', async (kind, style) => {
    const { card } = await post(aMessage({ kind }));
    expect(card.body[0]).toMatchObject({ type: 'Container', style });
  });

  test('without an address that a browser could open has no button', async () => {
    for (const url of [null, 'javascript:alert(1)']) {
      const { card } = await post(aMessage({ incident: anIncident({ url }) }));
      expect(card.actions).toEqual([]);
    }
  });

  test('mentions whom it is meant for, and nobody else', async () => {
    const { card } = await post(aMessage({ subject: HOSTILE, body: HOSTILE }), { ...ALICE, name: '<Alice> [x](y)*' });
    expect(card.msteams.entities).toEqual([
      { type: 'mention', text: '<at>Alice xy</at>', mentioned: { id: 'alice@example.com', name: 'Alice xy' } },
    ]);
    expect(elementsOf(card.body).filter(({ type }) => type === 'TextBlock')).toEqual([
      { type: 'TextBlock', text: '<at>Alice xy</at>', wrap: true },
    ]);
  });

  test('has what others wrote in runs only, which no client reads as Markdown', async () => {
    const { card } = await post(
      aMessage({ subject: HOSTILE, body: HOSTILE, incident: anIncident({ title: HOSTILE }) }),
    );
    const elements = elementsOf(card.body);
    expect(new Set(elements.map(({ type }) => type))).toEqual(new Set(['Container', 'RichTextBlock']));
    expect(elements.flatMap(({ inlines = [] }) => inlines).every(({ type }) => type === 'TextRun')).toBe(true);
    expect(textsOf(card.body).join('\n')).toContain('[click](https://evil.example)');
    expect(textsOf(card.body).join('\n')).not.toMatch(HIDDEN);
  });

  test('that would be too large says that it was cut', async () => {
    for (const body of ['one line\n'.repeat(20_000), 'x'.repeat(100_000), `${'漢'.repeat(3000)}\n`.repeat(30)]) {
      const { card, bytes } = await post(aMessage({ body }));
      expect(bytes).toBeLessThanOrEqual(20_000);
      expect(textsOf(card.body).some((text) => text.includes('…'))).toBe(true);
      expect(textsOf(card.body)).toContain('Incident: #12 Checkout is down');
    }
  });
});

test('any message is a card within the limit, whoever it is for', async () => {
  const server = await startHttpServer({ status: 202 });
  await fc.assert(
    fc.asyncProperty(anyMessage, fc.constantFrom(null, ALICE), async (message, person) => {
      await teams.send(message, { address: null, person }, useOf({ url: server.url }));
      const body = server.requests.at(-1)?.body ?? '';
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
      const { body: elements } = JSON.parse(body).attachments[0].content;
      expect(textsOf(elements).join('')).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      expect(textsOf(elements).every((text) => text !== '')).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('throttling and faults may pass, and a workflow that is gone does not', async () => {
  const server = await startHttpServer();
  const url = `${server.url}/workflows/1/triggers/manual?sig=s3cret`;
  server.answer({ status: 429, headers: { 'retry-after': '3' } }, { status: 502 }, { status: 404, body: url }, 'drop');
  expect(await failure(url)).toMatchObject({ permanent: false, retryAfterMs: 3000 });
  expect(await failure(url)).toMatchObject({ permanent: false });
  const gone = await failure(url);
  expect(gone).toMatchObject({ permanent: true });
  expect(gone.message).toContain('Check in Power Automate that the workflow is turned on');
  expect(gone.message).not.toContain('s3cret');
  expect(await failure(url)).toMatchObject({ permanent: false });
  for (const request of server.requests) expect(request.body).toBe(server.requests[0]?.body);
});

test('what is no URL of a workflow is not called, and not shown', async () => {
  for (const url of [
    'http://prod.example.com/?sig=s3cret',
    'sig=s3cret',
    'https://a.webhook.office.com/webhookb2/s3cret',
  ]) {
    const refused = await failure(url);
    expect(refused).toMatchObject({ permanent: true });
    expect(refused.message).toMatch(/^Teams was not called: /);
    expect(refused.message).not.toContain('s3cret');
  }
});

test('it has one place for all, and its URL is a secret', () => {
  expect(teams.addressOf(ALICE, {})).toBe(EVERYBODY);
  expect(refusals(teams, { url: 'env:TEAMS_URL' })).toEqual([]);
  expect(refusals(teams, { url: 'https://prod-1.westeurope.logic.azure.com/workflows/1?sig=x' })).toHaveLength(1);
});

async function post(message: Message, person: Contact | null = null) {
  const server = await startHttpServer({ status: 202 });
  const receipt = await teams.send(message, { address: null, person }, useOf({ url: server.url }));
  const body = server.requests[0]?.body ?? '';
  const envelope = JSON.parse(body);
  return { receipt, envelope, bytes: Buffer.byteLength(body), card: envelope.attachments[0].content };
}

function failure(url: string) {
  return failureOf(teams.send(aMessage(), EVERYBODY_THERE, useOf({ url })));
}

function elementsOf(body: readonly Element[]): Element[] {
  return body.flatMap((element) => [element, ...elementsOf(element.items ?? [])]);
}

function textsOf(body: readonly Element[]): string[] {
  return elementsOf(body).flatMap(({ text, inlines = [] }) => [
    ...(text === undefined ? [] : [text]),
    ...inlines.map((run) => run.text),
  ]);
}

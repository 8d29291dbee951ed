import * as fc from 'fast-check';
import type { Contact, Message, MessageIncident } from '../../src/model/incident/message.ts';
import { MESSAGE_KINDS } from '../../src/model/incident/message.ts';
import { INCIDENT_SEVERITIES } from '../../src/model/incident/severity.ts';
import type {
  ChannelDefinition,
  ChannelUse,
  DeliveryFailed,
  Publication,
  Recipient,
} from '../../src/respond/channels/define.ts';

export const NOW = new Date('2026-03-01T12:00:00.000Z');

export const EVERYBODY_THERE: Recipient = { address: null, person: null };

export function anIncident(over: Partial<MessageIncident> = {}): MessageIncident {
  return {
    number: 12,
    title: 'Checkout is down',
    severity: 'P1',
    status: 'open',
    openedAt: new Date('2026-03-01T11:55:00.000Z'),
    url: 'https://ops.example.com/incidents/12',
    dedupKey: 'incident-12',
    ...over,
  };
}

export function aMessage(over: Partial<Message> = {}): Message {
  return {
    key: 'incident/12/page/1',
    kind: 'page',
    subject: 'P1: Checkout is down',
    body: 'The alarm checkout-5xx is on.\n\n  5xx: 12 %\nSince 11:55.',
    incident: anIncident(),
    at: new Date('2026-03-01T11:56:00.500Z'),
    ...over,
  };
}

/** What a note may hold that somebody hostile wrote. */
export const HOSTILE = [
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '[click](https://evil.example) ![pic](https://evil.example/p.png) <https://evil.example|here>',
  '<at>Alice</at> @everyone <!channel> <@U123> **bold** `code` # head',
  'one\r\nBcc: mallory@evil.example\r\n\r\nanother body',
  'invoice\u202Egpj.exe \u2066hidden\u2069 \u200B\u0000\u001B[2J\ud800',
].join('\n');

/** What a reader does not see, or sees elsewhere than it is: controls and format characters, but for the line's end. */
export const HIDDEN = /[^\P{C}\n]/u;

export interface UseChoice {
  readonly publish?: (publication: Publication) => Promise<{ messageId: string }>;
  readonly again?: boolean;
}

/** Settings are given as `send` gets them: with secrets, not references. */
export function useOf(
  settings: Record<string, unknown>,
  { publish = refuse, again = false }: UseChoice = {},
): ChannelUse {
  return { settings, fetch, now: () => NOW, again, publish };
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('this channel has nothing to publish'));
}

/** The error with which a delivery failed. */
export async function failureOf(delivery: Promise<unknown>): Promise<DeliveryFailed> {
  return delivery.then(
    () => Promise.reject(new Error('it was delivered')),
    (error: unknown) => error as DeliveryFailed,
  );
}

/** Which fields of the settings are refused, and the words. */
export function refusals({ settings }: ChannelDefinition, input: unknown): string[] {
  const parsed = settings.safeParse(input);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

/** Text of any code points, with line ends, halves of characters and what HOSTILE has, from nothing to 100 KB. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 2000 }),
  fc.string({
    unit: fc.constantFrom('\r\n', '\ud800', '\u202E', '<', '"', '\\', '…', '漢', '👩‍🚒', ' ', '.'),
    maxLength: 400,
  }),
  fc.string({ minLength: 1, maxLength: 4 }).map((piece) => piece.repeat(100_000 / piece.length)),
  fc.constant(HOSTILE),
);

const anyDate = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true });

const anyIncident: fc.Arbitrary<MessageIncident> = fc.record({
  number: fc.nat(),
  title: anyText,
  severity: fc.constantFrom(...INCIDENT_SEVERITIES),
  status: anyText,
  openedAt: anyDate,
  url: fc.option(fc.oneof(fc.webUrl(), anyText)),
  dedupKey: anyText,
});

/** Any message at all, also ones that Opsbook would not make. */
export const anyMessage: fc.Arbitrary<Message> = fc.record({
  key: anyText,
  kind: fc.constantFrom(...MESSAGE_KINDS),
  subject: anyText,
  body: anyText,
  incident: fc.option(anyIncident),
  at: anyDate,
});

export const ALICE: Contact = { id: 'alice', name: 'Alice', email: 'alice@example.com', teams: 'alice@example.com' };

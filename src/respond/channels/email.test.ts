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
import { LOCALHOST } from '../../../test/respond/localhost-certificate.ts';
import { readMail } from '../../../test/respond/read-mail.ts';
import { type SmtpServer, startSmtpServer } from '../../../test/respond/smtp-server.ts';
import type { Message } from '../../model/incident/message.ts';
import type { Recipient } from './define.ts';
import { email } from './email.ts';
import { fingerprint } from './plain-text.ts';

const TO_ALICE: Recipient = { address: 'alice@example.com', person: ALICE };

describe('the mail', () => {
  test('says what happened as text and as HTML, to the one person', async () => {
    const server = await startSmtpServer();
    const receipt = await send(server, aMessage());
    const [delivery] = server.deliveries;
    expect(delivery).toMatchObject({
      from: 'ops@example.com',
      to: ['alice@example.com'],
      user: null,
      encrypted: false,
    });
    const { headers, parts } = readMail(delivery?.raw ?? '');
    expect(headers).toMatchObject({
      from: 'Opsbook <ops@example.com>',
      to: 'Alice <alice@example.com>',
      subject: 'P1: Checkout is down',
      date: 'Sun, 01 Mar 2026 11:56:00 +0000',
      'message-id': `<opsbook.${fingerprint('incident/12/page/1')}@example.com>`,
      'auto-submitted': 'auto-generated',
      'x-auto-response-suppress': 'All',
      'x-opsbook-key': 'incident/12/page/1',
      importance: 'High',
    });
    expect(parts['text/plain']).toMatch(
      /^P1: Checkout is down\n\nThe alarm checkout-5xx is on\.\n\n  5xx: 12 %\nSince 11:55\.\n\nIncident/,
    );
    expect(parts['text/html']).toContain('<tr><td>Severity</td><td>P1</td></tr>');
    expect(parts['text/html']).toContain('<a href="https://ops.example.com/incidents/12">Open the incident</a>');
    expect(receipt).toEqual({ id: headers['message-id'], detail: 'mailed to alice@example.com' });
  });

  test('of an incident is one thread, whatever it says', async () => {
    const server = await startSmtpServer();
    await send(server, aMessage());
    await send(server, aMessage({ kind: 'resolved', key: 'incident/12/resolved' }));
    await send(server, aMessage({ key: 'incident/13/page/1', incident: anIncident({ dedupKey: 'incident-13' }) }));
    await send(server, aMessage({ key: 'hand-off', incident: null }));
    const mails = server.deliveries.map(({ raw }) => readMail(raw).headers);
    expect(mails[0]?.['in-reply-to']).toMatch(/^<opsbook\.[0-9a-f]{64}@example\.com>$/);
    expect(mails[0]?.['references']).toBe(mails[0]?.['in-reply-to']);
    expect(mails[1]?.['in-reply-to']).toBe(mails[0]?.['in-reply-to']);
    expect(mails[1]?.['message-id']).not.toBe(mails[0]?.['message-id']);
    expect(mails[1]).not.toHaveProperty('importance');
    expect(mails[2]?.['in-reply-to']).not.toBe(mails[0]?.['in-reply-to']);
    expect(mails[3]).not.toHaveProperty('in-reply-to');
  });

  test('for nobody in particular goes to the place for all, and without one to nobody', async () => {
    const server = await startSmtpServer();
    await email.send(aMessage(), EVERYBODY_THERE, useOf({ ...settingsFor(server), to: 'team@example.com' }));
    expect(server.deliveries[0]?.to).toEqual(['team@example.com']);
    const failure = await failureOf(email.send(aMessage(), EVERYBODY_THERE, useOf(settingsFor(server))));
    expect(failure).toMatchObject({ permanent: true });
    expect(failure.message).toContain('the channel has no `to`');
  });

  test('has no header, recipient or markup that somebody hostile wrote', async () => {
    const server = await startSmtpServer();
    const incident = anIncident({ title: HOSTILE, status: HOSTILE, url: 'https://x.example/"><script>' });
    const subject = `one\r\nBcc: mallory@evil.example\r\n${HOSTILE.slice(54)}`;
    const message = aMessage({ key: 'k\r\nBcc: mallory@evil.example', subject, body: HOSTILE, incident });
    const person = { ...ALICE, name: 'Alice\r\nBcc: mallory@evil.example, "Eve" <eve@evil.example>' };
    await email.send(message, { address: 'alice@example.com', person }, useOf(settingsFor(server)));
    const [delivery] = server.deliveries;
    expect(delivery?.to).toEqual(['alice@example.com']);
    const { headers, names, parts } = readMail(delivery?.raw ?? '');
    expect(names).not.toContain('bcc');
    expect(names.filter((name) => name === 'to' || name === 'subject')).toEqual(['to', 'subject']);
    expect(headers['to']).toMatch(/<alice@example\.com>$/);
    expect(headers['subject']).toContain('one Bcc: mallory@evil.example [click]');
    expect(headers['x-opsbook-key']).toBe(fingerprint(message.key));
    const html = parts['text/html'] ?? '';
    expect(
      html.replaceAll(
        /<\/?(!doctype html|html|head|meta charset="utf-8"|body|h2|pre( style="white-space: pre-wrap")?|table( cellpadding="4")?|tr|td|p|small|a( href="https:\/\/x\.example\/%22%3E%3Cscript%3E")?)>/g,
        '',
      ),
    ).not.toMatch(/[<>]/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    for (const text of [html, parts['text/plain'] ?? '', headers['subject'] ?? '']) {
      expect(text).not.toMatch(HIDDEN);
    }
  });

  test('to an address that is two, or none, is not sent', async () => {
    const server = await startSmtpServer();
    for (const address of [
      'a@example.com>, <mallory@evil.example',
      'a@example.com\r\nRCPT TO:<mallory@evil.example>',
      '',
    ]) {
      const delivery = email.send(aMessage(), { address, person: null }, useOf(settingsFor(server)));
      expect(await failureOf(delivery), address).toMatchObject({ permanent: true });
    }
    expect(server.deliveries).toEqual([]);
  });

  test('of any message is one with sound headers', async () => {
    const server = await startSmtpServer();
    await fc.assert(
      fc.asyncProperty(anyMessage, async (message) => {
        await send(server, message);
        const { to, raw } = server.deliveries.at(-1) ?? { to: [], raw: '' };
        expect(to).toEqual(['alice@example.com']);
        expect(Math.max(...raw.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(998);
        const { headers, names, parts } = readMail(raw);
        expect(new Set(names).size).toBe(names.length);
        expect(headers['message-id']).toBe(`<opsbook.${fingerprint(message.key)}@example.com>`);
        expect(headers['subject']).toMatch(/^[^\p{Cc}\p{Cs}]{1,200}$/u);
        expect(Buffer.byteLength(parts['text/plain'] ?? '')).toBeLessThanOrEqual(256 * 1024);
        expect(parts['text/html']).toMatch(/<\/html>\s*$/);
      }),
      { numRuns: 25 },
    );
  });
});

test('a repeat after a lost answer has the same Message-ID', async () => {
  const server = await startSmtpServer();
  server.answer('drop');
  const failure = await failureOf(send(server, aMessage()));
  expect(failure).toMatchObject({ permanent: false });
  expect(failure.message).toContain('Whether it arrived is not known');
  await send(server, aMessage());
  const [first, second] = server.deliveries.map(({ raw }) => readMail(raw).headers);
  expect(second?.['message-id']).toBe(first?.['message-id']);
  expect(second?.['date']).toBe(first?.['date']);
});

describe('what the server refuses', () => {
  test.each([
    ['connect', 421, '4.3.2 too busy', false],
    ['connect', 554, '5.7.1 you are blocked', true],
    ['from', 451, '4.3.0 try later', false],
    ['from', 553, '5.7.1 not your address', true],
    ['from', 503, '5.5.1 bad sequence', false],
    ['to', 450, '4.2.0 greylisted', false],
    ['to', 452, '4.2.2 mailbox full', false],
    ['to', 550, '5.1.1 no such user', true],
    ['to', 550, '5.2.2 over quota', false],
    ['to', 552, '5.2.2 mailbox full', false],
    ['data', 552, 'storage exceeded', false],
    ['data', 552, '5.3.4 message too large', true],
    ['data', 554, '5.7.1 looks like spam', true],
    ['data', 451, '4.7.1 later', false],
  ] as const)('at %s with %i %s is for good: %o', async (at, status, text, permanent) => {
    const server = await startSmtpServer();
    server.answer({ at, status, text });
    const failure = await failureOf(send(server, aMessage()));
    expect(failure).toMatchObject({ code: 'delivery-failed', permanent });
    expect(failure.message).toMatch(/^The mail to alice@example\.com was not taken by 127\.0\.0\.1 \(/);
    expect(failure.message).toContain(text);
    expect(server.deliveries).toEqual([]);
  });

  test('a server that is not there may come back', async () => {
    const gone = useOf({ ...settingsFor({ port: 1 }), host: '127.0.0.1' });
    const failure = await failureOf(email.send(aMessage(), TO_ALICE, gone));
    expect(failure).toMatchObject({ permanent: false });
    expect(failure.message).toMatch(/ECONNREFUSED.*\)\. It can be tried again\.$/);
  });
});

describe('TLS and signing in', () => {
  const users = { opsbook: 's3cret-word' };
  const signedIn = { user: 'opsbook', password: 's3cret-word', caCertificate: LOCALHOST.cert };

  test.each(['starttls', 'tls'] as const)('with %s the mail is sent encrypted, by the user', async (tls) => {
    const server = await startSmtpServer({ tls, users });
    await email.send(aMessage(), TO_ALICE, useOf({ ...settingsFor(server), ...signedIn, security: tls }));
    expect(server.deliveries).toMatchObject([{ user: 'opsbook', encrypted: true }]);
  });

  test.each(['starttls', 'tls'] as const)(
    'with %s nothing is sent to a server that nobody vouches for',
    async (tls) => {
      const server = await startSmtpServer({ tls, users });
      const use = useOf({ ...settingsFor(server), ...signedIn, caCertificate: undefined, security: tls });
      expect(await failureOf(email.send(aMessage(), TO_ALICE, use))).toMatchObject({ permanent: false });
      expect(server.deliveries).toEqual([]);
    },
  );

  test('without STARTTLS at the server nothing is sent, the password least', async () => {
    const server = await startSmtpServer({ tls: 'none', users });
    const use = useOf({ ...settingsFor(server), ...signedIn, security: 'starttls' });
    const failure = await failureOf(email.send(aMessage(), TO_ALICE, use));
    expect(failure.message).toContain('Nothing was sent without TLS.');
    expect(server.deliveries).toEqual([]);
  });

  test('a wrong password is for good, says what to check, and is not shown', async () => {
    const server = await startSmtpServer({ tls: 'tls', users });
    const use = useOf({ ...settingsFor(server), ...signedIn, password: 'wr0ng-word', security: 'tls' });
    const failure = await failureOf(email.send(aMessage(), TO_ALICE, use));
    expect(failure).toMatchObject({ permanent: true });
    expect(failure.message).toContain("Check the channel's user and password.");
    expect(failure.message).not.toContain('wr0ng-word');
  });

  test('where a user is set, a server that asks for nobody gets no mail: it may be another', async () => {
    const server = await startSmtpServer({ tls: 'tls' });
    const use = useOf({ ...settingsFor(server), ...signedIn, security: 'tls' });
    expect(await failureOf(email.send(aMessage(), TO_ALICE, use))).toMatchObject({ permanent: true });
    expect(server.deliveries).toEqual([]);
  });
});

test('it reaches a person by their address, where they have one', () => {
  expect(email.addressOf(ALICE, {})).toBe('alice@example.com');
  expect(email.addressOf({ id: 'bob', name: 'Bob' }, {})).toBeNull();
});

test('its settings are checked: TLS but on this machine, and user and password together', () => {
  const settings = { host: 'mail.example.com', from: 'ops@example.com' };
  expect(refusals(email, settings)).toEqual([]);
  expect(email.settings.parse(settings)).toMatchObject({ port: 587, security: 'starttls' });
  expect(refusals(email, { ...settings, security: 'none' })).toEqual([expect.stringMatching(/^security: without TLS/)]);
  for (const host of ['localhost', '127.0.0.1', '::1']) {
    expect(refusals(email, { ...settings, host, security: 'none' })).toEqual([]);
  }
  expect(refusals(email, { ...settings, user: 'a' })).toEqual(['password: user and password go together']);
  expect(refusals(email, { ...settings, password: 'env:P' })).toEqual(['password: user and password go together']);
  expect(refusals(email, { ...settings, user: 'a', password: 'env:P' })).toEqual([]);
  for (const from of ['Ops <ops@example.com>', 'ops@example.com\r\nBcc: a@b.c', 'ops']) {
    expect(refusals(email, { ...settings, from }), from).toHaveLength(1);
  }
  for (const host of ['a b', 'mail.example.com/x', ''])
    expect(refusals(email, { ...settings, host }), host).toHaveLength(1);
});

function send(server: SmtpServer, message: Message) {
  return email.send(message, TO_ALICE, useOf(settingsFor(server)));
}

function settingsFor({ port }: { readonly port: number }): Record<string, unknown> {
  return { host: '127.0.0.1', port, security: 'none', from: 'ops@example.com' };
}

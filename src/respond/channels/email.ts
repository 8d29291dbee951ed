import { z } from 'zod';
import type { Message } from '../../model/incident/message.ts';
import { type ChannelUse, defineChannel, DeliveryFailed, type Recipient } from './define.ts';
import { smtpFailure } from './email-failure.ts';
import { htmlOf } from './email-html.ts';
import { letterOf, subjectOf } from './letter.ts';
import { fingerprint, plainLine, shortKey } from './plain-text.ts';
import { secret } from './settings.ts';

const HERE = new Set(['localhost', '127.0.0.1', '::1']);

const ADDRESS = z.email('a mail address');

const settings = z
  .strictObject({
    host: z.hostname('a host name').or(z.ipv4()).or(z.ipv6()).describe('The mail server'),
    port: z.int().min(1).max(65_535).describe('587 for STARTTLS, 465 for TLS from the start').default(587),
    security: z
      .enum(['starttls', 'tls', 'none'])
      .describe('starttls and tls refuse to go on without; none is for a server on this machine')
      .default('starttls'),
    caCertificate: secret('Where the certificate (PEM) is that vouches for a server of a private authority').optional(),
    user: z.string().min(1).describe('Whom to sign in as; left out where the server asks for nobody').optional(),
    password: secret('Where the password is').optional(),
    from: ADDRESS.describe('The sender, an address that the server lets this user send from'),
    to: ADDRESS.describe('Where messages go that are for nobody in particular').optional(),
  })
  .refine(({ security, host }) => security !== 'none' || HERE.has(host), {
    path: ['security'],
    error: 'without TLS, whoever is on the way reads the mail: only a server on this machine may be `none`',
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    path: ['password'],
    error: 'user and password go together',
  });

type Use = ChannelUse<typeof settings.shape>;

/**
 * Mail by SMTP. A mail that is sent again has the same Message-ID, by which some servers and readers know it, and most do not.
 *
 * https://www.rfc-editor.org/rfc/rfc5321 https://www.rfc-editor.org/rfc/rfc3834#section-5
 */
export const email = defineChannel({
  id: 'email',
  title: 'Email',
  setup:
    'Have a user of the mail server that may send from the address, and put its password where a reference reaches it.',
  settings,
  repeats: 'may-double',
  addressOf: (person) => person.email ?? null,
  async send(message, to, use) {
    const address = addressFor(to, use);
    // Loaded here, since most commands send no mail.
    const { createTransport } = await import('nodemailer');
    try {
      const sent = await createTransport(serverOf(use)).sendMail(mailOf(message, { ...to, address }, use));
      return { id: sent.messageId, detail: `mailed to ${plainLine(address)}` };
    } catch (error) {
      throw smtpFailure(error, { address, host: use.settings.host, password: use.settings.password });
    }
  },
});

/** All in all; below are the parts. */
const TIMEOUT_MS = 30_000;
const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;

const BODY_BYTES = 256 * 1024;
const SUBJECT_CHARACTERS = 200;

/** nodemailer takes a text for a list of recipients, so what is not exactly one address is not given to it. */
function addressFor(to: Recipient, { settings: { to: everybody } }: Use): string {
  const address = to.address ?? everybody;
  if (address === undefined) {
    throw new DeliveryFailed(
      'No mail was sent: it is for nobody in particular, and the channel has no `to`. Add one.',
      {
        permanent: true,
      },
    );
  }
  if (ADDRESS.safeParse(address).success) return address;
  throw new DeliveryFailed(`No mail was sent: ${plainLine(address)} is not a mail address. Correct it.`, {
    permanent: true,
  });
}

function serverOf({ settings: { host, port, security, caCertificate, user, password } }: Use) {
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { minVersion: 'TLSv1.2' as const, ...(caCertificate === undefined ? {} : { ca: caCertificate }) },
    // Else nodemailer sends without signing in where the server, or who is in between, does not offer it.
    ...(user === undefined ? {} : { auth: { user, pass: password }, forceAuth: true }),
    dnsTimeout: CONNECT_MS,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function mailOf(message: Message, to: Recipient & { readonly address: string }, { settings: { from } }: Use) {
  const thread = message.incident && messageId(`incident ${message.incident.dedupKey}`, from);
  return {
    // Objects, so that a name that holds a comma or a line end makes no second recipient.
    from: { name: 'Opsbook', address: from },
    to: { name: plainLine(to.person?.name ?? ''), address: to.address },
    subject: subjectOf(message, SUBJECT_CHARACTERS),
    date: message.at,
    messageId: messageId(message.key, from),
    ...(thread === null ? {} : { inReplyTo: thread, references: [thread] }),
    headers: {
      // No out-of-office reply comes back.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'X-Opsbook-Key': shortKey(message.key, 200),
    },
    ...(message.kind === 'page' ? { priority: 'high' as const } : {}),
    text: letterOf(message, BODY_BYTES),
    html: htmlOf(message, BODY_BYTES),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  };
}

/** The same of the same key, in the sender's domain. */
function messageId(key: string, from: string): string {
  return `<opsbook.${fingerprint(key)}@${from.slice(from.lastIndexOf('@') + 1)}>`;
}

import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';
import { LOCALHOST } from './localhost-certificate.ts';

export interface Delivery {
  readonly from: string;
  readonly to: readonly string[];
  /** The mail as it came, headers and body; `read-mail.ts` reads it. */
  readonly raw: string;
  readonly user: string | null;
  readonly encrypted: boolean;
}

/** Refused with this status and these words, once, at that point; `drop` takes the mail and breaks the connection. */
export type SmtpAnswer =
  | { readonly at: 'connect' | 'from' | 'to' | 'data'; readonly status: number; readonly text: string }
  | 'drop';

export interface SmtpServerChoice {
  /** How it speaks TLS; `none` offers none. */
  readonly tls?: 'starttls' | 'tls' | 'none';
  /** Passwords by user: whoever is none of them is refused, and so is whoever does not sign in. */
  readonly users?: Readonly<Record<string, string>>;
}

export interface SmtpServer {
  readonly port: number;
  readonly deliveries: readonly Delivery[];
  /** What happens next, one each; a `drop` waits for the next mail. */
  answer(...answers: readonly SmtpAnswer[]): void;
}

/** A real mail server on a free port of this machine, until the test is finished. */
export async function startSmtpServer({ tls = 'none', users }: SmtpServerChoice = {}): Promise<SmtpServer> {
  const deliveries: Delivery[] = [];
  const script: SmtpAnswer[] = [];

  function next(at: 'connect' | 'from' | 'to' | 'data'): Error | null {
    const [answer] = script;
    if (answer === undefined || answer === 'drop' || answer.at !== at) return null;
    script.shift();
    return Object.assign(new Error(answer.text), { responseCode: answer.status });
  }

  function takeDrop(): boolean {
    if (script[0] !== 'drop') return false;
    script.shift();
    // Not the socket beneath: destroying that one under TLS crashes Node 20.
    for (const { _socket: socket } of server.connections) socket.destroy();
    return true;
  }

  const options: SMTPServerOptions = {
    ...LOCALHOST,
    secure: tls === 'tls',
    authOptional: users === undefined,
    allowInsecureAuth: tls === 'none',
    disabledCommands: [...(tls === 'starttls' ? [] : ['STARTTLS']), ...(users === undefined ? ['AUTH'] : [])],
    disableReverseLookup: true,
    closeTimeout: 100,
    onConnect: (_session, done) => done(next('connect')),
    onMailFrom: (_address, _session, done) => done(next('from')),
    onRcptTo: (_address, _session, done) => done(next('to')),
    onAuth({ username = '', password = '' }, _session, done) {
      if (users?.[username] === password) done(null, { user: username });
      else done(Object.assign(new Error('5.7.8 Authentication credentials invalid'), { responseCode: 535 }));
    },
    onData(stream, { envelope, user, secure }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const refused = next('data');
        if (refused !== null) return done(refused);
        deliveries.push({
          from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
          to: envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString(),
          user: typeof user === 'string' ? user : null,
          encrypted: secure,
        });
        if (!takeDrop()) done(null, 'taken');
      });
    },
  };

  const server = new SMTPServer(options);
  // A client that refuses the certificate hangs up: that is what is tested.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    await new Promise<void>((resolve) => {
      server.close(resolve);
    });
  });
  const { port } = server.server.address() as AddressInfo;
  return { port, deliveries, answer: (...answers) => script.push(...answers) };
}

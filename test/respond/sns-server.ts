import { createHash, type KeyObject, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeCertificate, makeKey, type SigningCertificate } from './sns-certificate.ts';

export const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:alarms';

/** What SNS posts to an endpoint; tests may put anything in. */
export type Envelope = Record<string, unknown>;

export interface Post {
  readonly topic?: string;
  readonly subject?: string;
  readonly version?: '1' | '2';
  readonly at?: Date;
  readonly messageId?: string;
}

export interface SnsServer {
  /** For the setting `certificateHost`. */
  readonly origin: string;
  readonly certificateUrl: string;
  /** Paths that were asked for, in order. */
  readonly requests: string[];
  notification(message: string, post?: Post): Envelope;
  confirmation(type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation', post?: Post): Envelope;
  /** Signs it as it is now, as SNS would: what was changed before is then SNS's own word. */
  signed(envelope: Envelope): Envelope;
  /** Answers this from now on, to everything. */
  answer(status: number, body?: string, headers?: Readonly<Record<string, string>>): void;
  /** Takes what is asked of SNS of any region, as if this were it. */
  readonly fetchAsAws: typeof fetch;
  close(): Promise<void>;
}

export interface SnsSettings {
  readonly validFrom?: Date;
  readonly validTo?: Date;
  /** Else all have one, since making it takes a tenth of a second. */
  readonly privateKey?: KeyObject;
}

let sharedKey: KeyObject | undefined;

/** SNS on a free port of this machine: with a key, a certificate that vouches for it, and real signatures. */
export async function startSns(now: Date, settings: SnsSettings = {}): Promise<SnsServer> {
  const { validFrom, validTo, privateKey = (sharedKey ??= makeKey()) } = settings;
  const dayMs = 86_400_000;
  const certificate = makeCertificate({
    privateKey,
    from: validFrom ?? new Date(now.getTime() - dayMs),
    to: validTo ?? new Date(now.getTime() + dayMs),
  });
  const path = `/SimpleNotificationService-${createHash('md5').update(certificate.pem).digest('hex')}.pem`;
  const requests: string[] = [];
  let scripted: { status: number; body: string; headers: Readonly<Record<string, string>> } | undefined;
  const server = createServer(({ url = '' }, response) => {
    requests.push(url);
    if (scripted) response.writeHead(scripted.status, scripted.headers).end(scripted.body);
    else if (url === path) response.writeHead(200).end(certificate.pem);
    else if (url.startsWith('/?Action=ConfirmSubscription&'))
      response.writeHead(200).end('<ConfirmSubscriptionResponse/>');
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const certificateUrl = `${origin}${path}`;

  function common(message: string, { topic = TOPIC, version = '2', at = now, messageId = randomUUID() }: Post) {
    return {
      MessageId: messageId,
      TopicArn: topic,
      Message: message,
      Timestamp: at.toISOString(),
      SignatureVersion: version,
      SigningCertURL: certificateUrl,
    };
  }

  return {
    origin,
    certificateUrl,
    requests,
    notification(message, post = {}) {
      const subject = post.subject === undefined ? {} : { Subject: post.subject };
      return signed(certificate, { Type: 'Notification', ...common(message, post), ...subject });
    },
    confirmation(type, post = {}) {
      const Token = '2336412f37fb687f5d51e6e2425c464ded';
      const topic = post.topic ?? TOPIC;
      const SubscribeURL = `${origin}/?Action=ConfirmSubscription&TopicArn=${topic}&Token=${Token}`;
      return signed(certificate, {
        Type: type,
        ...common(`You have chosen ${topic}.\nVisit it.`, post),
        Token,
        SubscribeURL,
      });
    },
    signed: (envelope) => signed(certificate, envelope),
    answer(status, body = '', headers = {}) {
      scripted = { status, body, headers };
    },
    async fetchAsAws(input, init) {
      const address = input instanceof Request ? input.url : input.toString();
      return fetch(address.replace(/^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?(?=\/)/, origin), init);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const NOTIFICATION = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'];
const CONFIRMATION = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];

/** Written from AWS's page, and not from what is tested with it. */
function signed({ privateKey }: SigningCertificate, envelope: Envelope): Envelope {
  let text = '';
  for (const field of envelope['Type'] === 'Notification' ? NOTIFICATION : CONFIRMATION) {
    const value = envelope[field];
    if (typeof value === 'string') text += `${field}\n${value}\n`;
  }
  const algorithm = envelope['SignatureVersion'] === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  return { ...envelope, Signature: sign(algorithm, Buffer.from(text), privateKey).toString('base64') };
}

import { z } from 'zod';
import type { Message } from '../../model/incident/message.ts';
import { defineChannel, DeliveryFailed, EVERYBODY } from './define.ts';
import { letterOf, subjectOf } from './letter.ts';
import { cut, fingerprint, plainLine } from './plain-text.ts';
import { destination } from './settings.ts';

const TOPIC = /^arn:aws[a-z-]*:sns:([a-z]{2}[a-z0-9-]+):\d{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?$/;

/**
 * A topic, and whoever subscribes to it. There is no secret: it is published with this process's AWS credentials, which
 * need `sns:Publish` on the topic. A FIFO topic tells repeats of five minutes apart; a standard one does not, and most are
 * standard, since only they reach mail, SMS and Lambda: hence `may-double`.
 *
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 * https://docs.aws.amazon.com/sns/latest/dg/fifo-message-dedup.html
 */
export const sns = defineChannel({
  id: 'sns',
  title: 'Amazon SNS',
  setup: 'Make a topic, subscribe to it, and let the role that Opsbook runs with do `sns:Publish` on it.',
  settings: z.strictObject({
    topicArn: z
      .string()
      .regex(TOPIC, 'an SNS topic ARN, like arn:aws:sns:eu-west-1:123456789012:alarms')
      .describe('The ARN of the topic; of its region it is published'),
    endpointUrl: destination('SNS where it is not at AWS: a VPC endpoint, a sandbox').optional(),
  }),
  repeats: 'may-double',
  addressOf: () => EVERYBODY,
  async send(message, _to, use) {
    const { topicArn, endpointUrl } = use.settings;
    const { region, fifo } = partsOf(topicArn);
    const publication = {
      topicArn,
      region,
      subject: asciiSubject(message),
      message: letterOf(message, MESSAGE_BYTES),
      attributes: attributesOf(message),
      ...(fifo ? { deduplicationId: fingerprint(message.key), groupId: groupOf(message) } : {}),
      endpointUrl,
    };
    try {
      const { messageId } = await use.publish(publication);
      return { id: messageId, detail: `published to ${topicArn}` };
    } catch (error) {
      throw failureOf(error, topicArn);
    }
  },
});

/** 256 KiB, less what the attributes take. */
const MESSAGE_BYTES = 256 * 1024 - 2048;

/** "Less than 100 characters long". */
const SUBJECT_CHARACTERS = 99;

/** AWS's error codes that the same request gets again. */
const FOR_GOOD =
  /^(NotFound|AuthorizationError|AccessDenied|InvalidParameter|InvalidParameterValue|InvalidSecurity|InvalidClientTokenId|KMSAccessDenied|KMSDisabled|KMSNotFound|KMSOptInRequired|ValidationError)(Exception)?$/;

function partsOf(topicArn: string): { region: string; fifo: boolean } {
  const [, region = '', fifo] = TOPIC.exec(topicArn) ?? [];
  return { region, fifo: fifo !== undefined };
}

/** Accents are dropped, and what else is not ASCII becomes `?`: the subject is a header of mail. */
function asciiSubject(message: Message): string {
  const ascii = subjectOf(message, 300)
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll('…', '...')
    .replaceAll(/[^\x20-\x7e]+/g, '?');
  const line = plainLine(ascii);
  return line.length > SUBJECT_CHARACTERS ? `${line.slice(0, SUBJECT_CHARACTERS - 3)}...` : line;
}

/** For filter policies of subscriptions. SNS refuses an empty value. */
function attributesOf({ kind, incident }: Message): Record<string, string> {
  if (incident === null) return { kind };
  return { kind, severity: incident.severity, incident: String(incident.number) };
}

/** Messages of one incident come in order, and hold up no other's. */
function groupOf({ incident }: Message): string {
  return incident === null ? 'opsbook' : `incident-${incident.number}`;
}

function failureOf(error: unknown, topicArn: string): DeliveryFailed {
  if (error instanceof DeliveryFailed) return error;
  const codes = codesOf(error);
  const permanent = codes.some((code) => FOR_GOOD.test(code));
  const said = cut(plainLine(error instanceof Error ? error.message : String(error)), 300);
  const next = permanent
    ? 'Check that the topic exists and that the role of this process may do sns:Publish on it.'
    : 'Whether it was published is not known; it can be tried again.';
  return new DeliveryFailed(`SNS did not take the message for ${topicArn} (${said}). ${next}`, {
    cause: error,
    permanent,
  });
}

/** Every name that an error and its causes have: an SDK's is in `name`, a fault's kind in `code` or its facts. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  return [error.name, ...own, ...codesOf(error.cause)].map((code) => cut(code, 100));
}

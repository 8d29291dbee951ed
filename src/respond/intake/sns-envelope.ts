import { z } from 'zod';
import { parseInstant } from '../../model/instant.ts';

/** What goes into the signature by lines must not hold one itself: else its end could be taken for the next field. */
const line = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\r\n]*$/, 'one line');

const signed = {
  MessageId: z.string().regex(/^[0-9A-Za-z-]{1,100}$/, 'the id of a message'),
  TopicArn: line(500),
  Message: z.string(),
  Timestamp: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/, 'an instant in UTC')
    .refine((text) => parseInstant(text) !== undefined, 'an instant in UTC'),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string().regex(/^[A-Za-z0-9+/=]{1,2000}$/, 'a signature in Base64'),
  SigningCertURL: line(500),
};

const confirmation = { ...signed, Token: line(2000).min(1), SubscribeURL: line(4000) };

/**
 * What SNS posts: https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 * What it adds to this over time is left out, and is not signed.
 */
export const envelopeSchema = z.discriminatedUnion('Type', [
  z.object({ Type: z.literal('Notification'), ...signed, Subject: line(1000).nullish() }),
  z.object({ Type: z.literal('SubscriptionConfirmation'), ...confirmation }),
  z.object({ Type: z.literal('UnsubscribeConfirmation'), ...confirmation }),
]);

export type Envelope = z.infer<typeof envelopeSchema>;
export type Notification = Extract<Envelope, { Type: 'Notification' }>;
export type Confirmation = Exclude<Envelope, Notification>;

/**
 * The text that is signed: names and values of these fields, each in a line of its own.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html
 */
export function stringToSign(envelope: Envelope): string {
  const { Message, MessageId, Timestamp, TopicArn, Type } = envelope;
  const fields =
    envelope.Type === 'Notification'
      ? { Message, MessageId, ...subjectOf(envelope), Timestamp, TopicArn, Type }
      : { Message, MessageId, SubscribeURL: envelope.SubscribeURL, Timestamp, Token: envelope.Token, TopicArn, Type };
  return Object.entries(fields)
    .map(([name, value]) => `${name}\n${value}\n`)
    .join('');
}

/** A message without a subject is signed without the name of the field. */
function subjectOf({ Subject }: Notification): { Subject?: string } {
  return Subject == null ? {} : { Subject };
}

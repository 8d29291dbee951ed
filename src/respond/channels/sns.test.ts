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
import type { Message } from '../../model/incident/message.ts';
import { DeliveryFailed, EVERYBODY, type Publication } from './define.ts';
import { fingerprint } from './plain-text.ts';
import { sns } from './sns.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alarms';
const FIFO = `${TOPIC}.fifo`;

describe('what is published', () => {
  test('a letter, with attributes to filter by, in the region of the topic', async () => {
    const { publication, receipt } = await publish(aMessage());
    expect(publication).toEqual({
      topicArn: TOPIC,
      region: 'eu-west-1',
      subject: 'P1: Checkout is down',
      message: expect.stringMatching(/^P1: Checkout is down\n\nThe alarm[^]*\nKey: incident\/12\/page\/1\n$/),
      attributes: { kind: 'page', severity: 'P1', incident: '12' },
      endpointUrl: undefined,
    });
    expect(receipt).toEqual({ id: 'm-1', detail: `published to ${TOPIC}` });
  });

  test('a message about no incident has no attribute that is empty', async () => {
    const { publication } = await publish(aMessage({ incident: null, kind: 'test' }), FIFO);
    expect(publication).toMatchObject({ attributes: { kind: 'test' }, groupId: 'opsbook' });
  });

  test('a FIFO topic tells a repeat apart, and keeps the order within an incident', async () => {
    const first = await publish(aMessage(), FIFO);
    const again = await publish(aMessage(), FIFO);
    expect(first.publication).toMatchObject({
      deduplicationId: fingerprint('incident/12/page/1'),
      groupId: 'incident-12',
    });
    expect(again.publication).toEqual(first.publication);
  });

  test.each([
    ['Überlauf im Café – 漢字', 'Uberlauf im Cafe ? ?'],
    ['a\r\nBcc: mallory@evil.example', 'a Bcc: mallory@evil.example'],
    ['x'.repeat(200), `${'x'.repeat(96)}...`],
    ['\u0000\u202E', '\\u{0}\\u{202e}'],
    ['', 'Opsbook: page'],
  ])('the subject %o is sent as %o', async (subject, expected) => {
    const { publication } = await publish(aMessage({ subject }));
    expect(publication?.subject).toBe(expected);
  });

  test('what somebody hostile wrote is visible text', async () => {
    const { publication } = await publish(aMessage({ subject: HOSTILE, body: HOSTILE.repeat(2000) }));
    expect(publication?.message).not.toMatch(HIDDEN);
    expect(publication?.message).toContain('[click](https://evil.example)');
  });

  test('any message is a publication within the limits of SNS', async () => {
    await fc.assert(
      fc.asyncProperty(anyMessage, fc.constantFrom(TOPIC, FIFO), async (message, topicArn) => {
        const { publication } = await publish(message, topicArn);
        const { subject = '', message: text, attributes, deduplicationId, groupId } = publication ?? raise();
        expect(subject).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,98}$/);
        const values = Object.entries(attributes).flat();
        expect(Buffer.byteLength([text, ...values].join('')) + 100).toBeLessThanOrEqual(262_144);
        expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cs}/u);
        expect(values.every((value) => value !== '')).toBe(true);
        const ids = topicArn === FIFO ? /^[\w-]{1,128} [\w-]{1,128}$/ : /^undefined undefined$/;
        expect(`${deduplicationId} ${groupId}`).toMatch(ids);
      }),
      { numRuns: 60 },
    );
  });
});

describe('where SNS does not take it', () => {
  test.each(['NotFoundException', 'AuthorizationErrorException', 'InvalidParameterException', 'AccessDenied'])(
    '%s is for good, and says what to check',
    async (name) => {
      const failure = await failureOf(failWith(Object.assign(new Error('Topic does not exist'), { name })));
      expect(failure).toMatchObject({ code: 'delivery-failed', permanent: true });
      expect(failure.message).toBe(
        `SNS did not take the message for ${TOPIC} (Topic does not exist). Check that the topic exists and that the role of this process may do sns:Publish on it.`,
      );
    },
  );

  test('a code in the cause is found', async () => {
    const cause = Object.assign(new Error('denied'), { name: 'AuthorizationErrorException' });
    expect(await failureOf(failWith(new Error('a fault', { cause })))).toMatchObject({ permanent: true });
  });

  test.each(['ThrottledException', 'InternalErrorException', 'ECONNRESET', 'ExpiredToken'])(
    '%s may pass',
    async (name) => {
      const error = Object.assign(new Error('later'), { name, code: name });
      expect(await failureOf(failWith(error))).toMatchObject({ permanent: false, cause: error });
    },
  );

  test('a failure that is one already is given on', async () => {
    const failed = new DeliveryFailed('no', { retryAfterMs: 5 });
    expect(await failureOf(failWith(failed))).toBe(failed);
  });
});

test('it has one place for all, and is configured by the ARN of a topic', () => {
  expect(sns.addressOf(ALICE, {})).toBe(EVERYBODY);
  for (const topicArn of [
    TOPIC,
    FIFO,
    'arn:aws-cn:sns:cn-north-1:123456789012:a',
    'arn:aws-us-gov:sns:us-gov-west-1:123456789012:a',
  ]) {
    expect(refusals(sns, { topicArn })).toEqual([]);
  }
  for (const topicArn of [
    'alarms',
    'arn:aws:sqs:eu-west-1:123456789012:a',
    `${TOPIC}:0f3c`,
    `${TOPIC}\n`,
    'arn:aws:sns::1:a',
  ]) {
    expect(refusals(sns, { topicArn }), topicArn).toHaveLength(1);
  }
  expect(refusals(sns, { topicArn: TOPIC, endpointUrl: 'http://169.254.169.254' })).toHaveLength(1);
});

async function publish(message: Message, topicArn = TOPIC) {
  const published: Publication[] = [];
  function take(publication: Publication) {
    published.push(publication);
    return Promise.resolve({ messageId: `m-${published.length}` });
  }
  const receipt = await sns.send(message, EVERYBODY_THERE, useOf({ topicArn }, { publish: take }));
  return { publication: published[0], receipt };
}

function failWith(error: Error) {
  const use = useOf({ topicArn: TOPIC }, { publish: () => Promise.reject(error) });
  return sns.send(aMessage({ incident: anIncident() }), EVERYBODY_THERE, use);
}

function raise(): never {
  throw new Error('nothing was published');
}

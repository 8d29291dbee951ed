import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { NOW, receive, receiveOne, refusal, settingRefusals } from '../../../test/respond/intake-scene.ts';
import { makeKey } from '../../../test/respond/sns-certificate.ts';
import { type Envelope, type SnsServer, startSns, TOPIC } from '../../../test/respond/sns-server.ts';
import { sns } from './sns.ts';

let aws: SnsServer;
let other: SnsServer;

beforeAll(async () => {
  other = await startSns(NOW, { privateKey: makeKey() });
});
beforeEach(async () => {
  other.requests.length = 0;
  aws = await startSns(NOW);
});
afterEach(() => aws.close());
afterAll(() => other.close());

/** To an intake for which the server stands in for SNS. */
function post(envelope: unknown, now = NOW) {
  return { body: envelope, fetch, now, settings: { topics: [TOPIC], certificateHost: aws.origin } };
}

/** To an intake as it is in production, where SNS of every region is that server, and all else is asked for really. */
function postPinned(envelope: unknown, topic = TOPIC) {
  return { body: envelope, fetch: aws.fetchAsAws, settings: { topics: [topic] } };
}

function certificateAt(origin: string): string {
  return aws.certificateUrl.replace(aws.origin, origin);
}

const ALARM = {
  AlarmName: 'checkout-5xx',
  AlarmDescription: null,
  AWSAccountId: '111122223333',
  NewStateValue: 'ALARM',
  NewStateReason: 'Threshold Crossed',
  StateChangeTime: '2026-03-01T11:59:30.123+0000',
  Region: 'EU (Frankfurt)',
  AlarmArn: 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:checkout-5xx',
  OldStateValue: 'OK',
  Trigger: {
    MetricName: 'HTTPCode_Target_5XX_Count',
    Namespace: 'AWS/ApplicationELB',
    Dimensions: [{ value: 'app/checkout/50dc6c495c0c9188', name: 'LoadBalancer' }],
  },
  AlarmTags: [{ Key: 'service', Value: 'checkout' }],
};

test.each(['1', '2'] as const)('takes an alarm that SNS signed with version %s', async (version) => {
  const signal = await receiveOne(
    sns,
    post(aws.notification(JSON.stringify(ALARM), { version, subject: 'ALARM: "checkout-5xx"' })),
  );
  expect(signal).toMatchObject({
    key: 'cloudwatch/111122223333/eu-central-1/checkout-5xx',
    action: 'trigger',
    title: 'checkout-5xx is in ALARM (eu-central-1)',
    severity: null,
    at: new Date('2026-03-01T11:59:30.123Z'),
    labels: {
      alarmname: 'checkout-5xx',
      account: '111122223333',
      region: 'eu-central-1',
      namespace: 'AWS/ApplicationELB',
      loadbalancer: 'app/checkout/50dc6c495c0c9188',
      service: 'checkout',
    },
    alarm: { account: '111122223333', region: 'eu-central-1', name: 'checkout-5xx' },
  });
});

test('a message is taken without a subject, and with a text of many lines', async () => {
  const signal = await receiveOne(sns, post(aws.notification('Backup failed\nSubject\nof last night\n')));
  expect(signal).toMatchObject({ title: 'Backup failed', action: 'trigger' });
});

test('a message that is delivered again is the same delivery, and the certificate is fetched once', async () => {
  const envelope = aws.notification(JSON.stringify(ALARM));
  const first = await receiveOne(sns, post(envelope));
  const again = await receiveOne(sns, post(envelope, new Date(NOW.getTime() + 59 * 60_000)));
  expect(again.deliveryId).toBe(first.deliveryId);
  expect(first.deliveryId).toBe(envelope['MessageId']);
  expect(aws.requests).toHaveLength(1);
});

test.each([
  ['the message', { Message: '{}' }],
  ['the subject', { Subject: 'OK' }],
  ['the subject, taken away', { Subject: undefined }],
  ['the id', { MessageId: '11111111-1111-1111-1111-111111111111' }],
  ['the time', { Timestamp: '2026-03-01T11:59:59.000Z' }],
  ['the version of the signature', { SignatureVersion: '1' }],
  ['the signature', { Signature: Buffer.alloc(256, 7).toString('base64') }],
  ['the signature, to almost nothing', { Signature: 'AA==' }],
])('refuses a message in which somebody changed %s', async (_, change) => {
  const envelope = aws.notification(JSON.stringify(ALARM), { subject: 'ALARM' });
  expect(await refusal(sns, post({ ...envelope, ...change }))).toMatch(/^401: the signature is not SNS's/);
});

test('refuses a message that another key signed, though it names the certificate of SNS', async () => {
  const forged = other.signed({ ...aws.notification(JSON.stringify(ALARM)) });
  expect(await refusal(sns, post(forged))).toMatch(/^401: the signature is not SNS's/);
});

test('a publisher cannot write a message whose signature is good for another id', async () => {
  // Signed as one message whose text looks like the fields that follow it.
  const real = aws.notification('A\nMessageId\nsecond\nSubject\nB', { messageId: 'first' });
  const split = { ...real, Message: 'A', MessageId: 'second', Subject: 'B\nMessageId\nfirst' };
  expect(await refusal(sns, post(split))).toMatch(/^400: Subject: one line/);
});

test.each([
  ['of another topic', { TopicArn: 'arn:aws:sns:eu-central-1:111122223333:others' }, /^403: the topic is none/],
  [
    'of the same name in another account',
    { TopicArn: 'arn:aws:sns:eu-central-1:999999999999:alarms' },
    /^403: the topic is none/,
  ],
  ['of what is no topic', { TopicArn: '__proto__' }, /^403: the topic is none/],
  ['older than an hour', { Timestamp: '2026-03-01T10:59:59.999Z' }, /^403: the message is more than an hour old/],
  ['of no day that there is', { Timestamp: '2026-02-31T25:00:00.000Z' }, /^400: Timestamp/],
  ['of another version', { SignatureVersion: '3' }, /^400: SignatureVersion/],
  ['of another type', { Type: 'Delivery' }, /^400: Type/],
  ['without a signature', { Signature: undefined }, /^401: the signature is missing: is raw message delivery on\?/],
])('refuses a message %s without asking anybody anything', async (_, change, expected) => {
  const envelope = aws.signed({ ...aws.notification(JSON.stringify(ALARM)), ...change });
  expect(await refusal(sns, post({ ...envelope, ...('Signature' in change ? change : {}) }))).toMatch(expected);
  expect(aws.requests).toEqual([]);
});

test('takes what is a bit younger than an hour, for SNS tries as long', async () => {
  const envelope = aws.notification('{}', { at: new Date(NOW.getTime() - 3_600_000) });
  expect((await receive(sns, post(envelope))).signals).toHaveLength(1);
});

test('a time after now, by another clock, becomes now', async () => {
  const late = new Date(NOW.getTime() + 90_000);
  const alarm = { ...ALARM, StateChangeTime: late.toISOString() };
  expect((await receiveOne(sns, post(aws.notification(JSON.stringify(alarm), { at: late })))).at).toEqual(NOW);
});

const PATH = '/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem';
test.each([
  ['on another host', `https://evil.com${PATH}`],
  ['on a host that begins like it', `https://sns.eu-central-1.amazonaws.com.evil.com${PATH}`],
  ['on a host that ends like it', `https://evil-sns.eu-central-1.amazonaws.com${PATH}`],
  ['behind a user name', `https://sns.eu-central-1.amazonaws.com@evil.com${PATH}`],
  ['with a user name', `https://user:pw@sns.eu-central-1.amazonaws.com${PATH}`],
  ['in another region', `https://sns.us-east-1.amazonaws.com${PATH}`],
  ['in another partition', `https://sns.eu-central-1.amazonaws.com.cn${PATH}`],
  ['in a bucket', `https://s3.eu-central-1.amazonaws.com/bucket${PATH}`],
  ['without encryption', `http://sns.eu-central-1.amazonaws.com${PATH}`],
  ['at another port', `https://sns.eu-central-1.amazonaws.com:8443${PATH}`],
  ['at an address', `https://127.0.0.1${PATH}`],
  ['at the address of instance metadata', 'http://169.254.169.254/latest/meta-data/SimpleNotificationService-0.pem'],
  ['in a file', `file://${PATH}`],
  ['at another path', 'https://sns.eu-central-1.amazonaws.com/evil.pem'],
  ['up and down the path', `https://sns.eu-central-1.amazonaws.com/a/..${PATH}`],
  ['behind a query', `https://sns.eu-central-1.amazonaws.com/?${PATH}`],
  ['with a query', `https://sns.eu-central-1.amazonaws.com${PATH}?a=.pem`],
  ['with a backslash', `https://sns.eu-central-1.amazonaws.com\\@evil.com${PATH}`],
  ['in capitals', `HTTPS://SNS.eu-central-1.amazonaws.com${PATH}`],
  ['with a blank before it', ` https://sns.eu-central-1.amazonaws.com${PATH}`],
  ['nowhere', ''],
])('refuses a certificate %s without asking anybody anything', async (_, SigningCertURL) => {
  let asked = 0;
  const envelope = aws.signed({ ...aws.notification('{}'), SigningCertURL });
  const arrival = { ...postPinned(envelope), fetch: () => Promise.reject(new Error(`asked ${(asked += 1)} times`)) };
  expect(await refusal(sns, arrival)).toMatch(
    /^403: the signing certificate is not at SNS of the topic's region, https:\/\/sns\.eu-central-1\.amazonaws\.com: /,
  );
  expect(asked).toBe(0);
});

test('refuses the certificate of a server on this machine, where nothing stands in for SNS', async () => {
  const arrival = { ...postPinned(aws.notification('{}')), fetch };
  expect(await refusal(sns, arrival)).toMatch(/^403: the signing certificate is not at SNS/);
  expect(aws.requests).toEqual([]);
});

test.each([
  ['a region', TOPIC, 'https://sns.eu-central-1.amazonaws.com'],
  ['China', 'arn:aws-cn:sns:cn-north-1:111122223333:alarms', 'https://sns.cn-north-1.amazonaws.com.cn'],
  ['GovCloud', 'arn:aws-us-gov:sns:us-gov-west-1:111122223333:alarms', 'https://sns.us-gov-west-1.amazonaws.com'],
])('takes what SNS of %s signed, by the certificate it has there', async (_, topic, origin) => {
  const envelope = aws.signed({ ...aws.notification('{}', { topic }), SigningCertURL: certificateAt(origin) });
  expect((await receive(sns, postPinned(envelope, topic))).signals).toHaveLength(1);
  expect(aws.requests).toHaveLength(1);
});

test.each([
  ['a redirect', 302, ''],
  ['an error', 503, 'busy'],
  ['no certificate', 200, '<html></html>'],
  ['nothing', 200, ''],
  ['more than a certificate', 200, 'A'.repeat(70_000)],
])(
  'answers that SNS should try again when it has %s in place of the certificate, and follows nothing',
  async (_, status, body) => {
    aws.answer(status, body, status === 302 ? { location: other.certificateUrl } : {});
    expect(await refusal(sns, post(aws.notification('{}')))).toMatch(/^502: /);
    expect(aws.requests).toHaveLength(1);
    expect(other.requests).toEqual([]);
  },
);

test.each([
  ['is over', { validTo: new Date(NOW.getTime() - 1000) }],
  ['has not begun', { validFrom: new Date(NOW.getTime() + 1000) }],
])('a certificate that %s proves nothing', async (_, validity) => {
  const stale = await startSns(NOW, validity);
  const arrival = { ...post(stale.notification('{}')), settings: { topics: [TOPIC], certificateHost: stale.origin } };
  expect(await refusal(sns, arrival)).toMatch(/^502: the signing certificate is not valid now/);
  await stale.close();
});

test('confirms a subscription to its own topic, and says so', async () => {
  const accepted = await receive(sns, post(aws.confirmation('SubscriptionConfirmation')));
  expect(accepted).toEqual({ signals: [], note: `confirmed the subscription to ${TOPIC}` });
  expect(aws.requests).toHaveLength(2);
  expect(Object.fromEntries(new URL(aws.requests[1] ?? '', aws.origin).searchParams)).toEqual({
    Action: 'ConfirmSubscription',
    TopicArn: TOPIC,
    Token: '2336412f37fb687f5d51e6e2425c464ded',
  });
});

test('asks for another confirmation when SNS does not take this one', async () => {
  await receive(sns, post(aws.notification('{}')));
  aws.answer(500);
  expect(await refusal(sns, post(aws.confirmation('SubscriptionConfirmation')))).toMatch(/^502: .*\(500\)/);
});

test('a redirect of the confirmation is not followed', async () => {
  await receive(sns, post(aws.notification('{}')));
  aws.answer(302, '', { location: `${other.origin}/?Action=ConfirmSubscription&x` });
  expect(await refusal(sns, post(aws.confirmation('SubscriptionConfirmation')))).toMatch(/^502: /);
  expect(other.requests).toEqual([]);
});

const QUERY = `Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=2336412f37fb687f5d51e6e2425c464ded`;
test.each([
  ['another host', () => `${other.origin}/?${QUERY}`],
  ['instance metadata', () => 'http://169.254.169.254/latest/meta-data/'],
  ['a host behind a user name', (origin: string) => `${origin.replace('//', '//sns@')}/?${QUERY}`],
  ['another action', (origin: string) => `${origin}/?${QUERY.replace('ConfirmSubscription', 'Unsubscribe')}`],
  ['a second action', (origin: string) => `${origin}/?${QUERY}&Action=Publish`],
  ['another topic', (origin: string) => `${origin}/?${QUERY.replace(':alarms', ':others')}`],
  ['another token', (origin: string) => `${origin}/?${QUERY}0`],
  ['another path', (origin: string) => `${origin}/admin?${QUERY}`],
  ['nothing', () => 'no address'],
])('a SubscribeURL to %s is never fetched, though SNS signed it', async (_, address) => {
  const envelope = aws.signed({ ...aws.confirmation('SubscriptionConfirmation'), SubscribeURL: address(aws.origin) });
  expect(await refusal(sns, post(envelope))).toMatch(/^403: the SubscribeURL does not confirm this topic/);
  expect([...aws.requests, ...other.requests]).toEqual([]);
});

test('a confirmation that nobody signed confirms nothing', async () => {
  const forged = { ...aws.confirmation('SubscriptionConfirmation'), Signature: Buffer.alloc(256).toString('base64') };
  expect(await refusal(sns, post(forged))).toMatch(/^401: /);
  expect(aws.requests).toEqual([new URL(aws.certificateUrl).pathname]);
});

test('tells that a subscription was ended, and does not subscribe again', async () => {
  const accepted = await receive(sns, post(aws.confirmation('UnsubscribeConfirmation')));
  expect(accepted).toEqual({ signals: [], note: `the subscription to ${TOPIC} was ended: its alarms come no more` });
  expect(aws.requests).toHaveLength(1);
});

test.each([
  ['text', 'ALARM', { 'x-amz-sns-rawdelivery': 'true' }],
  ['JSON', JSON.stringify(ALARM), { 'x-amz-sns-rawdelivery': 'true' }],
  ['JSON without the header', JSON.stringify(ALARM), {}],
])('refuses raw messages (%s): their signature is missing', async (_, body, headers) => {
  const refused = await refusal(sns, { ...post(body), headers });
  expect(refused).toMatch(
    /^401: the signature is missing: .*raw message delivery.* \(turn it off in the subscription\)$/,
  );
});

test.each([
  ['no JSON', '{"Type":', /^400: the body is no JSON/],
  ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), /^400: the body is no UTF-8/],
  ['a number', '7', /^401: the signature is missing/],
  ['a key of every object', '{"__proto__":{"Signature":"AA=="},"Signature":"AA=="}', /^400: .*__proto__/],
  ['a hundred thousand brackets', '['.repeat(100_000) + ']'.repeat(100_000), /^400: .*nested more than 32 deep/],
  ['two mebibytes', JSON.stringify('A'.repeat(2_000_000)), /^413: /],
])('refuses %s', async (_, body, expected) => {
  expect(await refusal(sns, post(body))).toMatch(expected);
});

test('takes the settings of a real topic, and no others', () => {
  expect(settingRefusals(sns, { topics: [TOPIC] })).toEqual([]);
  expect(settingRefusals(sns, { topics: [TOPIC], certificateHost: 'http://127.0.0.1:4100' })).toEqual([]);
  expect(settingRefusals(sns, { topics: [] })).toHaveLength(1);
  expect(settingRefusals(sns, { topics: [`${TOPIC}.fifo`, 'alarms'] })).toHaveLength(2);
  expect(settingRefusals(sns, { topics: [TOPIC], certificateHost: 'https://sns.evil.com' })).toEqual([
    'certificateHost: only this machine can stand in for SNS',
  ]);
  expect(settingRefusals(sns, { topics: [TOPIC], certificateHost: 'http://localhost:1/x' })).toHaveLength(1);
  expect(settingRefusals(sns, { topics: [TOPIC], topic: TOPIC })).toHaveLength(1);
});

test('a stand-in that is not of this machine is not asked, even if the settings were not checked', async () => {
  const envelope: Envelope = aws.signed({ ...aws.notification('{}'), SigningCertURL: `https://evil.com${PATH}` });
  const arrival = { ...post(envelope), settings: { topics: [TOPIC], certificateHost: 'https://evil.com' } };
  expect(await refusal(sns, arrival)).toMatch(/^403: the signing certificate is not at SNS/);
});

import { beforeEach, expect, test } from 'vitest';
import { request } from '../../../test/wire-requests.ts';
import { createSandbox } from '../create.ts';
import { behaviourOf } from '../world/versions.ts';
import { type CallLog, createCallLog } from './call-log.ts';
import { answerControl } from './control.ts';
import { createLiveWorld, type LiveWorld } from './live-world.ts';

const START = new Date('2026-11-23T08:00:00.000Z');
const CALL = {
  at: START.toISOString(),
  service: 'ec2',
  operation: 'DescribeVpcs',
  account: '123456789012',
  region: 'us-east-1',
  accessKeyId: 'a',
  requestId: 'r',
  status: 200,
  errorCode: null,
};

let live: LiveWorld;
let log: CallLog;

beforeEach(() => {
  live = createLiveWorld({ start: START, tick: false });
  log = createCallLog(3);
});

function ask(method: string, action: string, body?: object | string) {
  const text = typeof body === 'string' ? body : body ? JSON.stringify(body) : '';
  const answer = answerControl(
    { live, log, ticking: false },
    request({ method, path: `/_sandbox/${action}`, body: text }),
  );
  return { status: answer.status, body: JSON.parse(String(answer.body)) as Record<string, unknown> };
}

test('status tells the time, who is there and what was asked', () => {
  live.current().region('123456789012', 'us-east-1');
  log.add(CALL);
  expect(ask('GET', 'status').body).toEqual({
    clock: '2026-11-23T08:00:00.000Z',
    ticking: false,
    seed: 'opsbook',
    accounts: ['123456789012'],
    regions: ['123456789012/us-east-1'],
    faults: 0,
    calls: { total: 1, byOperation: { 'ec2:DescribeVpcs': 1 } },
  });
});

test('advance moves the clock, and what is due on the way happens', () => {
  let happened: Date | undefined;
  live.current().clock.after(60_000, () => (happened = live.current().clock.now()));
  expect(ask('POST', 'advance', { by: '1h30m' }).body).toEqual({ clock: '2026-11-23T09:30:00.000Z' });
  expect(happened).toEqual(new Date('2026-11-23T08:01:00.000Z'));
});

test.each([['soon'], ['-1m'], ['15'], ['']])('advance by "%s" is refused', (by) => {
  expect(ask('POST', 'advance', { by })).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('by:') },
  });
});

test('faults are added, listed and cleared', () => {
  const fault = { kind: 'throttle', service: 'ec2', times: 2 };
  expect(ask('POST', 'fault', fault).body).toEqual({ faults: [fault] });
  expect(live.current().faults).toEqual([fault]);
  expect(ask('GET', 'fault').body).toEqual({ faults: [fault] });
  expect(ask('DELETE', 'fault').body).toEqual({ faults: [] });
});

test.each([
  ['an unknown kind', { kind: 'earthquake' }, 'kind'],
  ['an unknown member', { kind: 'throttle', sevice: 'ec2' }, 'sevice'],
  ['half a request', { kind: 'throttle', times: -0.5 }, 'times'],
  ['no JSON', '{', 'JSON'],
])('a fault with %s is refused', (_what, body, part) => {
  expect(ask('POST', 'fault', body)).toMatchObject({ status: 400, body: { error: expect.stringContaining(part) } });
  expect(live.current().faults).toEqual([]);
});

test('a version is told to serve errors and never to turn healthy; what is not said is as in a good one', () => {
  const behaviour = { errorRate: 0.2, healthyAfterMs: 'never' };
  const { status, body } = ask('POST', 'version', {
    region: 'us-east-1',
    taskDefinition: 'web-service:46',
    ...behaviour,
  });
  expect([status, body]).toMatchObject([200, { behaviour: { ...behaviour, startMs: 30_000 } }]);
  const region = live.current().region('123456789012', 'us-east-1');
  expect(behaviourOf(region, String(body['taskDefinition']))).toMatchObject(behaviour);
});

test.each([
  ['an unknown revision', { taskDefinition: 'web-service:99' }, 'web-service:99'],
  ['more errors than requests', { taskDefinition: 'web-service:46', errorRate: 1.5 }, 'errorRate'],
  ['an unknown member', { taskDefinition: 'web-service:46', erorRate: 0.5 }, 'erorRate'],
])('a version with %s is refused', (_what, body, part) => {
  expect(ask('POST', 'version', { region: 'us-east-1', ...body })).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining(part) },
  });
});

test('reset brings a fresh world, without faults and at its beginning', () => {
  const before = live.current();
  ask('POST', 'fault', { kind: 'unreachable' });
  ask('POST', 'advance', { by: '1d' });
  expect(ask('POST', 'reset').body).toMatchObject({ clock: START.toISOString(), faults: 0 });
  expect(live.current()).not.toBe(before);
});

test('snapshot holds every account and region there is, in JSON', () => {
  const region = live.current().region('123456789012', 'us-east-1');
  const { body } = ask('GET', 'snapshot');
  expect(body).toMatchObject({ seed: 'opsbook', accounts: [{ id: '123456789012' }], regions: [{ name: 'us-east-1' }] });
  expect(JSON.stringify(body)).toContain(region.ec2.vpcs[0]?.VpcId ?? 'no vpc');
});

test('the log keeps the latest calls, and counts them all', () => {
  for (const requestId of ['1', '2', '3', '4', '5']) log.add({ ...CALL, requestId });
  const { calls } = ask('GET', 'calls').body as { calls: { requestId: string }[] };
  expect(calls.map(({ requestId }) => requestId)).toEqual(['3', '4', '5']);
  expect(ask('GET', 'status').body).toMatchObject({ calls: { total: 5 } });
});

test('what there is not is answered with what there is', () => {
  expect(ask('GET', 'nonsense')).toMatchObject({
    status: 404,
    body: { actions: expect.arrayContaining(['GET /_sandbox/status']) },
  });
  expect(ask('GET', 'reset').status).toBe(404);
});

test('a world of one’s own is served until the first reset', () => {
  const world = createSandbox({ seed: 'mine' });
  const owned = createLiveWorld({ world, start: START, tick: false });
  expect(owned.current()).toBe(world);
  expect(owned.reset()).not.toBe(world);
});

import { beforeEach, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT } from '../create.ts';
import { dispatch } from '../dispatch.ts';
import type { World } from '../world/world.ts';

let world: World;

beforeEach(() => {
  world = createSandbox();
});

function ask(operation: string, input: object = {}) {
  const request = { service: 'route53', region: 'us-east-1', accountId: SANDBOX_ACCOUNT };
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever AWS would answer
  return dispatch(world, { ...request, operation, accessKeyId: 'AKIATEST', requestId: 'r-1' }, input) as Promise<any>;
}

async function zoneId(DNSName = 'shop.example.com'): Promise<string> {
  const { HostedZones } = await ask('ListHostedZonesByName', { DNSName });
  return HostedZones[0].Id;
}

async function records(): Promise<Record<string, unknown>[]> {
  return (await ask('ListResourceRecordSets', { HostedZoneId: await zoneId() })).ResourceRecordSets;
}

async function change(...Changes: readonly (readonly [string, object])[]) {
  const batch = Changes.map(([Action, ResourceRecordSet]) => ({ Action, ResourceRecordSet }));
  return ask('ChangeResourceRecordSets', { HostedZoneId: await zoneId(), ChangeBatch: { Changes: batch } });
}

function record(name: string, change: object = {}): object {
  return { Name: name, Type: 'A', TTL: 60, ResourceRecords: [{ Value: '192.0.2.1' }], ...change };
}

test('the shop is served by the home region, and by the recovery region with weight 0', async () => {
  const served = (await records()).filter(({ SetIdentifier }) => SetIdentifier !== undefined);
  expect(served).toMatchObject([
    { Name: 'shop.example.com.', Type: 'A', SetIdentifier: 'primary', Weight: 100 },
    { Name: 'shop.example.com.', Type: 'A', SetIdentifier: 'recovery', Weight: 0 },
  ]);
  const balancers = ['us-east-1', 'eu-west-1'].map((region) =>
    world.region(SANDBOX_ACCOUNT, region).elbv2.loadBalancers.map(({ DNSName }) => `${DNSName}.`),
  );
  served.forEach(({ AliasTarget: target }, index) => {
    expect(balancers[index]).toContain((target as { DNSName: string }).DNSName);
  });
});

test('zones are listed as they were made, and by name from the right', async () => {
  const { HostedZones, IsTruncated } = await ask('ListHostedZones', { MaxItems: 1 });
  expect(HostedZones).toMatchObject([{ Name: 'shop.example.com.', ResourceRecordSetCount: 6 }]);
  expect(IsTruncated).toBe(true);
  const { NextMarker: Marker } = await ask('ListHostedZones', { MaxItems: 1 });
  expect((await ask('ListHostedZones', { Marker })).HostedZones).toMatchObject([
    { Name: 'internal.example.com.', Config: { PrivateZone: true } },
  ]);
  const byName = await ask('ListHostedZonesByName', { MaxItems: 1 });
  expect(byName).toMatchObject({ HostedZones: [{ Name: 'internal.example.com.' }], NextDNSName: 'shop.example.com.' });
  expect(await ask('GetHostedZone', { Id: await zoneId() })).toMatchObject({
    HostedZone: { Name: 'shop.example.com.' },
  });
  await expect(ask('GetHostedZone', { Id: 'ZNOPE' })).rejects.toMatchObject({ code: 'NoSuchHostedZone', status: 404 });
});

test('the pages of a zone’s records join without a gap', async () => {
  const HostedZoneId = await zoneId();
  const seen: unknown[] = [];
  let start: object = {};
  for (let page = 0; page < 10; page += 1) {
    const answer = await ask('ListResourceRecordSets', { HostedZoneId, MaxItems: 1, ...start });
    seen.push(...answer.ResourceRecordSets);
    if (!answer.IsTruncated) break;
    const { NextRecordName, NextRecordType, NextRecordIdentifier } = answer;
    start = {
      StartRecordName: NextRecordName,
      StartRecordType: NextRecordType,
      StartRecordIdentifier: NextRecordIdentifier,
    };
  }
  expect(seen).toEqual(await records());
  expect(seen).toHaveLength(6);
});

test('a change is pending for half a minute, and then everywhere', async () => {
  const { ChangeInfo } = await change(['CREATE', record('new.shop.example.com')]);
  expect(ChangeInfo).toMatchObject({ Status: 'PENDING', Id: expect.stringMatching(/^\/change\/C/) });
  world.clock.advance(29_000);
  expect(await ask('GetChange', { Id: ChangeInfo.Id })).toMatchObject({ ChangeInfo: { Status: 'PENDING' } });
  world.clock.advance(1000);
  expect(await ask('GetChange', { Id: ChangeInfo.Id })).toMatchObject({ ChangeInfo: { Status: 'INSYNC' } });
  await expect(ask('GetChange', { Id: 'CNOPE' })).rejects.toMatchObject({ code: 'NoSuchChange' });
});

test('weights are shifted by an upsert of both records', async () => {
  const before = await records();
  const [primary, recovery] = before.filter(({ SetIdentifier }) => SetIdentifier !== undefined);
  await change(['UPSERT', { ...primary, Weight: 0 }], ['UPSERT', { ...recovery, Weight: 100 }]);
  const after = (await records()).filter(({ SetIdentifier }) => SetIdentifier !== undefined);
  expect(after.map(({ Weight }) => Weight)).toEqual([0, 100]);
  expect(primary?.['Weight']).toBe(100);
});

test('a batch with one bad change changes nothing, and tells of each bad one', async () => {
  const before = await records();
  const bad = change(
    ['CREATE', record('new.shop.example.com')],
    ['DELETE', record('old.shop.example.com')],
    ['CREATE', record('other.example.org')],
  );
  const messages = [
    "Tried to delete resource record set [name='old.shop.example.com.', type='A'] but it was not found",
    'RRSet with DNS name other.example.org. is not permitted in zone shop.example.com.',
  ];
  await expect(bad).rejects.toMatchObject({
    code: 'InvalidChangeBatch',
    message: `[${messages.join(', ')}]`,
    extra: { messages },
  });
  expect(await records()).toEqual(before);
});

test('each change of a batch meets what those before it have left', async () => {
  await change(['CREATE', record('a.shop.example.com')]);
  const cname = { Name: 'a.shop.example.com', Type: 'CNAME', TTL: 60, ResourceRecords: [{ Value: 'b.example.com' }] };
  await change(['DELETE', record('a.shop.example.com')], ['CREATE', cname]);
  expect((await records()).find(({ Name }) => Name === 'a.shop.example.com.')).toMatchObject({ Type: 'CNAME' });
});

const WEIGHTED = { SetIdentifier: 'one', Weight: 1 };

test.each([
  ['that is there already', ['CREATE', record('x.shop.example.com')], /but it already exists/],
  [
    'with other values than it has',
    ['DELETE', record('x.shop.example.com', { TTL: 61 })],
    /do not match the current values/,
  ],
  [
    'with a weight beside one without',
    ['CREATE', record('x.shop.example.com', WEIGHTED)],
    /as a non-weighted set exists/,
  ],
  ['without a weight beside weighted ones', ['CREATE', record('w.shop.example.com')], /as other RRSets exist/],
  [
    'with another TTL than its fellows',
    ['CREATE', record('w.shop.example.com', { ...WEIGHTED, SetIdentifier: 'two', TTL: 30 })],
    /must contain the same TTL/,
  ],
  [
    'for a CNAME beside another record',
    ['CREATE', record('x.shop.example.com', { Type: 'CNAME' })],
    /conflicts with other records/,
  ],
  [
    'to what is no address',
    ['CREATE', record('n.shop.example.com', { Type: 'A', ResourceRecords: [{ Value: 'nobodys' }] })],
    /Value is not a valid IPv4 address/,
  ],
  ['for a CNAME at the apex', ['CREATE', record('shop.example.com', { Type: 'CNAME' })], /not permitted at apex/],
  [
    'to an alias of what is not in the zone',
    ['CREATE', { Name: 'y.shop.example.com', Type: 'A', AliasTarget: { DNSName: 'z.shop.example.com' } }],
    /but that target was not found/,
  ],
] as const)('a record %s is an InvalidChangeBatch', async (_what, [action, wanted], message) => {
  await change(['CREATE', record('x.shop.example.com')], ['CREATE', record('w.shop.example.com', WEIGHTED)]);
  const target =
    'AliasTarget' in wanted
      ? { AliasTarget: { ...Object(wanted.AliasTarget), HostedZoneId: (await zoneId()).slice(12) } }
      : {};
  await expect(change([action, { ...wanted, ...target }])).rejects.toMatchObject({
    code: 'InvalidChangeBatch',
    message: expect.stringMatching(message),
  });
});

test('the records that make a zone a zone cannot be deleted', async () => {
  for (const one of (await records()).filter(({ Type }) => Type === 'NS' || Type === 'SOA')) {
    await expect(change(['DELETE', one])).rejects.toMatchObject({ code: 'InvalidChangeBatch' });
  }
});

test.each([
  ['of no action', 'MOVE', {}, /'MOVE' at 'action'/],
  ['of no type', 'CREATE', { Type: 'NOBODYS' }, /'NOBODYS' at 'type'/],
  ['with a weight too many', 'CREATE', { SetIdentifier: 'a', Weight: 256 }, /between 0 and 255/],
  ['with a weight but no identifier', 'CREATE', { Weight: 1 }, /Missing field 'SetIdentifier'/],
  ['with an identifier but no weight', 'CREATE', { SetIdentifier: 'a' }, /found none/],
  ['of nothing', 'CREATE', { TTL: undefined, ResourceRecords: undefined }, /Expected exactly one of \[AliasTarget/],
])('a change %s is an InvalidInput', async (_what, action, wanted, message) => {
  await expect(change([action, record('n.shop.example.com', wanted)])).rejects.toMatchObject({
    code: 'InvalidInput',
    message: expect.stringMatching(message),
  });
});

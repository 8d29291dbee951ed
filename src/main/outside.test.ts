import { expect, test } from 'vitest';
import { configSchema } from './config/schema.ts';
import { outsideOf } from './outside.ts';

test('with no configuration there are no layers, no windows, no drills, and nobody who records incidents', async () => {
  const outside = outsideOf(parse({}), { environment: {} });
  expect(outside).toMatchObject({ terraform: { layers: [] }, windows: [], blackouts: [] });
  expect(await outside.drills()).toEqual([]);
  expect(await outside.openIncidents()).toBeUndefined();
});

test('layers are counted from where the configuration stands, windows are in the calendar’s zone', () => {
  const blackout = { reason: 'Christmas', start: '2026-12-24T00:00:00Z', end: '2026-12-27T00:00:00Z' };
  const config = parse({
    terraform: {
      layers: [
        { name: 'network', directory: 'infrastructure/network' },
        { name: 'data', directory: '/srv/data' },
      ],
    },
    changeWindows: {
      timezone: 'Europe/Vienna',
      windows: [{ days: ['TU'], start: '22:00', end: '04:00' }],
      blackouts: [blackout],
    },
  });
  const outside = outsideOf(config, { environment: {}, folder: '/etc/opsbook' });
  expect(outside.terraform.layers).toEqual([
    { name: 'network', directory: '/etc/opsbook/infrastructure/network' },
    { name: 'data', directory: '/srv/data' },
  ]);
  expect(outside.windows).toEqual([{ timezone: 'Europe/Vienna', days: ['TU'], start: '22:00', end: '04:00' }]);
  expect(outside.blackouts).toEqual([blackout]);
});

test('a drill that never succeeded is no record', async () => {
  const config = parse({ recovery: { drills: { database: { lastSuccess: '2026-10-01T09:00:00Z' }, region: {} } } });
  expect(await outsideOf(config, { environment: {} }).drills()).toEqual([
    { drill: 'database', succeededAt: '2026-10-01T09:00:00Z' },
  ]);
});

test('drills that were recorded count beside those that the configuration names', async () => {
  const config = parse({ recovery: { drills: { database: { lastSuccess: '2026-10-01T09:00:00Z' } } } });
  const recorded = { drill: 'region', succeededAt: '2026-11-01T09:00:00.000Z' };
  const records = { drills: () => Promise.resolve([recorded]), openIncidents: () => Promise.resolve(undefined) };
  expect(await outsideOf(config, { environment: {}, records }).drills()).toEqual([
    { drill: 'database', succeededAt: '2026-10-01T09:00:00Z' },
    recorded,
  ]);
});

test('asks the configured terraform, with the environment that it is given', async () => {
  const config = parse({ terraform: { binary: 'no-such-tofu', layers: [{ name: 'network', directory: '.' }] } });
  const { terraform } = outsideOf(config, { environment: { PATH: '/usr/bin' } });
  const [layer = { name: '', directory: '' }] = terraform.layers;
  expect(await terraform.readState(layer)).toEqual({
    state: 'unreadable',
    problem: 'terraform is not installed: there is no no-such-tofu on the PATH',
  });
});

function parse(given: object) {
  return configSchema([]).parse(given);
}

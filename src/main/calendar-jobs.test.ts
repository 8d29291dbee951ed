import { expect, test } from 'vitest';
import { jobsOf } from './calendar-jobs.ts';
import { CHECKLISTS } from './catalog.ts';
import { configSchema } from './config/schema.ts';

test('every checklist with a cadence of its own comes in the business time zone, the others when they are asked for', () => {
  const { jobs, off } = jobsOf(parse({ timezone: 'Europe/Vienna' }), CHECKLISTS);
  expect(jobs.map(({ name, cron, timezone }) => `${name} ${cron} ${timezone}`)).toEqual([
    'daily/health-check 0 8 * * * Europe/Vienna',
    'daily/log-review 15 8 * * * Europe/Vienna',
    'daily/capacity 30 8 * * * Europe/Vienna',
    'weekly/infrastructure-review 0 9 * * 1 Europe/Vienna',
    'weekly/security-review 0 9 * * 3 Europe/Vienna',
    'weekly/backup-verification 0 9 * * 5 Europe/Vienna',
    'monthly/capacity-planning 0 9 * * 1#1 Europe/Vienna',
    'monthly/cost-optimization 0 9 * * 1#3 Europe/Vienna',
  ]);
  expect(off).toEqual([]);
});

test('the configuration moves them, switches them off, gives others a cadence, and says where they look', () => {
  const config = parse({
    calendar: {
      'daily/health-check': { cron: '0 6 * * *', targets: ['production'] },
      'daily/capacity': { enabled: false },
      'incident/first-look': { cron: '0 12 * * *', parameters: { since: '1h' } },
    },
  });
  const { jobs, off } = jobsOf(config, CHECKLISTS);
  expect(jobs).toContainEqual({
    name: 'daily/health-check',
    cron: '0 6 * * *',
    timezone: 'UTC',
    targets: ['production'],
    parameters: {},
  });
  expect(jobs.find(({ name }) => name === 'incident/first-look')?.parameters).toEqual({ since: '1h' });
  expect(off).toEqual(['daily/capacity']);
});

test.each([
  ['0 9 30 2 *', 'it never comes'],
  ['every morning', 'it has not five fields'],
])('the cadence %s is refused where it stands: %s', (cron, why) => {
  expect(() => parse({ calendar: { 'daily/capacity': { cron } } })).toThrow(why);
});

test('a checklist that there is not is refused', () => {
  expect(() => parse({ calendar: { 'daily/nothing': {} } })).toThrow('daily/nothing');
});

function parse(given: object) {
  return configSchema([]).parse(given);
}

import { expect, test } from 'vitest';
import { resourcesOf } from './locks.ts';

const LONDON = { account: '123456789012', region: 'eu-west-2' };
const VIRGINIA = { account: '123456789012', region: 'us-east-1' };

test('who fails over to a region and who works there ask for the same lock', () => {
  const [abroad] = resourcesOf(VIRGINIA, { locks: ['eu-west-2:ecs/dr/web'] });
  const [there] = resourcesOf(LONDON, { locks: ['ecs/dr/web'] });
  expect(abroad).toBe('123456789012/eu-west-2/ecs/dr/web');
  expect(there).toBe(abroad);
});

test('what is in no region is one thing from everywhere', () => {
  const [one, other] = [VIRGINIA, LONDON].map((from) => resourcesOf(from, { locks: ['global:rds/orders'] })[0]);
  expect(one).toBe('123456789012/global/rds/orders');
  expect(other).toBe(one);
});

test('a colon in a name is no region', () => {
  expect(resourcesOf(VIRGINIA, { locks: ['terraform/a:b'] })).toEqual(['123456789012/us-east-1/terraform/a:b']);
});

import { expect, test } from 'vitest';
import { withoutName } from './without-name.ts';

test.each([
  ['idle-db runs mysql 8.0.32.', 'idle-db', 'runs mysql 8.0.32.'],
  ['prod/api: running tasks grow.', 'prod/api', 'running tasks grow.'],
  ['idle-db-2 is down.', 'idle-db', 'idle-db-2 is down.'],
  ['The account has no trail.', '123456789012', 'The account has no trail.'],
])('%s', (reason, name, said) => {
  expect(withoutName(reason, name)).toBe(said);
});

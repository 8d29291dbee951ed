import { expect, test } from 'vitest';
import { volumeLimitBytes } from './storage.ts';

test.each([
  ['aurora-postgresql', '15.12', 128],
  ['aurora-postgresql', '15.13', 256],
  ['aurora-postgresql', '16.8', 128],
  ['aurora-postgresql', '16.9', 256],
  ['aurora-postgresql', '17.4', 128],
  ['aurora-postgresql', '17.5', 256],
  ['aurora-postgresql', '18.1', 256],
  ['aurora-postgresql', '14.20', 128],
  ['aurora-mysql', '8.0.mysql_aurora.3.09.0', 128],
  ['aurora-mysql', '8.0.mysql_aurora.3.10.1', 256],
  ['aurora-mysql', '5.7.mysql_aurora.2.12.1', 128],
  ['docdb', '5.0.0', 128],
  ['neptune', '1.3.2.1', 128],
])('%s %s holds %i TiB', (engine, version, tib) => {
  expect(volumeLimitBytes(engine, version)).toBe(tib * 2 ** 40);
});

import { expect, test } from 'vitest';
import { judge, lines } from '../../../test/answers.ts';
import { runtimeSupported } from './runtime-supported.ts';
import { RUNTIMES } from './runtimes.ts';

const FUNCTIONS = {
  'lambda:ListFunctions': {
    Functions: [
      { FunctionName: 'new', Runtime: 'nodejs22.x', PackageType: 'Zip' },
      { FunctionName: 'old', Runtime: 'python3.8', PackageType: 'Zip' },
      { FunctionName: 'image', PackageType: 'Image' },
      { FunctionName: 'newest', Runtime: 'ruby4.0', PackageType: 'Zip' },
      { FunctionName: 'strange', Runtime: 'cobol85', PackageType: 'Zip' },
    ],
  },
};

test('a deprecated runtime fails with its date; one that is not on the list is unknown', async () => {
  expect(lines(await judge(runtimeSupported, FUNCTIONS))).toEqual([
    'old: fail medium: old uses python3.8, which AWS deprecated on 2024-10-14.',
    'strange: unknown: strange uses cobol85, of which Opsbook does not know how long AWS supports it.',
    'image: pass: image brings its runtime in a container image.',
    'new: pass: new uses nodejs22.x, which is supported until 2027-04-30.',
    'newest: pass: newest uses ruby4.0, which is supported.',
  ]);
});

test.each([
  ['2027-04-29T23:59:59.999Z', 'pass'],
  ['2027-04-30T00:00:00.000Z', 'fail'],
])('a runtime is deprecated from its day on: at %s %s', async (now, status) => {
  const findings = await judge(runtimeSupported, FUNCTIONS, { now: new Date(now) });
  expect(findings.find(({ resource }) => resource.id === 'new')?.status).toBe(status);
});

test('every date of the list is one', () => {
  const dates = Object.values(RUNTIMES).filter((date) => date !== null);
  expect(dates.filter((date) => new Date(date).toISOString().slice(0, 10) !== date)).toEqual([]);
});

test('reads every page of functions', async () => {
  const all = Array.from({ length: 120 }, (_, index) => ({ FunctionName: `f${index}`, Runtime: 'nodejs24.x' }));
  const findings = await judge(runtimeSupported, {
    'lambda:ListFunctions': ({ Marker = '0' }: { Marker?: string }) => {
      const from = Number(Marker);
      return {
        Functions: all.slice(from, from + 50),
        ...(from + 50 < all.length && { NextMarker: String(from + 50) }),
      };
    },
  });
  expect(findings).toHaveLength(120);
});

import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { secretsOf } from '../channels/settings.ts';
import { INTAKES } from './registry.ts';

test('every file that defines an intake is registered once, under its own name', async () => {
  const files = (await readdir(import.meta.dirname)).filter(
    (file) => /^[a-z-]+\.ts$/.test(file) && file !== 'define.ts',
  );
  const defining: string[] = [];
  for (const file of files) {
    const source = await readFile(`${import.meta.dirname}/${file}`, 'utf8');
    if (source.includes('= defineIntake(')) defining.push(file.replace('.ts', ''));
  }
  expect(INTAKES.map(({ id }) => id)).toEqual(defining.toSorted());
});

test.each(INTAKES)('$id tells what to set up, and knows its secrets', ({ id, title, setup, settings }) => {
  expect(title).not.toBe('');
  expect(setup).toMatch(/\.$/);
  // What SNS sends is known by its signature, for which nobody here has a secret.
  expect(secretsOf(settings).length > 0).toBe(id !== 'sns');
  expect(settings.safeParse({ unknown: 1 }).success).toBe(false);
});

test.each(INTAKES)('$id takes no secret in the place of where it is', ({ settings }) => {
  for (const name of secretsOf(settings)) {
    const parsed = settings.safeParse({ [name]: 'hunter2' });
    expect(parsed.error?.issues.find(({ path }) => path[0] === name)?.message).toMatch(/^where the secret is/);
  }
});

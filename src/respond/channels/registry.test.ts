import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { ChannelDefinition } from './define.ts';
import { CHANNELS } from './registry.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));

test('every channel that a file defines is registered, once, is called after its file, and has its test beside it', async () => {
  const defined = new Map<string, string[]>();
  for (const file of files) {
    const module: object = await import(join(folder, file));
    const channels = Object.values(module).filter(isChannel);
    if (channels.length > 0)
      defined.set(
        file.replace(/\.ts$/, ''),
        channels.map(({ id }) => id),
      );
  }
  const names = [...defined.keys()].toSorted();
  expect(names.length).toBeGreaterThan(4);
  expect([...defined]).toEqual([...defined.keys()].map((name) => [name, [name]]));
  expect(CHANNELS.map(({ id }) => id)).toEqual(names);
  expect(names.filter((name) => !existsSync(join(folder, `${name}.test.ts`)))).toEqual([]);
});

test('every channel has words for an operator: a title, and what to do at the other side', () => {
  const wordless = CHANNELS.filter(({ title, setup }) => /\.$|^$/.test(title) || !/[.!?]$/.test(setup));
  expect(wordless.map(({ id }) => id)).toEqual([]);
});

test('no channel takes a setting that it does not know', () => {
  const lax = CHANNELS.filter(({ settings }) => {
    const issues = settings.safeParse({ unheardOf: 1 }).error?.issues ?? [];
    return !issues.some(({ code }) => code === 'unrecognized_keys');
  });
  expect(lax.map(({ id }) => id)).toEqual([]);
});

function isChannel(value: unknown): value is ChannelDefinition {
  return typeof value === 'object' && value !== null && 'id' in value && 'send' in value && 'settings' in value;
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { resolveSecret } from './secrets.ts';

test('a secret is read from the variable or the file that the configuration names', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'opsbook-secret-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'client'), 'from the file\n');
  expect(await resolveSecret('env:CLIENT', { CLIENT: 'from the variable' })).toBe('from the variable');
  expect(await resolveSecret(`file:${join(folder, 'client')}`, {})).toBe('from the file');
});

test('one that is not there is said by its reference, and nothing of a secret is repeated', async () => {
  await expect(resolveSecret('env:CLIENT', {})).rejects.toThrow('the variable CLIENT is not set');
  await expect(resolveSecret('file:/nowhere/client', {})).rejects.toThrow(
    'file:/nowhere/client cannot be read: ENOENT',
  );
  const failure = await resolveSecret('hunter2', {}).catch(String);
  expect(failure).toContain('expected env:NAME or file:/path');
  expect(failure).not.toContain('hunter2');
});

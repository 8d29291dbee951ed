import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from './run.ts';

test('a check that checklists leave out is run where it is asked for by name: nothing judged is no pass', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'opsbook-'));
  const configFile = join(folder, 'opsbook.yaml');
  await writeFile(configFile, 'checks: { iam-root-mfa: { enabled: false } }\n');
  const request = { configFile, parameters: {}, regions: [], names: [], environment: {}, sandbox: true };
  const judged = async (id: string) => {
    const { findings } = await run({ ...request, id, progress: () => undefined });
    return findings.filter(({ check }) => check === 'iam-root-mfa').length;
  };
  expect(await judged('iam-root-mfa')).toBe(1);
  expect(await judged('weekly/security-review')).toBe(0);
  await rm(folder, { recursive: true });
});

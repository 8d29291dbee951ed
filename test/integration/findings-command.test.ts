import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCommandLine, opsbook, refusal, removeFolders, type Spoken } from './cli/opsbook.ts';

const REVIEW = ['run', 'weekly/security-review', '--sandbox', '--quiet', '--output', 'json'];

let folder: string;
let home: string;

beforeAll(async () => {
  await buildCommandLine();
  folder = await mkdtemp(join(tmpdir(), 'opsbook-findings-'));
  home = join(folder, 'home');
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  removeFolders();
});

function ask(...words: string[]): Promise<Spoken> {
  return opsbook(words, { env: { OPSBOOK_HOME: home } });
}

test('a run that keeps nothing, and a look at the calendar, start no database', async () => {
  expect((await ask(...REVIEW)).code).toBe(1);
  const calendar = await ask('calendar');
  expect(calendar.stdout).toContain('Nothing is stored yet: opsbook up runs the calendar.');
  expect(calendar.code).toBe(0);
  expect(existsSync(home)).toBe(false);
});

test('what is stored can be listed, let rest until a day, compared, and let count again', async () => {
  expect((await ask(...REVIEW, '--store')).code).toBe(1);
  const { findings } = JSON.parse((await ask('findings', '--output', 'json')).stdout) as { findings: Known[] };
  expect(findings.map(({ status }) => status)).not.toContain('pass');
  const [worst] = findings;
  expect(worst?.severity).toBe('critical');
  const id = worst?.id ?? '';

  const rests = await ask('findings', 'suppress', id.slice(0, 10), '--reason', 'the auditors know', '--until', '30d');
  expect(rests).toMatchObject({ code: 0, stdout: expect.stringContaining('the auditors know') });
  const again = JSON.parse((await ask(...REVIEW, '--store')).stdout) as Result;
  expect(again.findings.find((one) => one.id === id)?.suppressed).toMatchObject({ reason: 'the auditors know' });
  expect(again.summary.suppressed).toBe(1);
  expect((await ask('findings', 'list', '--severity', 'critical')).stdout).toContain('fail, suppressed since');

  const diff = await ask('findings', 'diff', '--since', '1h', '--output', 'json');
  const { diffs } = JSON.parse(diff.stdout) as { diffs: { changed: { after: string }[] }[] };
  expect(diffs.map(({ changed }) => changed.map(({ after }) => after))).toEqual([['suppressed']]);
  expect(diff.code).toBe(0);

  expect((await ask('findings', 'unsuppress', id)).code).toBe(0);
  expect(await ask('findings', 'unsuppress', id)).toMatchObject({ code: 5 });
  expect((await ask('findings', 'list', '--new', '--status', 'fail', '--check', worst?.check ?? '')).stdout).toContain(
    id.slice(0, 8),
  );
  expect((await ask('audit', 'verify')).stdout).toContain('The audit log is whole: 2 entries');
});

test('what makes no sense is refused in one line', async () => {
  const until = ['--until', '2d'];
  expect(await ask('findings', 'suppress', 'zzz', '--reason', 'x', ...until)).toEqual(
    refusal('no stored finding: zzz (opsbook findings list; opsbook run … --store stores what it finds)'),
  );
  expect(await ask('findings', 'suppress', 'zzz', '--reason', 'x', '--until', '2020-01-01')).toEqual(
    refusal('a suppression has to end later than now'),
  );
  expect(await ask('findings', 'diff')).toEqual(refusal('findings diff takes two result files, or --since'));
  expect(await ask(...REVIEW, '--store', '--now', '2026-11-23')).toEqual(refusal('--store keeps what is so now'));
});

interface Known {
  readonly id: string;
  readonly check: string;
  readonly status: string;
  readonly severity: string;
}

interface Result {
  readonly summary: { readonly suppressed: number };
  readonly findings: { readonly id: string; readonly suppressed: unknown }[];
}

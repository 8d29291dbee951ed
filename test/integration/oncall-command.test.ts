import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCommandLine, emptyFolder, opsbook, refusal, removeFolders, type Spoken } from './cli/opsbook.ts';

/** As it stands in the contract; the rule is in a schedule of its own. */
const CONFIG = `
people:
  alice: { name: Alice Example, email: alice@example.com, slack: "@alice", phone: "+1-555-0100" }
oncall:
  schedules:
    platform:
      timezone: America/New_York
      rotations:
        - { name: primary, type: weekly, length: 1, start: 2026-01-05T09:00:00, participants: [alice, bob, carol] }
        - { name: secondary, follows: primary, offset: 1 }
      overrides:
        - { type: replace, remove: alice, person: bob, start: 2026-03-10T12:00:00Z, end: 2026-03-11T12:00:00Z }
    nights:
      timezone: America/New_York
      rules:
        - { days: [MO, TU], start: "20:00", end: "08:00", person: bob, priority: 1 }
`;
/** The two alone would always be the same person. */
const TWICE = CONFIG.replace('participants: [alice, bob, carol]', 'participants: [alice]');

let folder: string;
let home: string;

beforeAll(async () => {
  await buildCommandLine();
  folder = await mkdtemp(join(tmpdir(), 'opsbook-oncall-'));
  home = join(folder, 'home');
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  removeFolders();
});

function ask(words: readonly string[], { config = CONFIG, env = {} } = {}): Promise<Spoken> {
  return opsbook(['oncall', ...words], {
    cwd: emptyFolder({ 'opsbook.yaml': config }),
    env: { OPSBOOK_HOME: home, ...env },
  });
}

test('who answers scripts in UTC', async () => {
  const asked = await ask(['who', '--schedule', 'platform', '--at', '2026-01-05T14:00:00Z', '--output', 'json']);
  expect(asked).toMatchObject({ code: 0, stderr: '' });
  const shift = { shiftStart: '2026-01-05T14:00:00.000Z', shiftEnd: '2026-01-12T14:00:00.000Z' };
  expect(JSON.parse(asked.stdout)).toEqual({
    at: '2026-01-05T14:00:00.000Z',
    schedule: 'platform',
    oncall: [
      { rotation: 'primary', person: 'alice', ...shift, next: 'bob' },
      { rotation: 'secondary', person: 'bob', ...shift, next: 'carol' },
    ],
    gap: false,
  });
});

test('who says that nobody is on call, and so does the table', async () => {
  const before = ['who', '--schedule', 'platform', '--at', '2026-01-05T13:59:59Z'];
  expect(JSON.parse((await ask([...before, '--output', 'json'])).stdout)).toMatchObject({ oncall: [], gap: true });
  expect((await ask(before)).stdout).toMatch(/^NOBODY is on call: .*\nNext: Alice Example \(alice\) and bob from Mon/);
});

test('the timeline answers scripts with merged half-open segments, gaps and conflicts', async () => {
  const span = ['--from', '2026-03-09T00:00:00Z', '--to', '2026-03-12T00:00:00Z'];
  const asked = await ask(['timeline', '--schedule', 'platform', ...span, '--output', 'json']);
  expect(JSON.parse(asked.stdout)).toEqual({
    segments: [
      { start: '2026-03-09T00:00:00.000Z', end: '2026-03-09T13:00:00.000Z', people: ['alice', 'carol'] },
      { start: '2026-03-09T13:00:00.000Z', end: '2026-03-10T12:00:00.000Z', people: ['alice', 'bob'] },
      { start: '2026-03-10T12:00:00.000Z', end: '2026-03-11T12:00:00.000Z', people: ['bob'] },
      { start: '2026-03-11T12:00:00.000Z', end: '2026-03-12T00:00:00.000Z', people: ['alice', 'bob'] },
    ],
    gaps: [],
    conflicts: [{ start: '2026-03-10T12:00:00.000Z', end: '2026-03-11T12:00:00.000Z', person: 'bob' }],
  });
  const night = ['--from', '2026-01-06T00:00:00Z', '--to', '2026-01-07T00:00:00Z'];
  expect(JSON.parse((await ask(['timeline', '--schedule', 'nights', ...night, '--output', 'json'])).stdout)).toEqual({
    segments: [{ start: '2026-01-06T01:00:00.000Z', end: '2026-01-06T13:00:00.000Z', people: ['bob'] }],
    gaps: [
      { start: '2026-01-06T00:00:00.000Z', end: '2026-01-06T01:00:00.000Z' },
      { start: '2026-01-06T13:00:00.000Z', end: '2026-01-07T00:00:00.000Z' },
    ],
    conflicts: [],
  });
});

test('check exits 1 where there are gaps or conflicts ahead, and says whom nobody could reach', async () => {
  const good = await ask(['check', '--schedule', 'platform', '--from', '2026-04-01']);
  expect(good.code).toBe(0);
  expect(good.stdout).toContain('0 gaps, 0 conflicts\n  warning: bob is not among people');
  const bad = await ask(['check', '--from', '2026-03-01', '--output', 'json']);
  expect(bad.code).toBe(1);
  const { schedules } = JSON.parse(bad.stdout) as { schedules: { schedule: string; gaps: []; conflicts: [] }[] };
  expect(schedules.map(({ schedule, gaps, conflicts }) => [schedule, gaps.length, conflicts.length])).toEqual([
    ['platform', 0, 1],
    ['nights', 9, 0],
  ]);
});

test('the calendar of one person is written as a file', async () => {
  const file = join(folder, 'alice.ics');
  const asked = await ask(['ical', '--schedule', 'platform', '--person', 'alice', '--output-file', file]);
  expect(asked).toMatchObject({ code: 0, stdout: '' });
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\n[^]*SUMMARY:On call: Alice Example \(platform\\, primary\)/);
  expect(text).not.toContain('bob (');
});

test('fairness tells scripts the hours of everybody', async () => {
  const span = ['--from', '2026-01-05T14:00:00Z', '--to', '2026-01-12T14:00:00Z'];
  const asked = await ask(['fairness', '--schedule', 'platform', ...span, '--output', 'json']);
  const { people } = JSON.parse(asked.stdout) as { people: { person: string; hours: number }[] };
  expect(people.map(({ person, hours }) => [person, hours])).toEqual([
    ['alice', 168],
    ['bob', 168],
    ['carol', 0],
  ]);
});

test('who is away by their calendar is stood in for, and a calendar that cannot be read is a warning', async () => {
  const config = CONFIG.replace('name: Alice Example,', 'name: Alice Example, absences: alice.ics,');
  const calendar = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:x', 'BEGIN:VEVENT', 'UID:1', 'DTSTAMP:20260101T000000Z'];
  const text = [...calendar, 'DTSTART;VALUE=DATE:20260106', 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
  const words = ['oncall', 'who', '--schedule', 'platform', '--at', '2026-01-06T12:00:00Z', '--output', 'json'];
  const cwd = emptyFolder({ 'opsbook.yaml': config, 'alice.ics': text });
  const { oncall } = JSON.parse((await opsbook(words, { cwd, env: { OPSBOOK_HOME: home } })).stdout) as Answer;
  expect(oncall.map(({ person }) => person)).toEqual(['bob', 'carol']);
  const without = await ask(words.slice(1), { config });
  expect(without).toMatchObject({
    code: 0,
    stderr: 'opsbook: warning: absences of alice could not be read: there is no such file\n',
  });
});

test('what makes no sense is refused in one line', async () => {
  expect(await ask(['who'])).toEqual(refusal('which schedule? --schedule takes platform and nights'));
  expect(await ask(['who', '--schedule', 'platfrm'])).toEqual(
    refusal('unknown schedule: platfrm (did you mean platform?)'),
  );
  expect(await ask(['who'], { config: '{}' })).toEqual(refusal('the configuration has no on-call schedule'));
  expect(await ask(['who', '--schedule', 'nights', '--at', 'noon'])).toEqual(refusal('expected a day, an instant'));
  expect(await ask(['timeline', '--schedule', 'nights', '--from', '2026-01-02', '--to', '2026-01-01'])).toEqual(
    refusal('--to has to be later than --from'),
  );
  expect(await ask(['ical', '--schedule', 'nights', '--person', 'alice'])).toEqual(
    refusal('nobody of nights is called alice'),
  );
  expect(await ask(['who', '--schedule', 'platform'], { config: TWICE })).toEqual(
    refusal('oncall.schedules.platform.rotations.1.offset: expected another offset'),
  );
});

test('no question starts a database, and one that is away makes the answer incomplete instead of impossible', async () => {
  expect(existsSync(home)).toBe(false);
  const away = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' };
  const asked = await ask(['who', '--schedule', 'platform', '--at', '2026-01-05T14:00:00Z'], { env: away });
  expect(asked.code).toBe(3);
  expect(asked.stdout).toContain('Alice Example (alice)');
  expect(asked.stderr).toMatch(/^opsbook: warning: stored overrides could not be read, and are left out: [^\n]*\n$/);
});

test('an override is stored in somebody’s name, is in force at once, and can be cancelled', async () => {
  const now = ['who', '--schedule', 'platform', '--output', 'json'];
  const primary = async (): Promise<string | undefined> =>
    (JSON.parse((await ask(now)).stdout) as Answer).oncall.find(({ rotation }) => rotation === 'primary')?.person;
  const planned = (await primary()) ?? '';
  const swap = ['--schedule', 'platform', '--remove', planned, '--person', 'dave', '--rotation', 'primary'];
  const refused = await ask(['override', 'replace', ...swap, '--end', '2h']);
  expect(refused).toEqual(refusal('unknown person: dave (there is alice, bob, carol)'));
  const config = CONFIG.replace('people:', 'people:\n  dave: { name: Dave }');
  const made = await ask(['override', 'replace', ...swap, '--end', '2h', '--reason', 'dentist'], { config });
  expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining(`Override 1: dave instead of ${planned}`) });
  expect(await primary()).toBe('dave');
  expect((await ask(['override', 'list', '--schedule', 'platform'])).stdout).toContain(`dave instead of ${planned}`);
  expect((await ask(['override', 'cancel', '1'])).stdout).toBe('Override 1 of platform is cancelled.\n');
  expect(await primary()).toBe(planned);
  expect((await ask(['override', 'cancel', '1'])).code).toBe(5);
});

interface Answer {
  readonly oncall: readonly { readonly rotation: string; readonly person: string }[];
}

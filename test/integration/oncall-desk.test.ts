import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Overriding } from '../../src/engine/desk/override-oncall.ts';
import type { Asking } from '../../src/main/oncall/asking.ts';
import { fairnessAnswer } from '../../src/main/oncall/fairness.ts';
import { handOffAnswer, handOffsPage } from '../../src/main/oncall/hand-off.ts';
import { cancelOne, overrideOne, overridesPage } from '../../src/main/oncall/overrides.ts';
import { listAudit } from '../../src/store/audit.ts';
import { openDatabase } from '../../src/store/database.ts';
import { insertNotifications } from '../../src/store/notifications.ts';
import { type Databases, startDatabases } from './store/databases.ts';

const CONFIG = `
people:
  alice: { name: Alice Example }
  bob: { name: Bob Example }
  dave: { name: Dave Example }
oncall:
  schedules:
    platform:
      timezone: UTC
      rotations:
        - { name: primary, type: daily, length: 1, start: 2026-01-05T09:00:00, participants: [alice, bob] }
  links:
    - { title: Runbook, url: https://wiki.example/runbook }
`;

let databases: Databases;
let folder: string;
beforeAll(async () => {
  databases = await startDatabases();
  folder = await mkdtemp(join(tmpdir(), 'opsbook-oncall-'));
  await writeFile(join(folder, 'opsbook.yaml'), CONFIG);
});
afterAll(async () => {
  await databases.stop();
  await rm(folder, { recursive: true, force: true });
});

async function asking(): Promise<Asking> {
  const environment = { DATABASE_URL: await databases.fresh(), OPSBOOK_HOME: folder };
  return { environment, configFile: join(folder, 'opsbook.yaml'), schedule: undefined, json: false, width: 120 };
}

const START = new Date(Date.now() + 60_000);

function overriding(part: Partial<Overriding>): Overriding {
  const end = new Date(START.getTime() + 48 * 3_600_000);
  const nobody = { person: undefined, remove: undefined, rotation: undefined, reason: undefined };
  return { type: 'remove', ...nobody, start: START, end, ...part };
}

test('an override that leaves a gap, or puts somebody in two places, is kept, and said', async () => {
  const here = await asking();
  const gap = await overrideOne(here, overriding({ remove: 'alice' }));
  expect(gap.text).toContain('without alice');
  expect(gap.warnings).toEqual(expect.arrayContaining([expect.stringContaining('nobody is on call from')]));
  // Whoever is on call anyway is not added: that puts nobody in two places, and closes the gap.
  const closed = await overrideOne(here, overriding({ type: 'add', person: 'dave' }));
  expect(closed.warnings).toEqual([]);
  const listed = await overridesPage(here);
  expect(listed).toContain('without alice');
  expect(listed).toContain('dave too');
  await cancelOne(here.environment, 1);
  expect(await overridesPage(here)).not.toContain('without alice');
  const db = await openDatabase(here.environment['DATABASE_URL'] ?? '');
  const log = await listAudit(db, { subject: 'oncall/platform', limit: 10 });
  await db.destroy();
  expect(log.map(({ action }) => action)).toEqual(['oncall.override.cancel', 'oncall.override', 'oncall.override']);
});

test('an override of nobody whom the configuration knows, or that is over, is refused', async () => {
  const here = await asking();
  await expect(overrideOne(here, overriding({ remove: 'zed' }))).rejects.toThrow(
    'unknown person: zed (there is alice, bob, dave)',
  );
  await expect(overrideOne(here, overriding({ remove: 'alice', rotation: 'night' }))).rejects.toThrow(
    'unknown rotation',
  );
  await expect(overrideOne(here, overriding({ remove: 'alice', end: START }))).rejects.toThrow(
    'end later than it starts',
  );
  expect(await overridesPage(here)).toContain('No override is stored');
});

test('pages are counted by person, once however many ways were tried', async () => {
  const here = await asking();
  const db = await openDatabase(here.environment['DATABASE_URL'] ?? '');
  const now = new Date();
  const page = (key: string, chain: string) => ({
    key,
    chain,
    incident: null,
    kind: 'page' as const,
    channel: 'pager',
    address: null,
    person: 'alice',
    lane: key,
    place: 0,
    dueAt: now,
    createdAt: now,
    message: { key, kind: 'page' as const, subject: '', body: '', incident: null, at: now.toISOString() },
  });
  await insertNotifications(db, [page('a', 'one'), page('b', 'one'), page('c', 'two')]);
  await db.updateTable('notifications').set({ status: 'sent', sentAt: now }).execute();
  await db.destroy();
  const answer = await fairnessAnswer({ ...here, json: true }, { now, from: undefined, to: undefined });
  const { people } = JSON.parse(answer.text) as { people: { person: string; pages: number }[] };
  expect(people.map(({ person, pages }) => `${person} ${pages}`).toSorted()).toEqual(['alice 2', 'bob 0']);
});

test('the next hand-off is shown before the shift changes, with what is noted for it, and is signed when it comes', async () => {
  const here = { ...(await asking()), rotation: undefined };
  const nothing = { id: undefined, next: false, note: undefined, keep: false, dropNote: undefined, sign: undefined };
  const shown = await handOffAnswer({ ...here, output: 'table' }, { ...nothing, note: 'Mind the gap' });
  expect(shown.text).toContain('The next hand-off of platform, primary: it has not changed yet');
  expect(shown.text).toContain('Mind the gap');
  expect(shown.text).toContain('Runbook · https://wiki.example/runbook');
  await expect(handOffAnswer({ ...here, output: 'table' }, { ...nothing, sign: 'own' })).rejects.toThrow(
    'is signed then',
  );
  const json = await handOffAnswer({ ...here, output: 'json' }, nothing);
  expect(JSON.parse(json.text)).toMatchObject({ schema: 'opsbook/handoff@1', id: null, state: 'coming' });
  expect(await handOffsPage({ ...here, output: 'table' }, { before: undefined, limit: 20 })).toContain(
    'No shift has been',
  );
});

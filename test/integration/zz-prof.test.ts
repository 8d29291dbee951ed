import { afterAll, beforeAll, test } from 'vitest';
import { Session } from 'node:inspector/promises';
import { openIncident } from '../../src/respond/incidents/open.ts';
import { tick } from '../../src/respond/incidents/tick.ts';
import { MINUTE, respondScene } from './respond/scene.ts';
import { ask, type Databases, startDatabases } from './store/databases.ts';
let databases: Databases;
beforeAll(async () => { databases = await startDatabases(); });
afterAll(() => databases.stop());
test('prof', async () => {
  const quietHours = { timezone: 'America/New_York', days: [], start: '22:00', end: '07:00' };
  const scene = await respondScene(databases, { people: process.env['QUIET'] ? { lead: { quietHours } } : {} });
  const { number } = await openIncident(scene.responder, { key: 'k', title: 'It is down', severity: 'P1', by: { id: 'a', via: 'b' }, at: scene.now(), labels: {}, alarm: null, hasSource: false });
  await ask(scene.url, `insert into opsbook.incidents (key, title, severity, status, source, labels, firing, changes, opened_by, opened_at, status_since, last_occurrence_at, escalation, told, next_at)
     select 'copy/' || n, title, severity, status, source, labels, firing, changes, opened_by, opened_at, status_since, last_occurrence_at, escalation, told, next_at from opsbook.incidents, generate_series(1, 1999) n where number = $1`, [number]);
  const later = { ...scene.responder, now: () => new Date(scene.now().getTime() + 30 * MINUTE) };
  const session = new Session(); session.connect();
  await session.post('Profiler.enable'); await session.post('Profiler.start');
  const t = performance.now();
  for (let more = true; more; ) ({ more } = await tick(later));
  console.log('ms', performance.now() - t);
  const { profile } = await session.post('Profiler.stop');
  const self = new Map<string, number>();
  const dt = profile.timeDeltas ?? []; const byId = new Map(profile.nodes.map((n) => [n.id, n]));
  (profile.samples ?? []).forEach((id, i) => { const n = byId.get(id); const k = `${n?.callFrame.functionName} ${n?.callFrame.url.split('/').slice(-2).join('/')}:${n?.callFrame.lineNumber}`; self.set(k, (self.get(k) ?? 0) + (dt[i] ?? 0)); });
  console.log([...self].sort((a, b) => b[1] - a[1]).slice(0, 25).map(([k, v]) => `${Math.round(v / 1000)} ${k}`).join('\n'));
});

import { expect, test } from 'vitest';
import { type Candidate, rankCauses } from './likely-cause.ts';

const onset = { alarm: 'cpu-high', at: new Date('2026-11-23T07:40:00Z'), resources: ['production-db'] };
const candidate = (time: string, what: string, rest: Partial<Candidate> = {}): Candidate => ({
  at: new Date(`2026-11-23T${time}Z`),
  kind: 'change',
  what,
  actor: 'alice',
  resources: [],
  ...rest,
});

test('the change just before the first alarm comes first', () => {
  const ranked = rankCauses(
    [onset],
    [
      candidate('07:55:00', 'after'),
      candidate('03:00:00', 'in the night'),
      candidate('07:36:00', 'just before'),
      candidate('07:00:00', 'earlier'),
    ],
  );
  expect(ranked.map(({ what }) => what)).toEqual(['just before', 'earlier', 'after', 'in the night']);
  expect(ranked[0]?.because).toBe('4 min before cpu-high');
  expect(ranked[2]?.because).toBe('15 min after cpu-high');
});

test('a change of the very resource that alarms comes before a nearer one of another', () => {
  const ranked = rankCauses(
    [onset],
    [
      candidate('07:37:00', 'elsewhere', { resources: ['staging-db'] }),
      candidate('07:30:00', 'modified', { resources: ['production-db'] }),
    ],
  );
  expect(ranked[0]).toMatchObject({ what: 'modified', because: '10 min before cpu-high, which watches production-db' });
});

test('a clock that is a minute off does not acquit the cause', () => {
  const ranked = rankCauses(
    [onset],
    [candidate('07:41:00', 'a minute later'), candidate('07:10:00', 'half an hour before')],
  );
  expect(ranked[0]?.what).toBe('a minute later');
});

test('trouble that began twice has two causes: each change is held against the alarm it fits', () => {
  const earlier = { alarm: 'disk-low', at: new Date('2026-11-23T02:40:00Z'), resources: [] };
  const ranked = rankCauses(
    [earlier, onset],
    [candidate('02:20:00', 'in the night'), candidate('07:38:00', 'this morning')],
  );
  expect(ranked.map(({ what, because }) => `${what}: ${because}`)).toEqual([
    'this morning: 2 min before cpu-high',
    'in the night: 20 min before disk-low',
  ]);
});

test('without an alarm the newest comes first', () => {
  const ranked = rankCauses([], [candidate('06:00:00', 'old'), candidate('07:00:00', 'new')]);
  expect(ranked.map(({ what }) => what)).toEqual(['new', 'old']);
});

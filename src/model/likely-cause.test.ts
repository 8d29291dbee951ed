import { expect, test } from 'vitest';
import { type Candidate, rankCauses } from './likely-cause.ts';

const onset = { at: new Date('2026-11-23T07:40:00Z'), resources: ['production-db'] };
const candidate = (time: string, what: string, rest: Partial<Candidate> = {}): Candidate => ({
  at: new Date(`2026-11-23T${time}Z`),
  kind: 'change',
  what,
  actor: 'alice',
  resources: [],
  ...rest,
});

test('the change just before the first alarm comes first', () => {
  const ranked = rankCauses(onset, [
    candidate('07:55:00', 'after'),
    candidate('03:00:00', 'in the night'),
    candidate('07:36:00', 'just before'),
    candidate('07:00:00', 'earlier'),
  ]);
  expect(ranked.map(({ what }) => what)).toEqual(['just before', 'earlier', 'after', 'in the night']);
  expect(ranked[0]?.because).toBe('4 min before the first alarm');
  expect(ranked[2]?.because).toBe('15 min after the first alarm');
});

test('a change of the very resource that alarms comes before a nearer one of another', () => {
  const ranked = rankCauses(onset, [
    candidate('07:37:00', 'elsewhere', { resources: ['staging-db'] }),
    candidate('07:30:00', 'modified', { resources: ['production-db'] }),
  ]);
  expect(ranked[0]).toMatchObject({ what: 'modified', because: '10 min before the first alarm; alarms speak of production-db' });
});

test('a clock that is a minute off does not acquit the cause', () => {
  const ranked = rankCauses(onset, [candidate('07:41:00', 'a minute later'), candidate('07:10:00', 'half an hour before')]);
  expect(ranked[0]?.what).toBe('a minute later');
});

test('without an alarm the newest comes first', () => {
  const ranked = rankCauses(undefined, [candidate('06:00:00', 'old'), candidate('07:00:00', 'new')]);
  expect(ranked.map(({ what }) => what)).toEqual(['new', 'old']);
});

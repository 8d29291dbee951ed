import { expect, test } from 'vitest';
import { fleet, HOSTILE, hostile, morning, weeklyReview } from '../../test/fixtures/result.ts';
import { UsageError } from './errors.ts';
import { parseResult } from './result-schema.ts';

test.each([
  ['a bad morning', morning()],
  ['a report with plots', weeklyReview()],
  ['many accounts', fleet(20)],
  ['hostile names', hostile(HOSTILE.html)],
])('reads %s as it was written', (_, result) => {
  expect(parseResult(JSON.stringify(result), 'before.json')).toEqual(JSON.parse(JSON.stringify(result)));
});

test('a file of a later Opsbook, with more in it, can still be read', () => {
  const later = {
    ...morning(),
    invented: true,
    findings: morning().findings.map((finding) => ({ ...finding, firstSeen: 'x' })),
  };
  expect(parseResult(JSON.stringify(later), 'after.json')).toEqual(JSON.parse(JSON.stringify(morning())));
});

test.each([
  ['not JSON', '{', 'after.json is not JSON'],
  ['something else', '{"schema":"x"}', 'after.json is not a result of opsbook run --output json: schema'],
  ['a list', '[]', 'after.json is not a result of opsbook run --output json: the document'],
  ['an invented status', JSON.stringify(morning()).replace('"status":"fail"', '"status":"bad"'), 'findings.0.status'],
  [
    'an invented severity',
    JSON.stringify(morning()).replace('"severity":"critical"', '"severity":"urgent"'),
    'findings.0.severity',
  ],
  [
    'a time that is none',
    JSON.stringify(morning()).replace(/"startedAt":"[^"]+"/, '"startedAt":"yesterday"'),
    'startedAt',
  ],
])('refuses %s in one line that says where', (_, text, words) => {
  expect(() => parseResult(text, 'after.json')).toThrow(UsageError);
  expect(() => parseResult(text, 'after.json')).toThrow(words);
});

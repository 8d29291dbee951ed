import { expect, test } from 'vitest';
import { aMessage, anIncident } from '../../../test/respond/channel-scene.ts';
import { factsOf, letterOf, linkOf, subjectOf } from './letter.ts';
import { utf8Bytes } from './plain-text.ts';

test('the letter says what it is about, and has its key at the end', () => {
  expect(letterOf(aMessage(), 10_000)).toBe(`P1: Checkout is down

The alarm checkout-5xx is on.

  5xx: 12 %
Since 11:55.

Incident: #12 Checkout is down
Severity: P1
Status: open
Opened: 2026-03-01T11:55:00Z
https://ops.example.com/incidents/12
Key: incident/12/page/1
`);
});

test('a letter that is too long loses of its body, never what tells the incident', () => {
  const letter = letterOf(aMessage({ body: '漢'.repeat(100_000) }), 5000);
  expect(utf8Bytes(letter)).toBeLessThanOrEqual(5000);
  expect(letter).toContain('漢…\n\nIncident: #12 Checkout is down');
  expect(letter).toMatch(/Key: incident\/12\/page\/1\n$/);
});

test('a message about no incident has no facts and no link', () => {
  const message = aMessage({ incident: null, subject: ' \n ', kind: 'test', body: '' });
  expect(factsOf(message)).toEqual([]);
  expect(linkOf(message)).toBeNull();
  expect(letterOf(message, 1000)).toBe('Opsbook: test\n\nKey: incident/12/page/1\n');
  expect(subjectOf(message, 100)).toBe('Opsbook: test');
});

test.each([
  null,
  'javascript:alert(1)',
  'data:text/html,x',
  '//x',
  'https://',
  `https://x.example/${'a'.repeat(3000)}`,
])('%s is no link', (url) => {
  expect(linkOf(aMessage({ incident: anIncident({ url }) }))).toBeNull();
});

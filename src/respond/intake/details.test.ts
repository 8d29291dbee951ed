import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../model/json.ts';
import { detailsOf } from './details.ts';
import { labelsOf, pairsOf } from './labels.ts';
import { isLinkable, linksTo } from './link.ts';

function parse(text: string): Json {
  const value: Json = JSON.parse(text);
  return value;
}

test('details of a usual size stay as they are', () => {
  const details = { a: 1, b: [true, null, { c: 'x\ny' }], d: {} };
  expect(detailsOf(details)).toEqual(details);
});

test('details are cut where they are too long, too many or too deep', () => {
  const deep = parse(`${'{"a":'.repeat(20)}1${'}'.repeat(20)}`);
  const details = detailsOf({
    deep,
    text: 'x'.repeat(5000),
    many: Array.from({ length: 500 }, () => 1),
    infinite: Infinity,
  });
  expect(details['text']).toHaveLength(2000);
  expect(details['many']).toHaveLength(100);
  expect(details['infinite']).toBeNull();
  expect(JSON.stringify(details['deep'])).toContain('"…"');
});

test('whatever the details are, they are some twenty thousand characters, and survive JSON', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 12, stringUnit: 'binary' })), (source) => {
      const details = detailsOf(source as Parameters<typeof detailsOf>[0]);
      expect(JSON.stringify(details).length).toBeLessThan(150_000);
      expect(parse(JSON.stringify(details))).toEqual(details);
    }),
    { numRuns: 200 },
  );
});

test('labels have names in lower case, the first of a name stays, and there is an end to them', () => {
  expect(
    labelsOf([
      ['Service', 'a'],
      ['service', 'b'],
      ['empty', ''],
      ['', 'x'],
      ['none', undefined],
      ['__PROTO__', 'x'],
    ]),
  ).toEqual({ service: 'a' });
  const many = Array.from({ length: 100 }, (_, place) => [`l${place}`, 'x'] as const);
  expect(Object.keys(labelsOf(many))).toHaveLength(64);
});

test('dimensions and tags are read in each form in which AWS writes them', () => {
  expect(pairsOf({ InstanceId: 'i-1', n: 7 })).toEqual([
    ['InstanceId', 'i-1'],
    ['n', undefined],
  ]);
  expect(pairsOf([{ name: 'a', value: '1' }, { Key: 'b', Value: '2' }, { x: 1 }, null])).toEqual([
    ['a', '1'],
    ['b', '2'],
  ]);
  expect(pairsOf('x')).toEqual([]);
});

test('a link leads to a web page and carries no password', () => {
  expect(linksTo('Here', 'https://example.org/a b')).toEqual([{ label: 'Here', href: 'https://example.org/a%20b' }]);
  for (const href of [
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://example.org',
    'https://u:p@example.org',
    '/x',
    '',
    'https://example.org/' + 'x'.repeat(3000),
  ]) {
    expect(isLinkable(href), href).toBe(false);
    expect(linksTo('Here', href)).toEqual([]);
  }
  expect(linksTo('Here', null)).toEqual([]);
});

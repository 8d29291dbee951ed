import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeMrkdwn } from './blocks.ts';
import { readable } from './readable.ts';

test.each([
  ['<https://a.example/x?a=1&amp;b=2>', 'https://a.example/x?a=1&b=2'],
  ['<https://a.example|here>', 'here (https://a.example)'],
  ['<https://a.example|https://a.example>', 'https://a.example'],
  ['<mailto:a@b.example|a@b.example>', 'a@b.example'],
  ['<@U1> <@U1|bob> <#C1|ops> <#C1>', '@U1 @bob #ops #C1'],
  ['<!here> <!subteam^S1|@sre> <!date^1^{date}|1970-01-01>', '@here @sre 1970-01-01'],
  ['&lt;@U1&gt; &amp;lt;', '<@U1> &lt;'],
  ['a < b <', 'a < b <'],
])('%s reads as %s', (slack, text) => {
  expect(readable(slack)).toBe(text);
});

test('what was escaped reads as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
      expect(readable(escapeMrkdwn(text))).toBe(text);
    }),
  );
});

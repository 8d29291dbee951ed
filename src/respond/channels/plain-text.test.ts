import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { HIDDEN, HOSTILE } from '../../../test/respond/channel-scene.ts';
import { cut, fingerprint, jsonBytes, plainLine, plainText, shortKey, utf8Bytes } from './plain-text.ts';

test('a line stays one, and what hides or turns it around becomes visible', () => {
  expect(plainLine('a\r\nBcc: x\tb\u0000')).toBe('a Bcc: x b\\u{0}');
  expect(plainLine('invoice\u202Egpj.exe')).toBe('invoice\\u{202e}gpj.exe');
  expect(plainLine('\ud800')).toBe('\\u{d800}');
});

test('text keeps its lines and its indentation, and ends lines in one way', () => {
  expect(plainText('\r\na\r\n\tb\rc\u2028d  \n\n')).toBe('a\n    b\nc\nd');
  expect(plainText(HOSTILE)).not.toMatch(HIDDEN);
});

test('cut text is within its size, in whatever measure, and no character is halved', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 6, max: 300 }), (text, most) => {
      for (const sizeOf of [(part: string) => part.length, utf8Bytes, jsonBytes]) {
        const short = cut(text, most, sizeOf);
        expect(sizeOf(short)).toBeLessThanOrEqual(most);
        expect(short).not.toMatch(/\p{Surrogate}/u);
        const begins = short.endsWith('…') && text.startsWith(short.slice(0, -1));
        expect(sizeOf(text) <= most ? short === text : begins).toBe(true);
      }
    }),
  );
});

test('a key goes as it is where the other side takes it, and else as its fingerprint', () => {
  expect(shortKey('incident-12', 255)).toBe('incident-12');
  expect(shortKey('incident-12', 10)).toBe(fingerprint('incident-12'));
  expect(shortKey('a\r\nb', 255)).toMatch(/^[0-9a-f]{64}$/);
  expect(shortKey('', 255)).toBe(fingerprint(''));
});

import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { finding, HOSTILE, hostile, morning, result } from '../../test/fixtures/result.ts';
import { renderJunit } from './junit.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name) => name === 'testsuite' || name === 'testcase',
});

test('a failing resource is a failure, an unknown one an error, a suppressed one is skipped, and the totals add up', () => {
  const { testsuites } = parser.parse(renderJunit(morning()));
  const { pass, fail, unknown, suppressed } = morning().summary;
  expect(testsuites).toMatchObject({
    tests: String(pass + fail + unknown + suppressed),
    failures: String(fail),
    errors: String(unknown),
    skipped: String(suppressed),
  });
  const suite = testsuites.testsuite.find(({ name }: { name: string }) => name === 'cloudwatch-alarm-quiet');
  expect(suite).toMatchObject({ tests: '2', failures: '0', errors: '1', skipped: '1' });
  expect(suite.testcase.map((testcase: object) => Object.keys(testcase)[0]).toSorted()).toEqual(['error', 'skipped']);
});

test('a suite is a check, and a case says where its resource is', () => {
  const { testsuites } = parser.parse(renderJunit(morning()));
  const [suite] = testsuites.testsuite;
  expect(suite.name).toBe('rds-instance-available');
  expect(suite.testcase[0]).toMatchObject({
    name: '123456789012/us-east-1/production-db',
    classname: 'daily/health-check.rds-instance-available',
    failure: { type: 'critical', message: 'production-db is storage-full.' },
  });
});

test('hostile names stay inside their attributes', () => {
  const xml = renderJunit(hostile(Object.values(HOSTILE).join(' ')));
  expect(XMLValidator.validate(xml)).toBe(true);
  expect(xml).not.toContain('<script>');
});

test('no character reaches the document that XML 1.0 forbids', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const xml = renderJunit(result({ findings: [finding({ id: text, reason: text, text })] }));
      expect(XMLValidator.validate(xml)).toBe(true);
      // https://www.w3.org/TR/xml/#charsets
      expect(xml).toMatch(/^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u);
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { denied, finding, fleet, HOSTILE, hostile, morning, result, weeklyReview } from '../../test/fixtures/result.ts';
import { renderTerminal } from './terminal.ts';
import { tableLines } from './terminal/table.ts';
import { widthOf } from './text/width.ts';

function printed(of: Parameters<typeof renderTerminal>[0], width = 80): string[] {
  return renderTerminal(of, { color: false, width }).split('\n');
}

function order(lines: readonly string[], ...starts: readonly string[]): number[] {
  return starts.map((start) => lines.findIndex((line) => line.includes(start)));
}

test('begins with what, where, who, when, and the one sentence that says how it is', () => {
  const [title, where, who, , headline] = printed(morning());
  expect(title).toMatch(/^Morning health check +2026-11-23 08:00 UTC$/);
  expect(where).toBe('123456789012 in us-east-1');
  expect(who).toBe('as arn:aws:sts::123456789012:assumed-role/opsbook/alice');
  expect(headline).toBe('2 critical, 2 high, 1 medium and 48 low; 3 things could not be determined.');
});

test('what is worst comes first, what to do comes last', () => {
  const places = order(
    printed(morning()),
    'CRITICAL (2)',
    'HIGH (2)',
    'MEDIUM (1)',
    'LOW (48)',
    'COULD NOT',
    'PASSED (6)',
    'WHAT TO DO NEXT',
  );
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('a check explains itself once, however many of its findings there are', () => {
  const lines = printed(morning());
  expect(lines.filter((line) => line.includes('Fewer tasks than desired'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('AWS bills every public IPv4'))).toHaveLength(1);
});

test('of a long list the first are printed, and the rest is counted and can be had', () => {
  const lines = printed(morning());
  expect(lines.filter((line) => line.includes('is associated with nothing'))).toHaveLength(10);
  expect(lines).toContain('    … and 38 more (opsbook run daily/health-check --output json)');
});

test('what could not be determined is grouped by reason and names the missing permission', () => {
  const regions = ['us-east-1', 'eu-west-1', 'eu-north-1'].map((region) =>
    denied('cloudwatch-alarm-quiet', 'cloudwatch:DescribeAlarms', { region }),
  );
  const lines = printed(
    result({ findings: regions, targets: regions.map(({ account, region }) => ({ account, region })) }),
  );
  expect(lines.filter((line) => line.includes('Missing IAM action: cloudwatch:DescribeAlarms'))).toHaveLength(1);
  expect(lines.join('\n')).toContain('Where: 123456789012/us-east-1, 123456789012/eu-west-1 and');
});

test('an incomplete look is not called good', () => {
  const unknown = result({
    findings: [denied('health-no-open-event', 'health:DescribeEvents'), finding({ status: 'pass' })],
  });
  expect(printed(unknown)).toContain('Nothing is known to be wrong, but 1 thing could not be determined.');
  expect(printed(result({ findings: [finding({ status: 'pass' })] }))).toContain(
    'All in order: 1 verdict, none failing.',
  );
  expect(printed(result({ findings: [] })).join(' ')).toContain('nothing to pass or to fail');
});

test('the next steps are the worst findings, each with its runbook and its explanation', () => {
  const lines = printed(morning());
  const next = lines.slice(lines.findIndex((line) => line.includes('WHAT TO DO NEXT')));
  expect(next.slice(1, 5)).toEqual([
    '  1. production-db (critical)',
    '     Enlarge the storage now; writes fail until then.',
    '     $ opsbook plan scaling/database',
    '     $ opsbook explain rds-instance-available',
  ]);
  expect(next).toContain('     $ opsbook permissions daily/health-check');
});

test('says what it cost: calls, throttles, time', () => {
  expect(printed(morning())).toContain('61 AWS calls, throttled 1 time, 2 retries in 3.4 s');
});

test('450 accounts and regions make one report, not 450', () => {
  const lines = printed(fleet(450));
  expect(lines.length).toBeLessThan(130);
  expect(lines).toContain('30 accounts, 15 regions (450 targets)');
  expect(lines.filter((line) => line.includes('── Databases'))).toHaveLength(1);
  expect(lines).toContain('    … and 140 more in 140 places (opsbook run daily/health-check --output json)');
  expect(lines).toContain('    ✗ db-0 is not available. (100000000000/us-east-1)');
});

test.each([60, 80, 120])('no line is longer than %i columns, whatever names there are', (width) => {
  const results = [
    morning(),
    weeklyReview(),
    fleet(20),
    hostile(Object.values(HOSTILE).join(' ')),
    hostile('x'.repeat(500)),
  ];
  for (const of of results) expect(printed(of, width).filter((line) => widthOf(line) > width)).toEqual([]);
});

test('no name found in AWS can break the page or reach the terminal as a command', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(...Object.values(HOSTILE)),
  );
  fc.assert(
    fc.property(text, fc.constantFrom(80, 120), (name, width) => {
      for (const line of printed(hostile(name), width)) {
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(widthOf(line)).toBeLessThanOrEqual(width);
      }
    }),
    { numRuns: 60 },
  );
});

test('colour adds nothing but colour', () => {
  const colored = renderTerminal(morning(), { color: true, width: 80 });
  expect(colored).toContain('\u001B[31m');
  // oxlint-disable-next-line no-control-regex -- the escape sequences themselves
  expect(colored.replaceAll(/\u001B\[\d+m/g, '')).toBe(renderTerminal(morning(), { color: false, width: 80 }));
});

test('a table leaves out whole columns rather than cut a number, and says which', () => {
  const columns = [
    { key: 'name', label: 'Bucket' },
    { key: 'bytes', label: 'Size', format: 'bytes' as const },
    { key: 'objects', label: 'Objects', format: 'number' as const },
  ];
  const rows = [{ name: 'a-bucket-with-a-rather-long-name', bytes: 3518437208883, objects: 18_240_113 }];
  const narrow = tableLines({ columns, rows }, 32);
  expect(narrow.hidden).toEqual(['Objects']);
  expect(narrow.lines.join('\n')).toContain('3.2 TiB');
  const wide = tableLines({ columns, rows }, 60);
  expect(wide.hidden).toEqual([]);
  expect(wide.lines.at(-1)).toBe('a-bucket-with-a-rather-long-name  3.2 TiB  18,240,113');
});

test('a table whose section could not be read says so, and shows no empty table', () => {
  const lines = printed(morning());
  const at = lines.findIndex((line) => line.includes("── Yesterday's costs"));
  expect(lines.slice(at + 1, at + 3)).toEqual([
    '  ! Could not be read: AccessDeniedException: ce:GetCostAndUsage is not allowed.',
    '',
  ]);
});

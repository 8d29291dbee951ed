import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finding, HOSTILE, morning, result } from '../../test/fixtures/result.ts';
import { renderCsv } from './csv.ts';

/** Reads RFC 4180, so that what is tested is what a spreadsheet would see. */
function parseCsv(text: string): string[][] {
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))([,\n])/g)];
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of cells) {
    rows.at(-1)?.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

test('there is a row for every finding, passes and unknowns too, under named columns', () => {
  const [header, ...rows] = parseCsv(renderCsv(morning()));
  expect(header?.slice(0, 8)).toEqual([
    'status',
    'severity',
    'check',
    'title',
    'account',
    'region',
    'resource_type',
    'resource_id',
  ]);
  expect(rows).toHaveLength(morning().findings.length);
  expect(rows[0]).toContain('production-db is storage-full.');
});

test('no cell is a formula to a spreadsheet', () => {
  const formulas = [
    HOSTILE.csv,
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '＝1',
    '＋1',
    '－1',
    '＠1',
    ' =1',
    '\n=1',
  ];
  for (const formula of formulas) {
    const rows = parseCsv(renderCsv(result({ findings: [finding({ id: formula, reason: formula, text: formula })] })));
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@＝＋－＠\t\r]/);
  }
});

test('whatever a name holds, the table keeps its shape', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (id, reason) => {
      const rows = parseCsv(renderCsv(result({ findings: [finding({ id, reason, evidence: { id } })] })));
      expect(rows).toHaveLength(2);
      expect(rows[1]).toHaveLength(rows[0]?.length ?? 0);
    }),
  );
});

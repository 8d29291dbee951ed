import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Hard operational cases, by area and number: each is a promise that a test carries in its name. */
const CASES = [...numbered('BG', 28), ...numbered('EN', 16), ...numbered('DR', 9)];

function numbered(area: string, last: number): string[] {
  return Array.from({ length: last }, (_, index) => `${area}${String(index + 1).padStart(2, '0')}`);
}

function* testFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.test.ts')) yield join(entry.parentPath, entry.name);
  }
}

test('every operational case has a test that carries its id in its name', () => {
  const named = new Set<string>();
  for (const file of [...testFiles('src'), ...testFiles('test')]) {
    const text = readFileSync(file, 'utf8');
    // The name of a test or of a group of tests: what stands first in its call, or in a row of a table of tests.
    for (const [, name = ''] of text.matchAll(/(?:test|describe|it)[\w.]*(?:\([^()]*\))?(?:<[^>]*>)?\(\s*['"`]([^'"`]+)/g)) {
      for (const [id] of name.matchAll(/\b(BG|EN|DR)\d\d\b/g)) named.add(id);
    }
    for (const [, id = ''] of text.matchAll(/\[\s*'((?:BG|EN|DR)\d\d)\b/g)) named.add(id);
  }
  expect(CASES.filter((id) => !named.has(id))).toEqual([]);
});

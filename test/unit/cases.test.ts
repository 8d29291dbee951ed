import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Hard operational cases, by area and number: each is a promise that a test carries in its name. */
const CASES = [
  ...numbered('BG', 28),
  ...numbered('EN', 16),
  ...numbered('DR', 9),
  ...numbered('AL', 18),
  ...numbered('IN', 6),
];

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
    // A test's name, or one of a table of names, begins with the ids of its cases.
    for (const [, ids = ''] of text.matchAll(/['"`]((?:(?:BG|EN|DR|AL|IN)\d\d(?:, | and )?)+)[:'"`]/g)) {
      for (const [id] of ids.matchAll(/(BG|EN|DR|AL|IN)\d\d/g)) named.add(id);
    }
  }
  expect(CASES.filter((id) => !named.has(id))).toEqual([]);
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listedReasons } from './difference-list.ts';

const FILE = join(import.meta.dirname, '../../../docs/sandbox-honesty.md');
const BEGIN = '<!-- Written by test/moto/differential.test.ts: from here -->\n';
const END = '<!-- to here -->\n';

export interface Counted {
  /** Cases by operation. */
  readonly cases: ReadonlyMap<string, number>;
  readonly missing: readonly string[];
}

/** The numbers of a run as the page tells them. */
export function numbersSection({ cases, missing }: Counted): string {
  const listed = listedReasons();
  const differences = listed.flatMap((reason) => reason.differences);
  const services = new Set([...cases.keys()].map((name) => name.split(':')[0]));
  const total = [...cases.values()].reduce((sum, count) => sum + count, 0);
  const rows = [...services].map((service) => {
    const own = [...cases].filter(([name]) => name.startsWith(`${service}:`));
    const count = own.reduce((sum, [, one]) => sum + one, 0);
    const differing = differences.filter((one) => one.startsWith(`${service}:`)).length;
    return `| ${service} | ${own.length} | ${count} | ${differing} |`;
  });
  return [
    `${cases.size} operations of ${services.size} services are asked ${total} cases. ` +
      `${differences.length} differences are listed, under ${listed.length} reasons.`,
    '',
    '| Service | Operations | Cases | Listed differences |',
    '|---|---:|---:|---:|',
    ...rows,
    '',
    `Not compared, since moto has no such operation (${missing.length}): ${missing.map((name) => `\`${name}\``).join(', ')}.`,
    '',
  ].join('\n');
}

export function writtenSection(): string {
  const page = readFileSync(FILE, 'utf8');
  return page.slice(page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END));
}

export function rewriteSection(section: string): void {
  const page = readFileSync(FILE, 'utf8');
  const before = page.slice(0, page.indexOf(BEGIN) + BEGIN.length);
  writeFileSync(FILE, `${before}${section}${page.slice(page.indexOf(END))}`);
}

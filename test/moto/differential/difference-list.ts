import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Differences that have one reason why the sandbox is right. */
export interface Reason {
  readonly why: string;
  /** AWS's page that says so, where there is one. */
  readonly see?: string;
  /** As `differencesOf` words them. */
  readonly differences: readonly string[];
}

const FILE = join(import.meta.dirname, '../differences.json');

export function listedReasons(): readonly Reason[] {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Reason[];
}

/** `rds:DescribeDBInstances` of `rds:DescribeDBInstances [plain] …`. */
export function operationOf(difference: string): string {
  return difference.slice(0, difference.indexOf(' '));
}

/** Takes out what is no longer found, and adds what is new under a reason that somebody has to write. */
export function rewriteReasons(found: readonly string[]): void {
  const listed = listedReasons();
  const known = new Set(listed.flatMap(({ differences }) => differences));
  const still = listed.map((reason) => ({
    ...reason,
    differences: reason.differences.filter((one) => found.includes(one)),
  }));
  const unexplained = found.filter((one) => !known.has(one));
  const all = [...still, { why: '', differences: unexplained }].filter(({ differences }) => differences.length > 0);
  writeFileSync(FILE, `${JSON.stringify(all, undefined, 2)}\n`);
}

import { resolve } from 'node:path';
import { measure, median, show } from './measure.ts';

export const OPSBOOK = resolve(import.meta.dirname, '../dist/opsbook.js');
const RUNS = 9;

/** `opsbook --version` against an empty node process, in turn. */
export async function benchStartUp(): Promise<boolean> {
  const empty: number[] = [];
  const version: number[] = [];
  const explain: number[] = [];
  const check: number[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    const [a, b, c, d] = [
      await measure('node', ['-e', '']),
      await measure('node', [OPSBOOK, '--version']),
      await measure('node', [OPSBOOK, 'explain', 'daily/health-check']),
      await measure('node', [OPSBOOK, 'run', 'daily/health-check', '--sandbox', '--quiet']),
    ];
    // The first of each warms the disk cache.
    if (run === 0) continue;
    empty.push(a.seconds);
    version.push(b.seconds);
    explain.push(c.seconds);
    check.push(d.seconds);
  }
  const base = median(empty);
  const ratio = median(version) / base;
  console.log(`     empty node ${ms(base)}, --version ${ms(median(version))}, explain ${ms(median(explain))}`);
  console.log(`     run daily/health-check --sandbox, whole process: ${ms(median(check))}`);
  return show('--version against an empty node process', `${ratio.toFixed(2)}×`, '1.5×', ratio <= 1.5);
}

function ms(seconds: number): string {
  return `${Math.round(seconds * 1000)} ms`;
}

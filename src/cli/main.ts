#!/usr/bin/env node
import { readVersion } from './version.ts';

/** `--version` must cost no more than node itself, so nothing is loaded before it is answered. */
const words = process.argv.slice(2);
if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  process.stdout.write(`${readVersion()}\n`);
} else {
  const { main } = await import('./program.ts');
  await main(words);
}

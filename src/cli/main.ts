#!/usr/bin/env node
import { readVersion } from './version.ts';

/** `--version` must cost no more than node itself, so nothing is loaded before it is answered. */
const words = process.argv.slice(2);
const version = readVersion(import.meta.url);
if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  const { main } = await import('./program.ts');
  await main(words, version);
}

#!/usr/bin/env node
import { readVersion } from './version.ts';

/** `--version` must cost no more than node itself, so nothing is loaded before it is answered. */
const words = process.argv.slice(2);
const version = readVersion(import.meta.url);
// A reader that has gone (`| true`) is no error; no room for what was asked is one.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') process.exitCode = 2;
});
if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  const { main } = await import('./program.ts');
  await main(words, version);
}

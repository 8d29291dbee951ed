// Everything a change must pass, side by side: one line per part, and in full only the output of what failed.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

// The longest first, so that the last to start is short.
const all = ['test:unit', 'lint', 'types', 'dead', 'docs:check', 'format:check'];
const parts = process.argv.length > 2 ? process.argv.slice(2) : all;

const started = performance.now();
const queue = [...parts];
const failed = [];
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
for (const { part, output } of failed) console.log(`\n── npm run ${part}\n${output.trimEnd()}`);
console.log(`${failed.length === 0 ? 'verified' : `failed: ${failed.length}`} in ${secondsSince(started)}`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function work() {
  for (let part = queue.shift(); part; part = queue.shift()) {
    const start = performance.now();
    const { code, output } = await run(part);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${part.padEnd(14)} ${secondsSince(start)}`);
    if (code !== 0) failed.push({ part, output });
  }
}

function run(part) {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', part], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

function secondsSince(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

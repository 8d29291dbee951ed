import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanEnvironment, emptyFolder, OPSBOOK, removeFolders } from './cli/opsbook.ts';
import { freePort } from './docs/free-port.ts';
import { readPage, type Shown } from './docs/read-page.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = [
  'README.md',
  'docs/deploying.md',
  'docs/recovery.md',
  'docs/approvals-and-access.md',
  'docs/rehearsal.md',
  'docs/running-it.md',
  'docs/monitoring.md',
  'docs/on-call.md',
];
const places: string[] = [];
/** The ports that the pages name, and those of this run. */
let ports: { readonly '4646': number; readonly '4600': number };

beforeAll(async () => {
  ports = { '4646': await freePort(), '4600': await freePort() };
});

/** What a page left in the background. Most stop it themselves; a second signal would end it before its database. */
afterAll(() => {
  for (const pidFile of places.flatMap((place) => [join(place, 'up.pid'), join(place, 'sandbox.pid')])) {
    if (!existsSync(pidFile)) continue;
    const pid = Number(readFileSync(pidFile, 'utf8'));
    const gone = `timeout 10 tail --pid=${pid} -f /dev/null`;
    spawnSync('bash', ['-c', `${gone} || { kill ${pid}; ${gone}; }`]);
  }
  removeFolders();
});

/** At once: much of it is waiting. */
test.concurrent.each(PAGES)('what %s says that one sees, one sees', { timeout: 180_000 }, async (name) => {
  const page = readPage(join(ROOT, name));
  expect(page.length).toBeGreaterThan(0);
  const bash = openBash();
  const ids = new Map<string, string>();
  for (const { command, lines } of page) {
    const seen = await bash(withOwn(command, ids));
    expectSeen({ command, lines }, seen.split('\n'), ids);
  }
});

/** One shell for a page: what is exported stays, and so does what runs in the background. */
function openBash(): (command: string) => Promise<string> {
  const place = emptyFolder();
  places.push(place);
  const bin = join(place, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'opsbook'), `#!/bin/sh\nexec ${process.execPath} ${OPSBOOK} "$@"\n`);
  chmodSync(join(bin, 'opsbook'), 0o755);
  const state = join(bin, 'state');
  writeFileSync(state, '');
  const env = cleanEnvironment({
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    HOME: place,
    OPSBOOK_HOME: join(place, 'data'),
  });
  return (command) => {
    const script = `exec 2>&1\n. ${state}\n${command}\nlast=$?; export last; export -p > ${state}`;
    const bash = spawn('bash', ['-c', script], { cwd: place, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
    let said = '';
    for (const stream of [bash.stdout, bash.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
    return new Promise((resolve, reject) => {
      bash.once('error', reject);
      bash.once('close', () => resolve(said));
    });
  };
}

/** The command with the ids and ports of this run instead of the page's. */
function withOwn(command: string, ids: ReadonlyMap<string, string>): string {
  let own = command
    .replaceAll('npx opsbook', 'opsbook')
    .replaceAll('$?', '$last')
    .replaceAll(/opsbook sandbox \w+/g, '$& --port 4646')
    .replaceAll(/opsbook up/g, '$& --port 4600');
  for (const [there, here] of [...Object.entries(ports), ...ids]) own = own.replaceAll(there, String(here));
  return own;
}

/** Each line of the page is among what was said, in the page's order. */
function expectSeen({ command, lines }: Shown, said: readonly string[], ids: Map<string, string>): void {
  let at = 0;
  for (const line of lines) {
    const found = said.findIndex((one, index) => index >= at && likeness(one) === likeness(line));
    expect(found, `$ ${command}\nshould say: ${line}\nbut says:\n${said.join('\n')}`).toBeGreaterThanOrEqual(0);
    learn(line, said[found] ?? '', ids);
    at = found + 1;
  }
}

const ID = /\b[0-9a-f]{8}(?=\b|-[0-9a-f]{4}-)/g;

function learn(line: string, said: string, ids: Map<string, string>): void {
  const here = said.match(ID) ?? [];
  for (const [index, id] of (line.match(ID) ?? []).entries()) ids.set(id, here[index] ?? id);
}

/** What is another each time, made alike: ids, hashes, numbers, secrets, and where a line was cut short. */
function likeness(line: string): string {
  return line
    .replaceAll(/opsb_[\w-]+/g, 'SECRET')
    .replaceAll(/[0-9a-f]{64}/g, 'HASH')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/\b(?=[0-9a-f]*\d)[0-9a-f]{8,12}\b/g, 'ID')
    .replaceAll(/\d+(h|m|s)(\d+(m|s))?/g, 'TIME')
    .replaceAll(/[\d,]*\d/g, 'N')
    .replaceAll(/ +/g, ' ')
    .trim();
}

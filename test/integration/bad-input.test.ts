import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseResult } from '../../src/model/result-schema.ts';
import { type SandboxServer, serveSandbox } from '../../src/sandbox/wire/main.ts';
import {
  buildCommandLine,
  cleanEnvironment,
  emptyFolder,
  expectNoTrace,
  oneLineOf,
  OPSBOOK,
  opsbook,
  refusal,
  removeFolders,
  type Spoken,
  start,
} from './cli/opsbook.ts';
import { askControl } from './wire/control.ts';
import { listen } from './wire/listen.ts';

const HEALTH = ['run', 'daily/health-check'];
const SANDBOX = [...HEALTH, '--sandbox', '--quiet'];
/** What takes a line of a terminal away. */
const ERASED = '\r\u001B[2K';
const KEYS = { AWS_ACCESS_KEY_ID: 'sandbox', AWS_SECRET_ACCESS_KEY: 'sandbox', AWS_REGION: 'us-east-1' };

beforeAll(buildCommandLine, 120_000);
afterAll(removeFolders);

describe.concurrent('a configuration that is wrong is refused with file, line and column', () => {
  test.each<[what: string, yaml: string, line: string]>([
    ['wrong YAML', 'targets: [\n  name: x\n', ':3:1: not valid YAML: '],
    ['a tab', '\ttimezone: UTC\n', ':1:1: not valid YAML: Tabs are not allowed'],
    ['two documents', 'timezone: UTC\n---\ntimezone: UTC\n', ':2:1: not valid YAML: only one document is expected'],
    ['the same key twice', 'timezone: UTC\ntimezone: UTC\n', ':2:1: not valid YAML: Map keys must be unique'],
    ['an alias of nothing', 'timezone: *zone\n', 'not valid YAML: Unresolved alias'],
    ['an alias that would fill the memory', bomb(), 'not valid YAML: Excessive alias count'],
    ['a list in its place', '- a\n- b\n', ':1:1: the file: expected object, received array'],
    ['an unknown key', 'chekcs: {}\n', ':1:1: unknown key chekcs (did you mean checks?)'],
    ['a key that is a list', '? [a, b]\n: 1\n', ':1:1: unknown key [ a, b ]'],
    [
      'an unknown key of a target',
      'targets:\n  - name: p\n    regoins: [us-east-1]\n',
      ':3:5: unknown key regoins in targets.0 (did you mean regions?)',
    ],
    [
      'an unknown check',
      'checks:\n  iam-acess-key-rotated: {}\n',
      ':2:3: unknown key iam-acess-key-rotated in checks (did you mean iam-access-key-rotated?)',
    ],
    [
      'an unknown threshold',
      'checks:\n  iam-access-key-rotated:\n    max: 3\n',
      ':3:5: unknown key max in checks.iam-access-key-rotated (it takes: enabled, severity, oldestAgeDays)',
    ],
    ['a wrong type', 'targets:\n  - name: p\n    regions: us-east-1\n', ':3:5: targets.0.regions: expected array'],
    [
      'a severity that is none',
      'checks:\n  iam-access-key-rotated:\n    severity: hihg\n',
      ':3:5: checks.iam-access-key-rotated.severity: expected one of',
    ],
    [
      'a region that is none',
      'targets:\n  - name: p\n    regions: [us-west-2, us-est-1]\n',
      ':3:26: targets.0.regions.1: expected an AWS region (did you mean us-east-1?)',
    ],
    [
      'a malformed role ARN',
      'targets:\n  - name: p\n    role: arn:aws:iam::12345:role/X\n',
      ':3:5: targets.0.role: expected a role ARN: arn:aws:iam::123456789012:role/Name',
    ],
    [
      'an account of nine digits',
      'targets:\n  - name: p\n    account: "123456789"\n',
      ':3:5: targets.0.account: expected an AWS account id: 12 digits, in quotes',
    ],
    [
      'an account without quotes',
      'targets:\n  - name: p\n    account: 012345678901\n',
      ':3:5: targets.0.account: expected an AWS account id: 12 digits, in quotes',
    ],
    [
      'an endpoint that is none',
      'targets:\n  - {name: p, endpointUrl: "ftp://x"}\n',
      ':2:15: targets.0.endpointUrl: expected a URL',
    ],
    [
      'a name that is taken',
      'targets:\n  - name: p\n  - name: p\n',
      ':3:5: targets.1.name: expected a name of its own, p is taken',
    ],
    ['a time zone that is none', 'timezone: Mars/Base\n', ':1:1: timezone: expected an IANA time zone'],
    [
      'an instant without its zone',
      'recovery:\n  drills:\n    db: { lastSuccess: 2026-11-01T08:00:00 }\n',
      ':3:11: recovery.drills.db.lastSuccess: expected an instant with its zone',
    ],
  ])('%s', async (_what, yaml, line) => {
    const cwd = emptyFolder({ 'opsbook.yaml': yaml });
    const refused = await opsbook(SANDBOX, { cwd });
    expect(refused).toEqual(refusal(line));
    expect(refused.stderr).toMatch(/^opsbook: opsbook\.yaml:\d+:\d+: /);
  });

  test('many problems: the first, how many more, and the command that lists them', async () => {
    const cwd = emptyFolder({ 'mine.yaml': 'chekcs: {}\ntargtes: []\n' });
    expect(await opsbook([...SANDBOX, '--config', 'mine.yaml'], { cwd })).toEqual(
      refusal('(and 1 more: opsbook config check --config mine.yaml)'),
    );
    const listed = await opsbook(['config', 'check', '--config', 'mine.yaml'], { cwd });
    expect(listed).toMatchObject({ code: 2, stdout: '' });
    expect(listed.stderr.split('\n')).toHaveLength(3);
  });

  test.each([
    ['no-such.yaml', 'opsbook: configuration file no-such.yaml: no such file'],
    ['.', 'opsbook: configuration file .: is a directory'],
  ])('--config %s', async (file, line) => {
    expect(await opsbook([...SANDBOX, '--config', file])).toEqual(refusal(line));
    expect(await opsbook(['config', 'check', '--config', file])).toEqual(refusal(line));
  });
});

describe.concurrent('what is said wrong on the command line is refused in one line, with what was probably meant', () => {
  test.each<[words: string, line: string]>([
    [
      'run daily/health-chek --sandbox',
      'unknown checklist, check or runbook: daily/health-chek (did you mean daily/health-check?)',
    ],
    [
      'run iam-user-console-mf --sandbox',
      'unknown checklist, check or runbook: iam-user-console-mf (did you mean iam-user-console-mfa?)',
    ],
    ['run health-check --sandbox', '(did you mean daily/health-check?)'],
    ['run constructor --sandbox', 'unknown checklist, check or runbook: constructor'],
    ['explain weekly/security-revew', '(did you mean weekly/security-review?)'],
    ['explain __proto__', 'unknown checklist, runbook, check or section: __proto__'],
    ['permissions daily/helth-check', '(did you mean daily/health-check?)'],
    ['permissions', "missing required argument 'id'"],
    ['runn', "unknown command 'runn' (did you mean run?)"],
    ['bogus', "unknown command 'bogus' (opsbook --help says more)"],
    ['config bogus', "unknown command 'bogus'"],
    ['sandbox bogus', "unknown command 'bogus'"],
    ['run', "missing required argument 'id'"],
    ['run daily/health-check extra', 'too many arguments'],
    ['run daily/health-check --ouput json', "unknown option '--ouput' (did you mean --output?)"],
    ['run daily/health-check --sandbox --output xml', "'xml' is invalid. Allowed choices are table, json, markdown"],
    ['run daily/health-check --sandbox --set cluster', '--set cluster: expected key=value'],
    ['run daily/health-check --sandbox --set =x', '--set =x: expected key=value'],
    ['run daily/health-check --sandbox --set a=b', 'daily/health-check takes no parameter a (it takes: none)'],
    ['run deployment/preflight --sandbox --set a=b', 'takes no parameter a (it takes: environment, cluster, service)'],
    ['run daily/health-check --sandbox --now garbage', 'Expected an instant with its zone, e.g. 2026-11-23T08:00:00Z'],
    ['run daily/health-check --sandbox --now 2026-11-23T08:00:00', 'Expected an instant with its zone'],
    ['run daily/health-check --sandbox --now 2026-02-30T08:00:00Z', 'Expected an instant with its zone'],
    ['run daily/health-check --sandbox --fail-on dire', "'dire' is invalid. Allowed choices are informational, low"],
    ['run daily/health-check --endpoint-url garbage', 'Expected a URL, e.g. http://127.0.0.1:4566'],
    ['run daily/health-check --endpoint-url ftp://x', 'Expected a URL'],
    ['run daily/health-check --region us-est-1', 'unknown region: us-est-1 (did you mean us-east-1?)'],
    ['run daily/health-check --region us-est-1 --sandbox', 'unknown region: us-est-1 (did you mean us-east-1?)'],
    ['run daily/health-check --region us-east-1,us-west-2 --sandbox', 'unknown region: us-east-1,us-west-2'],
    ['run daily/health-check --sandbox --target sandbx', 'unknown target: sandbx (did you mean sandbox?)'],
    ['run daily/health-check --sandbox --profile mine', "'--sandbox' cannot be used with option '--profile <name>'"],
    ['run daily/health-check --profile mine', 'unknown profile: mine'],
    ['run daily/health-check', 'no AWS region: pass --region, set AWS_REGION, or give targets.regions in opsbook.yaml'],
    ['findings diff a.json b.json', 'result file a.json: no such file'],
    ['sandbox up --port 99999', 'Expected a port, at most 65535'],
    ['catalog --output xml', "'xml' is invalid. Allowed choices are table, json"],
  ])('opsbook %s', async (words, line) => {
    const refused = await opsbook(words.split(' '));
    expect(refused).toEqual(refusal(line));
    expect(refused.stderr).toMatch(/^opsbook: /);
  });

  test('an id with a line break in it is still one line', async () => {
    expect(await opsbook(['explain', 'a\nb\u001B[31m'])).toEqual(
      refusal('unknown checklist, runbook, check or section: a b\\u{1b}[31m'),
    );
  });

  test('an AWS_ENDPOINT_URL that is none, but for the sandbox, which needs none', async () => {
    const env = { ...KEYS, AWS_ENDPOINT_URL: 'garbage' };
    expect(await opsbook(HEALTH, { env })).toEqual(refusal('AWS_ENDPOINT_URL: expected a URL, got garbage'));
    expect(await opsbook(SANDBOX, { env })).toMatchObject({ code: 1, stderr: '' });
  });

  test('a target that the configuration does not have', async () => {
    const cwd = emptyFolder({ 'opsbook.yaml': 'targets:\n  - {name: production, regions: [us-east-1]}\n' });
    const env = { ...KEYS, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    expect(await opsbook([...HEALTH, '--target', 'producton'], { cwd, env })).toEqual(
      refusal('(did you mean production?)'),
    );
  });
});

describe('an account that does not answer is unknown, with the report all the same and exit 3', () => {
  test('without credentials', async () => {
    const { result, spoken } = await unknowns({ AWS_REGION: 'us-east-1' });
    expect(kinds(result)).toEqual(['credentials-missing']);
    expect(result.findings.map(({ check }) => check)).toContain('rds-instance-available');
    expect(spoken.ms).toBeLessThan(5000);
    const table = await opsbook(HEALTH, { env: { AWS_REGION: 'us-east-1' } });
    expect(table.code).toBe(3);
    expect(table.stdout).toContain('No AWS credentials');
  });

  test('with credentials that AWS refuses', async () => {
    const refusing = createServer((_request, response) => {
      response.writeHead(403, { 'content-type': 'text/xml' });
      response.end(
        '<ErrorResponse><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code>' +
          '<Message>The security token included in the request is invalid.</Message></Error></ErrorResponse>',
      );
    });
    const url = await listen(refusing);
    const { result } = await unknowns({ ...KEYS, AWS_ENDPOINT_URL: url });
    await stop(refusing);
    expect(kinds(result)).toEqual(['credentials-invalid']);
    // One refusal is enough: nothing else is asked with these credentials.
    expect(result.aws.calls).toBe(1);
  });

  test('at an endpoint where nobody listens, within seconds', async () => {
    const free = createServer();
    const url = await listen(free);
    await stop(free);
    const { result, spoken } = await unknowns({ ...KEYS, AWS_ENDPOINT_URL: url });
    expect(kinds(result)).toEqual(['unreachable']);
    expect(spoken.ms).toBeLessThan(5000);
  });

  test('with a profile that the configuration names and nobody has', async () => {
    const cwd = emptyFolder({ 'opsbook.yaml': 'targets:\n  - {name: p, profile: nope, regions: [eu-west-1]}\n' });
    const { result } = await unknowns({}, cwd);
    expect(kinds(result)).toEqual(['credentials-missing']);
    expect(result.findings[0]?.reason).toContain('profile nope');
    expect(result.targets).toEqual([{ name: 'p', account: 'unknown', region: 'eu-west-1' }]);
  });

  async function unknowns(env: Readonly<Record<string, string>>, cwd = emptyFolder()) {
    const spoken = await opsbook([...HEALTH, '--quiet', '--output', 'json'], { env, cwd });
    expect({ code: spoken.code, stderr: spoken.stderr }).toEqual({ code: 3, stderr: '' });
    const result = parseResult(spoken.stdout, 'stdout');
    expect(result.findings.length).toBeGreaterThan(10);
    expect(result.findings.every(({ status }) => status === 'unknown')).toBe(true);
    return { result, spoken };
  }

  function kinds({ findings }: ReturnType<typeof parseResult>): unknown[] {
    return [...new Set(findings.map(({ evidence }) => evidence['kind']))];
  }
});

describe('a report goes out whole or not at all', () => {
  test('--output json: nothing else on stdout, progress on stderr', async () => {
    const { stdout, stderr } = await opsbook([...HEALTH, '--sandbox', '--output', 'json']);
    expect(parseResult(stdout, 'stdout').checklist).toBe('daily/health-check');
    expect(oneLineOf(stderr)).toMatch(/^sandbox 123456789012\/us-east-1: \d+ checks$/);
  });

  test('two runs on the sandbox say the same, but for the execution', async () => {
    const words = [...SANDBOX, '--output', 'json'];
    const [once, again] = await Promise.all([opsbook(words), opsbook(words)]);
    expect(withoutOwn(once)).toEqual(withoutOwn(again));
    expect(once.stdout).not.toBe(again.stdout);
  });

  test('an existing file is replaced at once, its permissions kept, a link followed', async () => {
    const cwd = emptyFolder({ 'report.json': 'old' });
    chmodSync(join(cwd, 'report.json'), 0o600);
    symlinkSync('report.json', join(cwd, 'latest.json'));
    const before = statSync(join(cwd, 'report.json')).ino;
    const spoken = await opsbook([...SANDBOX, '--output', 'json', '--output-file', 'latest.json'], { cwd });
    expect(spoken).toMatchObject({ code: 1, stdout: '', stderr: '' });
    expect(parseResult(readFileSync(join(cwd, 'report.json'), 'utf8'), 'report.json').findings).not.toEqual([]);
    const after = statSync(join(cwd, 'report.json'));
    expect(after.mode & 0o777).toBe(0o600);
    expect(after.ino).not.toBe(before);
    expect(readdirSync(cwd).toSorted()).toEqual(['latest.json', 'report.json']);
  });

  test.each([
    ['no/such/folder.json', 'cannot write no/such/folder.json: no such folder'],
    ['.', 'cannot write .: is a directory'],
    ['new/', 'cannot write new/: no such folder'],
    ['there.txt/report.json', 'cannot write there.txt/report.json: no such folder'],
    ['', '--output-file: expected the name of a file'],
  ])('--output-file %j is refused before the work', async (file, line) => {
    const cwd = emptyFolder({ 'there.txt': 'old' });
    // Not quiet: had the work begun, there would be a line of progress beside the refusal.
    expect(await opsbook([...HEALTH, '--sandbox', '--output-file', file], { cwd })).toEqual(refusal(line));
    expect(readdirSync(cwd)).toEqual(['there.txt']);
  });

  test.skipIf(!mayReadAsNobody())('a read-only folder and a read-only file are refused before the work', async () => {
    const cwd = emptyFolder({ 'report.txt': 'old' });
    chmodSync(join(cwd, 'report.txt'), 0o444);
    chmodSync(cwd, 0o777);
    const nobody = process.getuid?.() === 0 ? { cwd, uid: 65_534 } : { cwd };
    const words = [...HEALTH, '--sandbox', '--output-file'];
    expect(await opsbook([...words, 'report.txt'], nobody)).toEqual(
      refusal('cannot write report.txt: permission denied'),
    );
    chmodSync(cwd, 0o555);
    expect(await opsbook([...words, 'new.txt'], nobody)).toEqual(refusal('cannot write new.txt: permission denied'));
    chmodSync(cwd, 0o755);
    expect(readFileSync(join(cwd, 'report.txt'), 'utf8')).toBe('old');
    expect(readdirSync(cwd)).toEqual(['report.txt']);
  });

  test('/dev/full: the disk is full', async () => {
    expect(await opsbook([...SANDBOX, '--output-file', '/dev/full'])).toEqual(
      refusal('cannot write /dev/full: the disk is full'),
    );
  });

  test('where the file would grow too large, what was there is kept and no half is left', async () => {
    const cwd = emptyFolder({ 'report.json': 'old' });
    const shell = `ulimit -f 8; exec "$0" "$@"`;
    const words = [
      '-c',
      shell,
      process.execPath,
      OPSBOOK,
      ...SANDBOX,
      '--output',
      'json',
      '--output-file',
      'report.json',
    ];
    expect(await start('bash', words, { cwd }).ended).toEqual(
      refusal('cannot write report.json: the file would be too large'),
    );
    expect(readFileSync(join(cwd, 'report.json'), 'utf8')).toBe('old');
    expect(readdirSync(cwd)).toEqual(['report.json']);
  });

  test.skipIf(!mayMount())('on a full disk, what was there is kept and no half is left', async () => {
    const disk = join(emptyFolder(), 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', disk]);
    try {
      writeFileSync(join(disk, 'report.json'), 'old');
      const refused = await opsbook([...SANDBOX, '--output', 'json', '--output-file', 'report.json'], { cwd: disk });
      expect(refused).toEqual(refusal('cannot write report.json: the disk is full'));
      expect(readFileSync(join(disk, 'report.json'), 'utf8')).toBe('old');
      expect(readdirSync(disk)).toEqual(['report.json']);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  test('stdout on a full disk is told in one line, exit 2', async () => {
    const full = openSync('/dev/full', 'w');
    for (const words of [SANDBOX, ['catalog'], ['--help']]) {
      const { code, stderr } = await opsbook(words, { stdout: full });
      expect(oneLineOf(stderr)).toBe('opsbook: cannot write to standard output: the disk is full');
      expect(code).toBe(2);
    }
    closeSync(full);
  });

  test.each([
    ['run daily/health-check --sandbox --quiet --output json', 1],
    ['run daily/health-check --sandbox --quiet --output html', 1],
    ['catalog', 0],
    ['config schema', 0],
    ['--version', 0],
  ])('opsbook %s | head -c 1: no complaint, and the exit code is of what was found', async (words, code) => {
    const shell = `set -o pipefail; "$0" "$@" | head -c 1 >/dev/null; echo "\${PIPESTATUS[0]}"`;
    const spoken = await start('bash', ['-c', shell, process.execPath, OPSBOOK, ...words.split(' ')]).ended;
    expect(spoken).toMatchObject({ stdout: `${code}\n`, stderr: '' });
  });

  test('nobody reads stderr either: the report comes all the same', async () => {
    const shell = `"$0" "$@" 2> >(true)`;
    const words = ['-c', shell, process.execPath, OPSBOOK, ...HEALTH, '--sandbox', '--output', 'json'];
    const { code, stdout } = await start('bash', words).ended;
    expect(code).toBe(1);
    expect(parseResult(stdout, 'stdout').findings).not.toEqual([]);
  });

  function withoutOwn({ stdout }: Spoken): object {
    const { execution: _execution, startedAt: _start, finishedAt: _finish, ...rest } = parseResult(stdout, 'stdout');
    return rest;
  }
});

describe('an interrupted run', () => {
  let slow: SandboxServer;
  let env: Record<string, string>;

  beforeAll(async () => {
    slow = await serveSandbox();
    env = { ...KEYS, AWS_ENDPOINT_URL: slow.url };
    for (const service of ['ec2', 'rds', 'ecs', 'elbv2', 'cloudwatch']) {
      await askControl(slow, 'POST', 'fault', { kind: 'latency', service, ms: 20_000 });
    }
  });

  afterAll(() => slow?.close());

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s: one line, exit 130 within a second, nothing half-written',
    async (signal) => {
      const cwd = emptyFolder({ 'report.json': 'old' });
      const words = [OPSBOOK, ...HEALTH, '--output', 'json', '--output-file', 'report.json'];
      const run = start(process.execPath, words, { cwd, env });
      await run.says('checks\n');
      const killed = performance.now();
      run.process.kill(signal);
      const { code, stdout, stderr } = await run.ended;
      expect(performance.now() - killed).toBeLessThan(1000);
      expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
      expect(stderr.split('\n').slice(1)).toEqual([
        'opsbook: interrupted; nothing was written and nothing was changed',
        '',
      ]);
      expect(readFileSync(join(cwd, 'report.json'), 'utf8')).toBe('old');
      expect(readdirSync(cwd)).toEqual(['report.json']);
    },
  );

  test.skipIf(!hasScript())('Ctrl-C on a terminal takes the line of progress away first', async () => {
    const run = terminal(HEALTH.join(' '), env);
    await run.says('checks judged');
    run.process.stdin?.write('\u0003');
    const { stdout } = await run.ended;
    const [last = ''] = stdout.split(ERASED).slice(-1);
    expect(last.replace('^C', '')).toBe('opsbook: interrupted; nothing was written and nothing was changed\r\n');
    expectNoTrace(stdout);
  });
});

describe('a terminal', () => {
  test('is 80 columns wide where nothing says otherwise, and as wide as COLUMNS says', async () => {
    const [plain, narrow] = await Promise.all([opsbook(SANDBOX), opsbook(SANDBOX, { env: { COLUMNS: '60' } })]);
    expect(widest(plain.stdout)).toBe(80);
    expect(widest(narrow.stdout)).toBe(60);
  });

  test('that is none gets no colours and no cursor movements', async () => {
    const { stdout, stderr } = await opsbook([...HEALTH, '--sandbox']);
    expect(stdout + stderr).not.toContain('\u001B');
  });

  test.skipIf(!hasScript())('gets colours and one line of progress that is gone in the end', async () => {
    const { stdout } = await terminal([...HEALTH, '--sandbox'].join(' ')).ended;
    expect(stdout.split(ERASED)[1]).toMatch(/^\d+ of \d+ checks judged/);
    expect(stdout).toContain('\u001B[31m');
    // What the last erasure leaves standing is the report.
    expect(stdout.split(ERASED).at(-1)).toContain('Morning health check');
  });

  test.skipIf(!hasScript()).each([
    ['NO_COLOR', { NO_COLOR: '1' }, ''],
    ['a dumb terminal', { TERM: 'dumb' }, ''],
    ['--no-color', {}, ' --no-color'],
  ])('with %s gets none', async (_what, env, words) => {
    const { stdout } = await terminal(`${SANDBOX.join(' ')}${words}`, env).ended;
    expect(stdout).toContain('Morning health check');
    expect(stdout).not.toContain('\u001B');
  });
});

/** Nine times nine times nine …: a few hundred bytes that would be gigabytes. */
function bomb(): string {
  const lines = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (const [name, of] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg']) {
    lines.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${of}`).join(', ')}]`);
  }
  return `${lines.join('\n')}\n`;
}

/** `script` of util-linux gives the command a terminal of its own, 80 columns wide. */
function terminal(words: string, env: Readonly<Record<string, string>> = {}) {
  const command = `stty cols 80 rows 24; exec "${process.execPath}" "${OPSBOOK}" ${words}`;
  return start('script', ['-qec', command, '/dev/null'], { env: { TERM: 'xterm', SHELL: '/bin/sh', ...env } });
}

function hasScript(): boolean {
  return /util-linux/.test(spawnSync('script', ['--version']).stdout?.toString() ?? '');
}

function mayMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  const disk = emptyFolder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', disk]).status === 0;
  if (mounted) execFileSync('umount', [disk]);
  return mounted;
}

/** Root may write everywhere: then it is nobody who tries, if nobody gets at the bundle. */
function mayReadAsNobody(): boolean {
  if (process.getuid?.() !== 0) return true;
  return spawnSync(process.execPath, [OPSBOOK, '--version'], { uid: 65_534, env: cleanEnvironment() }).status === 0;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}

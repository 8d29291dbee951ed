import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { healthCheck } from '../../src/checklists/daily/health-check.ts';
import { preflight } from '../../src/checklists/deployment/preflight.ts';
import { firstLook } from '../../src/checklists/incident/first-look.ts';
import { CHECKLISTS } from '../../src/checklists/registry.ts';
import { infrastructureReview } from '../../src/checklists/weekly/infrastructure-review.ts';
import { instanceBackedUp } from '../../src/checks/rds/instance-backed-up.ts';
import { exitCode } from '../../src/cli/run.ts';
import { writeWhole } from '../../src/cli/output-file.ts';
import { CHECKS } from '../../src/checks/registry.ts';
import { checkConfig } from '../../src/main/config/load.ts';
import { run } from '../../src/main/run.ts';
import type { Environment } from '../../src/model/environment.ts';
import { render } from '../../src/report/formats.ts';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../../src/sandbox/create.ts';
import { judge, lines } from '../answers.ts';
import { runInSandbox } from '../newcomer.ts';

/** Rows of the errata that no single check can show: whole checklists, their windows and their exit codes. */

const folder = mkdtempSync(join(tmpdir(), 'opsbook-errata-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const production: Environment = {
  name: 'production',
  production: true,
  cluster: 'production-cluster',
  services: ['web-service'],
  databases: ['production-db'],
  loadBalancers: [],
};

test('E4.1 the weekly report holds values, not the commands that were to fetch them', async () => {
  const result = await runInSandbox(infrastructureReview);
  const report = await render('markdown', result, { color: false, width: 80 });
  expect(report).not.toContain('$(');
  expect(result.sections.find(({ id }) => id === 'resources')?.rows.length).toBeGreaterThan(3);
});

test('E4.2 instances are counted, not the reservations they were started with', async () => {
  const world = createSandbox();
  const result = await runInSandbox(infrastructureReview, { world });
  const rows = result.sections.find(({ id }) => id === 'instances')?.rows ?? [];
  const counted = rows.reduce((sum, row) => sum + Number(row['count']), 0);
  const { reservations } = world.region(SANDBOX_ACCOUNT, SANDBOX_REGION).ec2;
  expect(counted).toBe(reservations.flatMap(({ Instances = [] }) => Instances).length);
  expect(counted).toBeGreaterThan(reservations.length);
});

test('E4.5 a report that cannot be written whole leaves the last one as it was', async () => {
  const file = join(folder, 'report.md');
  writeFileSync(file, 'last week');
  await writeWhole(file, 'this week');
  expect(readFileSync(file, 'utf8')).toBe('this week');
  await expect(writeWhole('/dev/full', 'x'.repeat(100_000))).rejects.toThrow('the disk is full');
  await expect(writeWhole(join(folder, 'no', 'such', 'report.md'), 'x')).rejects.toThrow('no such folder');
  expect(readFileSync(file, 'utf8')).toBe('this week');
});

test('E9.2 the last hour is an hour, also half an hour after midnight', async () => {
  const world = createSandbox({ start: new Date('2026-11-23T00:30:00.000Z') });
  const result = await runInSandbox(firstLook, { world });
  const changes = result.sections.find(({ id }) => id === 'recent-changes')?.rows ?? [];
  const times = changes.map(({ at }) => (typeof at === 'string' ? Date.parse(at) : NaN));
  expect(times.length).toBeGreaterThan(0);
  expect(Math.min(...times)).toBeGreaterThanOrEqual(Date.parse('2026-11-22T23:30:00.000Z'));
  expect(Math.min(...times)).toBeLessThan(Date.parse('2026-11-23T00:00:00.000Z'));
});

test('E9.4 one source that does not answer does not hold up the first look, and is named', async () => {
  const world = createSandbox();
  world.faults.push({ kind: 'latency', service: 'ecs', ms: 5000 });
  const started = performance.now();
  const result = await runInSandbox({ ...firstLook, deadlineMs: 300 }, { world });
  expect(performance.now() - started).toBeLessThan(4000);
  const late = result.findings.filter(({ check, status }) => status === 'unknown' && check === 'ecs-service-steady');
  expect(late[0]?.evidence).toMatchObject({ kind: 'deadline' });
  expect(result.findings.some(({ check, status }) => check === 'elbv2-target-healthy' && status === 'fail')).toBe(true);
  expect(result.sections.find(({ id }) => id === 'likely-causes')?.rows.length).toBeGreaterThan(0);
});

test('E9.5 alarms are a line each, newest first, with the reason', async () => {
  const alarms = (await runInSandbox(firstLook)).sections.find(({ id }) => id === 'alarms')?.rows ?? [];
  expect(alarms.map(({ alarm }) => alarm)).toEqual([
    'production-degraded',
    'api-unhealthy-hosts',
    'production-db-storage',
    'worker-backlog',
  ]);
  expect(Object.keys(alarms[0] ?? {})).toEqual(['alarm', 'state', 'since', 'kind', 'why']);
});

test('E11.4 a backup counts only if it is of the environment’s own database, and of today', async () => {
  const options = { environments: [production], parameters: { environment: 'production' } };
  const fresh = await runInSandbox(preflight, options);
  const backups = ({ findings }: typeof fresh) => findings.filter(({ check }) => check === 'rds-instance-backed-up');
  expect(backups(fresh).map(({ resource, status }) => `${resource.id} ${status}`)).toEqual(['production-db pass']);
  const world = createSandbox();
  const { rds } = world.region(SANDBOX_ACCOUNT, SANDBOX_REGION);
  const dayOld = new Date(world.clock.now().getTime() - 25 * 3_600_000);
  for (const snapshot of rds.snapshots) {
    if (snapshot.DBInstanceIdentifier === 'production-db') snapshot.SnapshotCreateTime = dayOld;
  }
  const stale = await runInSandbox(preflight, { ...options, world });
  expect(backups(stale).map(({ resource, status }) => `${resource.id} ${status}`)).toEqual(['production-db fail']);
});

test('E11.5 a service that does not exist is not healthy', async () => {
  const parameters = { cluster: 'production-cluster', service: 'no-such-service' };
  const result = await runInSandbox(preflight, { parameters });
  expect(result.findings.filter(({ check }) => check === 'ecs-service-steady')).toMatchObject([
    { status: 'fail', severity: 'critical', resource: { id: 'production-cluster/no-such-service' } },
  ]);
  expect(exitCode(result, 'low')).toBe(1);
});

test('E11.7 G1 the exit code gates: 1 for what fails, 3 for what could not be determined, 0 only for good', async () => {
  const result = await runInSandbox(preflight, { environments: [production] });
  expect(exitCode(result, 'low')).toBe(1);
  const only = (...statuses: string[]) => ({
    ...result,
    findings: result.findings.filter(({ status }) => statuses.includes(status)),
  });
  expect(exitCode(only('pass', 'unknown'), 'low')).toBe(3);
  expect(exitCode(only('pass'), 'low')).toBe(0);
});

test.each(CHECKLISTS.map((checklist) => [checklist.id, checklist] as const))(
  'G1 %s says so when everything is refused: nothing passes, nothing throws, the exit code is 3',
  async (_id, checklist) => {
    const world = createSandbox();
    world.faults.push({ kind: 'access-denied' });
    const result = await runInSandbox(
      { ...checklist, checks: checklist.checks.filter(({ calls }) => calls.length > 0) },
      { world },
    );
    expect(result.summary).toMatchObject({ pass: 0, fail: 0 });
    expect(exitCode(result, 'low')).toBe(3);
  },
);

test('G2 every item of a list is judged, not the list as if it were one', async () => {
  const result = await runInSandbox(healthCheck);
  const databases = result.findings.filter(({ check }) => check === 'rds-instance-available');
  expect(databases.length).toBeGreaterThan(4);
  expect(new Set(databases.map(({ resource }) => resource.id)).size).toBe(databases.length);
});

test('G4 a user’s preferred AWS CLI output changes nothing', async () => {
  const findings = async (format: string) => {
    const request = { id: 'daily/health-check', parameters: {}, regions: [], names: [], sandbox: true };
    const environment = { AWS_DEFAULT_OUTPUT: format };
    return (await run({ ...request, environment, progress: () => undefined })).findings;
  };
  expect(await findings('text')).toEqual(await findings('json'));
});

test('G10 the newest is the newest of all pages', async () => {
  const snapshot = (id: string, at: string) => ({
    DBSnapshotIdentifier: id,
    DBInstanceIdentifier: 'orders',
    Status: 'available',
    SnapshotType: 'automated',
    SnapshotCreateTime: new Date(at),
  });
  const findings = await judge(instanceBackedUp, {
    'rds:DescribeDBInstances': {
      DBInstances: [
        {
          DBInstanceIdentifier: 'orders',
          DBInstanceStatus: 'available',
          BackupRetentionPeriod: 7,
          LatestRestorableTime: new Date('2026-11-23T07:55:00Z'),
        },
      ],
    },
    'rds:DescribeDBSnapshots': ({ Marker }: { Marker?: string }) =>
      Marker === undefined
        ? { DBSnapshots: [snapshot('old', '2026-11-10T03:00:00Z')], Marker: 'more' }
        : { DBSnapshots: [snapshot('new', '2026-11-23T03:00:00Z')] },
  });
  expect(lines(findings)[0]).toContain('its newest snapshot new is 5 hours old');
});

test('G12 a malformed ARN and an account of nine digits are refused where they stand', async () => {
  const file = join(folder, 'opsbook.yaml');
  writeFileSync(
    file,
    'targets:\n  - name: production\n    account: "123456789"\n    role: arn:aws:iam::123456789:role/Reader\n',
  );
  const outcome = await checkConfig(file, CHECKS);
  expect(outcome.ok).toBe(false);
  expect(outcome.ok ? [] : outcome.problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
    expect.stringContaining('3: targets.0.account: expected an AWS account id: 12 digits'),
    expect.stringContaining('4: targets.0.role: expected a role ARN'),
  ]);
});

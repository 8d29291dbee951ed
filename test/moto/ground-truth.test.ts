import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exitCode } from '../../src/cli/run.ts';
import { CHECKLISTS } from '../../src/main/catalog.ts';
import { run } from '../../src/main/run.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { ChecklistResult } from '../../src/model/result.ts';
import { type Lab, labEnvironment, motoMissing, startLab } from './lab.ts';

const missing = motoMissing();
if (missing) console.warn(`SKIPPED test/moto/ground-truth.test.ts: ${missing}`);

/** What the account really holds, as the seed says it does. */
interface GroundTruth {
  readonly alarms_in_ALARM: string[];
  readonly ecs_degraded: string[];
  readonly buckets_public_effective: string[];
  readonly buckets_authenticated_users_acl: string[];
  readonly buckets_versioning_enabled: string[];
  readonly buckets: number;
  readonly trails_not_logging: string[];
  readonly sg_open_v4: string[];
  readonly sg_open_v6_only: string[];
  readonly sg_open_by_halves: string[];
  readonly rds_public: string[];
  readonly rds_no_backups: string[];
  readonly rds_stale_backup: string[];
  readonly console_users_without_mfa: string[];
  readonly keys_older_than_90d: [user: string, key: string, days: number][];
  readonly eip_unused: string[];
  readonly ebs_unattached: string[];
  readonly ebs_snap_old: string[];
  readonly ebs_snap_old_but_used_by_ami: string[];
  readonly ids: { sg: Record<string, string> };
}

/** Failing findings of a result: `check: resources`, both in alphabetical order. */
function failing(result: ChecklistResult): Record<string, string[]> {
  return byCheck(result.findings.filter(({ status }) => status === 'fail'));
}

function undetermined(result: ChecklistResult): Record<string, string[]> {
  return byCheck(result.findings.filter(({ status }) => status === 'unknown'));
}

function byCheck(findings: readonly Finding[]): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (const { check, resource } of findings) (groups[check] ??= []).push(resource.id);
  return Object.fromEntries(Object.entries(groups).map(([check, ids]) => [check, ids.toSorted()]));
}

describe.skipIf(missing !== undefined)('the seeded account', () => {
  let lab: Lab;
  let truth: GroundTruth;
  const results = new Map<string, ChecklistResult>();
  /** Requests that moto itself counted, by checklist. */
  const seen = new Map<string, number>();

  const runOn = (id: string): Promise<ChecklistResult> =>
    run({
      id,
      parameters: {},
      regions: [],
      names: [],
      endpointUrl: lab.url,
      environment: labEnvironment(lab.url),
      sandbox: false,
      progress: () => undefined,
    });

  beforeAll(async () => {
    lab = await startLab('small');
    truth = lab.groundTruth as unknown as GroundTruth;
    for (const { id } of CHECKLISTS) {
      await lab.resetLog();
      const result = await runOn(id);
      results.set(id, result);
      seen.set(id, (await lab.log()).length);
    }
  });
  afterAll(() => lab?.stop());

  const of = (id: string): ChecklistResult => results.get(id) ?? expect.fail(`${id} was not run`);
  const worker = 'production-cluster/worker';

  test.each(CHECKLISTS.map(({ id }) => id))('%s counts the requests that moto saw, and no other but retries', (id) => {
    const { calls, retries } = of(id).aws;
    // moto may reset a connection under load: a request that it never saw has left all the same, and was tried again.
    expect(calls).toBeGreaterThanOrEqual(seen.get(id) ?? Infinity);
    expect(calls - retries).toBeLessThanOrEqual(seen.get(id) ?? 0);
  });

  test('daily/health-check finds what is broken, and nothing more', () => {
    const result = of('daily/health-check');
    expect(failing(result)).toEqual({
      'cloudwatch-alarm-quiet': [...truth.alarms_in_ALARM, 'disk-low'].toSorted(),
      'ecs-deployment-succeeded': [worker],
      'ecs-service-steady': [worker],
      'elbv2-target-healthy': ['api', 'web-service-blue'],
    });
    const insufficient = result.findings.find(
      ({ resource }) => resource.id === 'disk-low' && resource.type.includes('Alarm'),
    );
    expect(
      result.findings.filter(({ resource, status }) => resource.id === 'disk-low' && status === 'fail'),
    ).toHaveLength(1);
    expect(insufficient).toBeDefined();
    // moto has neither AWS Health nor more than one day of costs: said, not guessed.
    expect(Object.keys(undetermined(result))).toEqual(['health-no-open-event', 'ce-spend-steady']);
    expect(exitCode(result, 'low')).toBe(1);
  });

  test('E1.6 yesterday’s costs are compared as numbers: those above $10 are listed, $9.99 is not', () => {
    const costs = of('daily/health-check').sections.find(({ id }) => id === 'costs');
    expect(costs?.rows.map(({ service, amountUsd }) => [service, amountUsd])).toEqual([
      ['Amazon Elastic Compute Cloud - Compute', 812.12],
      ['Amazon Relational Database Service', 95.2],
    ]);
  });

  test('daily/log-review counts the errors of the last hour, JSON ones in small letters too', () => {
    const result = of('daily/log-review');
    expect(failing(result)).toEqual({ 'logs-errors-quiet': ['/aws/application/enterprise-prod'] });
    expect(result.findings.find(({ check }) => check === 'logs-errors-quiet')?.evidence).toMatchObject({ count: 3 });
  });

  test('daily/capacity guesses nothing where there are no metrics', () => {
    const result = of('daily/capacity');
    // production-db's disk has 90 GB in use and autoscaling may take it to 500 GiB: that ceiling counts.
    expect(failing(result)).toEqual({});
    expect(undetermined(result)).toEqual({
      'rds-storage-headroom': ['idle-db', 'reporting-public'],
      'ecs-service-headroom': ['production-cluster/api', 'production-cluster/web-service', worker],
    });
  });

  test('weekly/security-review finds exactly what is open, old or off', () => {
    const old = (days: number) => truth.keys_older_than_90d.filter(([, , age]) => age > days).map(([, key]) => key);
    const inactive = truth.keys_older_than_90d.filter(([user]) => user === 'dave').map(([, key]) => key);
    expect(failing(of('weekly/security-review'))).toEqual({
      'cloudtrail-log-validation': truth.trails_not_logging,
      'cloudtrail-trail-logging': truth.trails_not_logging,
      'ec2-default-encryption': ['ebs-encryption-by-default'],
      // The load balancer's group admits the world to 443, which is what it is for.
      'ec2-security-group-closed': [...truth.sg_open_v4, ...truth.sg_open_v6_only, ...truth.sg_open_by_halves]
        .filter((id) => id !== truth.ids.sg['web-alb'])
        .toSorted(),
      'iam-access-key-rotated': old(90).toSorted(),
      'iam-access-key-used': old(90)
        .filter((key) => !inactive.includes(key))
        .toSorted(),
      'iam-root-mfa': ['<root_account>'],
      'iam-user-console-mfa': truth.console_users_without_mfa.toSorted(),
      'rds-instance-not-public': truth.rds_public,
      's3-account-public-access-blocked': ['123456789012'],
      's3-bucket-not-public': [...truth.buckets_public_effective, ...truth.buckets_authenticated_users_acl].toSorted(),
    });
    expect(undetermined(of('weekly/security-review'))).toEqual({});
  });

  test('weekly/backup-verification names the database without backups and the one whose backups stopped', () => {
    const result = of('weekly/backup-verification');
    const found = failing(result);
    expect(found['rds-instance-backed-up']).toEqual([...truth.rds_no_backups, ...truth.rds_stale_backup].toSorted());
    expect(found['s3-bucket-versioned']).toHaveLength(truth.buckets - truth.buckets_versioning_enabled.length);
    expect(found['dynamodb-table-recoverable']).toEqual(['orders', 'sessions']);
    expect(found['recovery-drill-recent']).toHaveLength(1);
    expect(Object.keys(found)).toHaveLength(4);
    expect(Object.keys(undetermined(result))).toEqual(['ec2-volume-backed-up']);
  });

  test('monthly/cost-optimization names what is paid for and not used', () => {
    const result = of('monthly/cost-optimization');
    const found = failing(result);
    expect(found['ec2-address-associated']).toEqual(truth.eip_unused.toSorted());
    const free = truth.ebs_snap_old.filter((id) => !truth.ebs_snap_old_but_used_by_ami.includes(id));
    expect(found['ec2-snapshot-needed']).toEqual(free.toSorted());
    // The other unattached volume was made today: not long enough to be called left over.
    expect(found['ec2-volume-attached']).toEqual(truth.ebs_unattached.slice(1));
    expect(found['rds-instance-busy']).toEqual(['idle-db']);
    expect(Object.keys(found).toSorted()).toEqual([
      'ec2-address-associated',
      'ec2-snapshot-needed',
      'ec2-volume-attached',
      'ec2-volume-current-generation',
      'rds-instance-busy',
    ]);
    for (const { check, evidence } of result.findings.filter(({ status }) => status === 'fail')) {
      expect(evidence['monthlyCostUsd'], check).toBeGreaterThan(0);
    }
  });

  test('incident/first-look and deployment/preflight see the same trouble', () => {
    expect(failing(of('incident/first-look'))).toEqual(failing(of('daily/health-check')));
    expect(failing(of('deployment/preflight'))).toMatchObject({
      'ecs-service-steady': [worker],
      'elbv2-target-healthy': ['api', 'web-service-blue'],
    });
  });

  test('weekly/infrastructure-review counts instances, not reservations', () => {
    const rows = of('weekly/infrastructure-review').sections.find(({ id }) => id === 'instances')?.rows ?? [];
    const count = rows.reduce((sum, row) => sum + Number(row['count']), 0);
    expect({ count }).toEqual({ count: (lab.groundTruth['instances'] as { total: number }).total });
  });

  describe('with each operation refused in turn', () => {
    test.each(CHECKLISTS.map(({ id }) => id))(
      '%s: exactly what depends on it is unknown, and the exit code says so',
      async (id) => {
        const base = of(id);
        const checklist = CHECKLISTS.find((candidate) => candidate.id === id);
        for (const operation of Object.keys(base.aws.byOperation)) {
          const faults = await faultsFor(lab, operation, () => runOn(id));
          await lab.faults(faults);
          const result = await runOn(id);
          await lab.faults([]);
          expect(unexpected(checklist, operation, base, result), `${id} without ${operation}`).toEqual([]);
          expect(exitCode(result, 'low')).toBe(result.summary.fail > 0 ? 1 : result.summary.unknown > 0 ? 3 : 0);
        }
      },
    );
  });
});

/** What changed without an operation that has nothing to do with it, or changed otherwise than to unknown. */
function unexpected(
  checklist: (typeof CHECKLISTS)[number] | undefined,
  operation: string,
  base: ChecklistResult,
  result: ChecklistResult,
): string[] {
  const before = new Map(base.findings.map((finding) => [finding.id, finding.status]));
  const depends = (owner: string) =>
    operation === 'sts:GetCallerIdentity' ||
    owner.includes('#') ||
    checklist?.checks.some(({ id, calls }) => id === owner && calls.some((call) => call === operation)) === true;
  return result.findings.flatMap(({ id, check, resource, status }) => {
    const earlier = before.get(id);
    if (status === earlier) return [];
    if (status !== 'unknown') return [`${check} ${resource.id}: ${earlier ?? 'not there'} became ${status}`];
    return depends(check) ? [] : [`${check} ${resource.id} became unknown, though it does not call ${operation}`];
  });
}

/** The lab's faults for one operation: REST services are known to it by method and path. */
async function faultsFor(lab: Lab, operation: string, runOnce: () => Promise<unknown>) {
  const denied = { status: 403, code: 'AccessDeniedException', message: 'not authorized' };
  const [service = '', name = ''] = operation.split(':');
  const signing = SIGNING_NAMES[service] ?? service;
  const rest = REST_PATHS[operation];
  if (!rest) return [{ service: signing, op: name, ...denied }];
  await lab.resetLog();
  await runOnce();
  const paths = (await lab.log()).filter((request) => request.service === signing && rest.test(request.op));
  return [...new Set(paths.map(({ op }) => op))].map((op) => ({ service: signing, op, ...denied }));
}

const SIGNING_NAMES: Readonly<Record<string, string>> = {
  'application-autoscaling': 'application-autoscaling',
  cloudwatch: 'monitoring',
  elbv2: 'elasticloadbalancing',
  s3control: 's3',
};

const REST_PATHS: Readonly<Record<string, RegExp>> = {
  'backup:ListProtectedResources': /^GET:\/resources/,
  'lambda:ListFunctions': /^GET:\/2015-03-31\/functions/,
  's3:GetBucketAcl': /\?acl/,
  's3:GetBucketOwnershipControls': /\?ownershipControls/,
  's3:GetBucketPolicy': /\?policy$/,
  's3:GetBucketPolicyStatus': /\?policyStatus/,
  's3:GetBucketVersioning': /\?versioning/,
  's3:GetPublicAccessBlock': /^GET:\/[^?]+\?publicAccessBlock/,
  's3:ListBuckets': /^GET:\/(\?|$)/,
  's3control:GetPublicAccessBlock': /^GET:\/v20180820\/configuration\/publicAccessBlock/,
};

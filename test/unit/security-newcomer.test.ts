import { expect, test } from 'vitest';
import type { Check } from '../../src/checks/define.ts';
import { accountRecorded } from '../../src/checks/cloudtrail/account-recorded.ts';
import { logValidation } from '../../src/checks/cloudtrail/log-validation.ts';
import { trailLogging } from '../../src/checks/cloudtrail/trail-logging.ts';
import { accessKeyRotated } from '../../src/checks/iam/access-key-rotated.ts';
import { accessKeyUsed } from '../../src/checks/iam/access-key-used.ts';
import { rootMfa } from '../../src/checks/iam/root-mfa.ts';
import { rootNoAccessKey } from '../../src/checks/iam/root-no-access-key.ts';
import { userConsoleMfa } from '../../src/checks/iam/user-console-mfa.ts';
import { accountPublicAccessBlocked } from '../../src/checks/s3/account-public-access-blocked.ts';
import { bucketNotPublic } from '../../src/checks/s3/bucket-not-public.ts';
import { bucketVersioned } from '../../src/checks/s3/bucket-versioned.ts';
import { createSandbox } from '../../src/sandbox/create.ts';
import { inProcessTransport } from '../../src/sandbox/in-process.ts';
import { ACCOUNT, judge, lines, runOn } from '../answers.ts';

function newcomer() {
  return inProcessTransport(createSandbox(), ACCOUNT);
}

const EXPECTED: readonly (readonly [Check, readonly string[]])[] = [
  [rootMfa, ['<root_account>: pass']],
  [rootNoAccessKey, ['<root_account>: fail critical']],
  [
    userConsoleMfa,
    ['bob: fail high', 'alice: pass', 'carol: pass', 'ci-deploy: pass', 'dave: pass', 'legacy-backup: pass'],
  ],
  [accountPublicAccessBlocked, [`${ACCOUNT}: fail high`]],
  [
    bucketNotPublic,
    [
      `enterprise-campaign-assets-${ACCOUNT}: fail critical`,
      `enterprise-legacy-downloads-${ACCOUNT}: fail critical`,
      `enterprise-partner-drop-${ACCOUNT}: fail critical`,
      ...[
        'replica',
        'artifacts',
        'cloudtrail-logs',
        'database-exports',
        'invoices',
        'press-kit',
        'status-page',
        'terraform-state',
      ].map((name) => `enterprise-${name}-${ACCOUNT}: pass`),
    ],
  ],
  [
    bucketVersioned,
    [
      ...['campaign-assets', 'database-exports', 'legacy-downloads', 'partner-drop'].map(
        (name) => `enterprise-${name}-${ACCOUNT}: fail medium`,
      ),
      ...['replica', 'artifacts', 'cloudtrail-logs', 'invoices', 'press-kit', 'status-page', 'terraform-state'].map(
        (name) => `enterprise-${name}-${ACCOUNT}: pass`,
      ),
    ],
  ],
  [trailLogging, ['dead-trail: fail critical', 'eu-trail: pass', 'org-trail: pass']],
  [accountRecorded, [`${ACCOUNT}: pass`]],
  [logValidation, ['dead-trail: fail medium', 'eu-trail: pass', 'org-trail: pass']],
];

test.each(EXPECTED.map(([check, expected]) => [check.id, check, expected] as const))(
  "%s finds in the newcomer's account what was planted there",
  async (_, check, expected) => {
    const findings = lines(await judge(check, newcomer()));
    expect(findings.map((line) => /^(.*?: (?:pass|unknown|fail [a-z]+))/.exec(line)?.[1])).toEqual(expected);
  },
);

test("old and unused keys of the newcomer's account are named by their id", async () => {
  for (const [check, expected] of [
    [accessKeyRotated, ['high "bob"', 'high "legacy-backup"', 'low "carol"']],
    [accessKeyUsed, ['medium "legacy-backup"']],
  ] as const) {
    const failing = (await judge(check, newcomer())).filter(({ status }) => status === 'fail');
    expect(
      failing.map(({ severity, evidence }) => `${severity} ${JSON.stringify(evidence['user'])}`).toSorted(),
    ).toEqual(expected);
    expect(failing.every(({ resource }) => /^AKIA[0-9A-F]+$/.test(resource.id))).toBe(true);
  }
});

test.each(
  [...EXPECTED.map(([check]) => check), accessKeyRotated, accessKeyUsed].map((check) => [check.id, check] as const),
)('%s declares the calls that it makes, and no others', async (_, check) => {
  const called = new Set<string>();
  const settings = check === bucketVersioned ? { exceptTag: 'purpose=logs' } : {};
  await judge(check, newcomer(), {
    onRead: (_owner, operation) => called.add(operation),
    overrides: { [check.id]: { enabled: true, settings } },
  });
  expect([...called].toSorted()).toEqual([...check.calls].toSorted());
});

test('the checks together share their reads: one report, one list of buckets, one status a trail', async () => {
  const checks = [...EXPECTED.map(([check]) => check), accessKeyRotated, accessKeyUsed];
  const { aws, summary } = await runOn({ id: 'x', title: 'x', purpose: '', checks, sections: [] }, newcomer());
  expect(summary.unknown).toBe(0);
  expect(aws.byOperation).toMatchObject({
    'cloudtrail:DescribeTrails': 2,
    'cloudtrail:GetEventSelectors': 1,
    'cloudtrail:GetTrailStatus': 3,
    'cloudtrail:ListTrails': 1,
    'iam:GenerateCredentialReport': 2,
    'iam:GetAccountSummary': 1,
    'iam:GetCredentialReport': 1,
    'iam:ListAccessKeys': 3,
    's3:GetBucketVersioning': 11,
    's3:ListBuckets': 1,
    's3control:GetPublicAccessBlock': 1,
  });
});

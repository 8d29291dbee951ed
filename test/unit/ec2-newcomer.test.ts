import { expect, test } from 'vitest';
import { groupHeadroom } from '../../src/checks/autoscaling/group-headroom.ts';
import type { Check } from '../../src/checks/define.ts';
import { addressAssociated } from '../../src/checks/ec2/address-associated.ts';
import { defaultEncryption } from '../../src/checks/ec2/default-encryption.ts';
import { instanceNotIdle } from '../../src/checks/ec2/instance-not-idle.ts';
import { natGatewayUsed } from '../../src/checks/ec2/nat-gateway-used.ts';
import { securityGroupClosed } from '../../src/checks/ec2/security-group-closed.ts';
import { snapshotNeeded } from '../../src/checks/ec2/snapshot-needed.ts';
import { snapshotNotPublic } from '../../src/checks/ec2/snapshot-not-public.ts';
import { volumeAttached } from '../../src/checks/ec2/volume-attached.ts';
import { volumeBackedUp } from '../../src/checks/ec2/volume-backed-up.ts';
import { volumeCurrentGeneration } from '../../src/checks/ec2/volume-current-generation.ts';
import { vpcAvailable } from '../../src/checks/ec2/vpc-available.ts';
import type { Finding } from '../../src/model/finding.ts';
import { createSandbox } from '../../src/sandbox/create.ts';
import { inProcessTransport } from '../../src/sandbox/in-process.ts';
import { ec2Id } from '../../src/sandbox/world/newcomer/cast.ts';
import { securityGroup, tcp } from '../../src/sandbox/world/newcomer/ec2/security-groups.ts';
import { snapshot } from '../../src/sandbox/world/newcomer/ec2/snapshots.ts';
import { volume } from '../../src/sandbox/world/newcomer/ec2/volumes.ts';
import { DAY_MS, regionSeed } from '../../src/sandbox/world/newcomer/seed.ts';
import { ACCOUNT, judge, NOW, REGION, runOn } from '../answers.ts';

const HOME = { accountId: ACCOUNT, region: REGION };
const id = (kind: string, ...names: readonly string[]): string[] => names.map((name) => ec2Id(HOME, kind, name));

function newcomer() {
  return inProcessTransport(createSandbox(), ACCOUNT);
}

function failing(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ status }) => status === 'fail')
    .map(({ resource, severity }) => `${resource.id} ${severity}`)
    .toSorted();
}

/** What was planted, and how many resources are in order beside it. */
const EXPECTED: readonly (readonly [check: Check, failing: readonly string[], passing: number])[] = [
  [vpcAvailable, [], 3],
  [addressAssociated, id('eipalloc', 'legacy-app', 'vpn-failover', 'old-campaign').map((one) => `${one} low`), 3],
  [defaultEncryption, ['ebs-encryption-by-default low'], 0],
  [instanceNotIdle, id('i', 'legacy-app', 'build-agent').map((one) => `${one} medium`), 4],
  [natGatewayUsed, id('nat', 'staging-nat').map((one) => `${one} medium`), 1],
  [
    securityGroupClosed,
    [
      ...id('sg', 'bastion-ssh', 'reporting-db').map((one) => `${one} critical`),
      ...id('sg', 'legacy-rdp', 'migration-mysql').map((one) => `${one} high`),
      ...id('sg', 'partner-webhook').map((one) => `${one} medium`),
    ],
    8,
  ],
  [snapshotNeeded, id('snap', 'before-upgrade-2025', 'old-batch-data').map((one) => `${one} low`), 19],
  [snapshotNotPublic, id('snap', 'press-demo').map((one) => `${one} critical`), 20],
  [volumeAttached, id('vol', 'old-batch-data', 'postgres-migration').map((one) => `${one} medium`), 10],
  [volumeBackedUp, id('vol', 'legacy-app-root', 'legacy-app-data', 'build-agent-root').map((one) => `${one} high`), 9],
  [
    volumeCurrentGeneration,
    id('vol', 'legacy-app-root', 'legacy-app-data', 'postgres-migration').map((one) => `${one} low`),
    9,
  ],
  [groupHeadroom, ['production-batch-asg medium'], 1],
];

const CHECKS = EXPECTED.map(([check]) => check);

test.each(EXPECTED.map((row) => [row[0].id, ...row] as const))(
  "%s finds in the newcomer's account what was planted there",
  async (_, check, planted, passing) => {
    const findings = await judge(check, newcomer());
    expect(failing(findings)).toEqual(planted.toSorted());
    expect(findings.filter(({ status }) => status === 'pass')).toHaveLength(passing);
    expect(findings).toHaveLength(planted.length + passing);
  },
);

test.each(CHECKS.map((check) => [check.id, check] as const))(
  '%s finds the disaster recovery region small and in order',
  async (_, check) => {
    const findings = await judge(check, newcomer(), { region: 'eu-west-1' });
    expect([...new Set(findings.map(({ status }) => status))]).toEqual(['pass']);
  },
);

test('a region that nobody uses has its default VPC, and nothing to pay for', async () => {
  const found: Record<string, number> = {};
  for (const check of CHECKS) {
    for (const finding of await judge(check, newcomer(), { region: 'ap-south-1' })) {
      found[finding.check] = (found[finding.check] ?? 0) + 1;
    }
  }
  expect(found).toEqual({ 'ec2-vpc-available': 1, 'ec2-security-group-closed': 1, 'ec2-default-encryption': 1 });
});

test.each(CHECKS.map((check) => [check.id, check] as const))(
  '%s declares the calls that it makes',
  async (_, check) => {
    const called = new Set<string>();
    await judge(check, newcomer(), { onRead: (_owner, operation) => called.add(operation) });
    expect([...called].toSorted()).toEqual([...check.calls].toSorted());
  },
);

test('the checks together share their reads: one list of each kind, one request for all metrics', async () => {
  const { aws, summary } = await runOn({ id: 'x', title: 'x', purpose: '', checks: CHECKS, sections: [] }, newcomer());
  expect(summary.unknown).toBe(0);
  expect(aws.byOperation).toEqual({
    'autoscaling:DescribeAutoScalingGroups': 1,
    'backup:ListProtectedResources': 1,
    'cloudwatch:GetMetricData': 1,
    'ec2:DescribeAddresses': 1,
    'ec2:DescribeImages': 1,
    'ec2:DescribeInstances': 1,
    'ec2:DescribeNatGateways': 1,
    'ec2:DescribeNetworkInterfaces': 1,
    'ec2:DescribeSecurityGroups': 1,
    'ec2:DescribeSnapshotAttribute': 1,
    // Its own, and those of them that are public.
    'ec2:DescribeSnapshots': 2,
    'ec2:DescribeVolumes': 1,
    'ec2:DescribeVpcs': 1,
    'ec2:GetEbsEncryptionByDefault': 1,
    'ec2:GetManagedPrefixListEntries': 1,
  });
});

test('every failing finding of what costs money says what it costs', async () => {
  const costly = [
    addressAssociated,
    instanceNotIdle,
    natGatewayUsed,
    snapshotNeeded,
    volumeAttached,
    volumeCurrentGeneration,
  ];
  for (const check of costly) {
    for (const finding of await judge(check, newcomer())) {
      if (finding.status !== 'fail') continue;
      expect(finding.evidence['monthlyCostUsd']).toBeGreaterThan(0);
      expect(finding.evidence).toMatchObject({
        priceRegion: REGION,
        priceSource: expect.stringContaining('list price'),
      });
    }
  }
});

test('ten days later the scratch volume is unused for too long, and nobody has to tell', async () => {
  const world = createSandbox();
  // A region is furnished when it is first looked at.
  world.region(ACCOUNT, REGION);
  world.clock.advance(10 * DAY_MS);
  const now = new Date(NOW.getTime() + 10 * DAY_MS);
  const findings = await judge(volumeAttached, inProcessTransport(world, ACCOUNT), { now });
  expect(failing(findings)).toContain(`${ec2Id(HOME, 'vol', 'batch-scratch')} medium`);
});

test('a large account is a handful of requests: one for each thousand', async () => {
  const world = createSandbox();
  const { ec2 } = world.region(ACCOUNT, REGION);
  const seed = regionSeed(ACCOUNT, REGION, {
    seed: world.seed,
    clock: world.clock,
    start: world.clock.now(),
    homes: [],
  });
  for (let index = 0; index < 1500; index += 1) {
    const name = `bulk-${index}`;
    const open = [tcp(8080, { IpRanges: [{ CidrIp: '0.0.0.0/0' }] })];
    ec2.securityGroups.push(securityGroup(seed, { name, vpc: 'production', ingress: open }));
    ec2.volumes.push(
      volume(seed, { name, environment: 'production', type: 'gp3', sizeGib: 1, zone: 'a', createdDays: 1 }),
    );
    ec2.snapshots.push(snapshot(seed, { name, volume: name, sizeGib: 1, ageMs: 100 * DAY_MS }));
  }
  const checks = [securityGroupClosed, snapshotNeeded, snapshotNotPublic, volumeAttached, volumeBackedUp];
  const transport = inProcessTransport(world, ACCOUNT);
  const { aws, findings } = await runOn({ id: 'x', title: 'x', purpose: '', checks, sections: [] }, transport);
  expect(findings.length).toBeGreaterThan(5 * 1500);
  expect(aws.byOperation).toMatchObject({
    'ec2:DescribeNetworkInterfaces': 1,
    'ec2:DescribeSecurityGroups': 2,
    'ec2:DescribeSnapshots': 3,
    'ec2:DescribeVolumes': 2,
  });
  expect(aws.calls).toBeLessThan(15);
});

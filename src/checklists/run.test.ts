import { z } from 'zod';
import { expect, test } from 'vitest';
import { ACCOUNT, answering, awsError, lines, NOTHING_CHOSEN, NOW, runOn, testTiming } from '../../test/answers.ts';
import { describeAddresses, describeVpcs } from '../aws/ec2.ts';
import { createExecution } from '../aws/execution.ts';
import { AwsFault } from '../aws/fault.ts';
import { defineCheck } from '../checks/define.ts';
import { fail, pass } from '../model/finding.ts';
import { defineChecklist, defineSection } from './define.ts';
import { runChecklist, type Target } from './run.ts';

const thing = (id: string) => ({ type: 'Test::Thing', id, arn: `arn:aws:test:::${id}` });
const vpcs = defineCheck({
  id: 'test-vpc-counted',
  title: 'VPCs are counted',
  severity: 'medium',
  why: '',
  remediation: 'Count.',
  calls: ['ec2:DescribeVpcs'],
  settings: z.object({ most: z.number().default(1) }),
  async *evaluate({ aws, settings }) {
    const found = await describeVpcs(aws, {});
    yield found.length > settings.most
      ? fail(thing('vpcs'), `${found.length} VPCs.`)
      : pass(thing('vpcs'), 'Few VPCs.');
  },
});
const accountWide = defineCheck({
  id: 'test-account-asked',
  title: 'Asked once',
  severity: 'low',
  why: '',
  remediation: '',
  scope: 'account',
  calls: ['ec2:DescribeAddresses'],
  async *evaluate({ aws }) {
    await describeAddresses(aws, {});
    yield pass(thing('account'), 'Asked.');
  },
});
const broken = defineCheck({
  id: 'test-check-broken',
  title: 'Broken',
  severity: 'low',
  why: '',
  remediation: '',
  calls: [],
  // oxlint-disable-next-line require-yield -- it never comes to that
  async *evaluate() {
    throw new TypeError('x is undefined');
  },
});
const undeclared = defineCheck({
  ...broken,
  id: 'test-call-undeclared',
  async *evaluate({ aws }) {
    await describeVpcs(aws, {});
    yield pass(thing('x'), 'x');
  },
});
const listing = defineSection({
  id: 'listing',
  title: 'Listing',
  scope: 'region',
  calls: ['ec2:DescribeAddresses'],
  columns: [{ key: 'n', label: 'N' }],
  async compose({ aws }) {
    return { rows: (await describeAddresses(aws, {})).map((_, n) => ({ n })) };
  },
});
const checklist = (checks: Parameters<typeof defineChecklist>[0]['checks'], sections = [listing].slice(1)) =>
  defineChecklist({ id: 'daily/test', title: 'Test', purpose: '', checks, sections });

test('a check that is broken, and one that calls what it did not declare, are unknown; the rest is judged', async () => {
  const result = await runOn(checklist([broken, undeclared, vpcs]), { 'ec2:DescribeVpcs': { Vpcs: [{}, {}] } });
  expect(lines(result.findings)).toEqual([
    'vpcs: fail medium: 2 VPCs.',
    'opsbook: unknown: The check itself failed, which is a bug in Opsbook: test-call-undeclared calls ec2:DescribeVpcs but does not declare it',
    'opsbook: unknown: The check itself failed, which is a bug in Opsbook: x is undefined',
  ]);
  expect(result.summary).toEqual({ pass: 0, fail: 1, unknown: 2, suppressed: 0 });
});

test('thresholds and severity come from the configuration, and a check can be turned off', async () => {
  const answers = { 'ec2:DescribeVpcs': { Vpcs: [{}, {}] }, 'ec2:DescribeAddresses': {} };
  const result = await runOn(checklist([vpcs, accountWide]), answers, {
    overrides: {
      'test-vpc-counted': { enabled: true, severity: 'critical', settings: { most: 1 } },
      'test-account-asked': { enabled: false, settings: {} },
    },
  });
  expect(lines(result.findings)).toEqual(['vpcs: fail critical: 2 VPCs.']);
});

test('a part of the report that cannot be read makes the result incomplete, and says why in its place', async () => {
  const denied = { 'ec2:DescribeAddresses': () => awsError('UnauthorizedOperation', 'no', 403) };
  const result = await runOn(checklist([], [listing]), denied);
  expect(result.sections[0]?.note).toBe(
    'Could not be read: UnauthorizedOperation: ec2:DescribeAddresses is not allowed.',
  );
  expect(result.findings).toMatchObject([{ check: 'daily/test#listing', status: 'unknown', resource: { id: 'ec2' } }]);
});

test('parameters that a checklist does not take are refused before anything is asked', async () => {
  const transport = answering({});
  await expect(runOn(checklist([vpcs]), transport, { parameters: { cluster: 'a' } })).rejects.toThrow(
    'daily/test takes no parameter cluster (it takes: none)',
  );
  expect(transport.asked).toEqual([]);
});

function targetsOf(...regions: string[]): Target[] {
  const transport = answering({ 'ec2:DescribeVpcs': { Vpcs: [] }, 'ec2:DescribeAddresses': { Addresses: [{}] } });
  return regions.map((region, index) => ({
    report: { account: ACCOUNT, region },
    account: { id: ACCOUNT, partition: 'aws', transport },
    first: index === 0,
  }));
}

function runTargets(targets: Target[]) {
  return runChecklist(checklist([vpcs, accountWide], [listing]), {
    targets,
    execution: createExecution(testTiming()),
    id: 'test',
    now: NOW,
    clock: () => NOW,
    ...NOTHING_CHOSEN,
    parallel: 2,
  });
}

test('two regions are each looked at, what belongs to the account once, and every row says where it is from', async () => {
  const result = await runTargets(targetsOf('us-east-1', 'eu-west-1', 'eu-west-2'));
  expect(result.findings.map(({ check, region }) => `${check} ${region}`)).toEqual([
    'test-vpc-counted eu-west-1',
    'test-vpc-counted eu-west-2',
    'test-vpc-counted us-east-1',
    'test-account-asked global',
  ]);
  expect(result.sections[0]?.rows).toEqual([
    { account: ACCOUNT, region: 'us-east-1', n: 0 },
    { account: ACCOUNT, region: 'eu-west-1', n: 0 },
    { account: ACCOUNT, region: 'eu-west-2', n: 0 },
  ]);
});

test('a dead account is unknown in every check, and the others are looked at all the same', async () => {
  const fault = new AwsFault('AccessDenied: sts:AssumeRole is not allowed.', {
    kind: 'access-denied',
    operation: 'sts:AssumeRole',
    region: 'us-east-1',
    awsCode: 'AccessDenied',
  });
  const dead: Target = { report: { account: '210987654321', region: 'us-east-1' }, account: fault, first: true };
  const result = await runTargets([dead, ...targetsOf('us-east-1')]);
  expect(result.summary).toMatchObject({ pass: 2, unknown: 2 });
  expect(lines(result.findings)[0]).toBe('sts: unknown: AccessDenied: sts:AssumeRole is not allowed.');
  expect(result.targets).toHaveLength(2);
});

test('a finding has the same id in every run, and another in another region', async () => {
  const [first, second] = await Promise.all([
    runTargets(targetsOf('us-east-1')),
    runTargets(targetsOf('us-east-1', 'eu-west-1')),
  ]);
  const ids = (result: typeof first) => new Set(result.findings.map(({ id }) => id));
  expect([...ids(first)].every((id) => ids(second).has(id))).toBe(true);
  expect(ids(second).size).toBe(3);
});

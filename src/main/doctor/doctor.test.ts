import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { defineCheck } from '../../checks/define.ts';
import { defineChecklist } from '../../checklists/define.ts';
import { examine } from './doctor.ts';

const folder = mkdtempSync(join(tmpdir(), 'opsbook-doctor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const vpcs = defineCheck({
  id: 'ec2-vpc-available',
  title: 'VPC is available',
  severity: 'high',
  why: '',
  remediation: '',
  calls: ['ec2:DescribeVpcs'],
  async *evaluate() {},
});
const checklist = defineChecklist({ id: 'daily/test', title: 'Test', purpose: '', checks: [vpcs], sections: [] });
const catalog = { checks: [vpcs], checklists: [checklist] };
const request = { regions: [], names: [], environment: { PATH: '/nowhere' }, sandbox: true };

test('in the sandbox all is well, without terraform and without a configuration', async () => {
  const report = await examine({ ...request, configFile: file('empty.yaml', '') }, catalog);
  expect(report.parts).toContainEqual({
    name: 'terraform',
    health: 'note',
    text: 'terraform is not installed: there is no terraform on the PATH (0 layers configured)',
  });
  expect(report.targets).toMatchObject([{ account: '123456789012', region: 'us-east-1', problem: null }]);
  expect(report.checklists).toEqual([{ id: 'daily/test', parts: 1, affected: [] }]);
  expect(report.well).toBe(true);
});

test('a terraform that is missing is a problem where layers are configured', async () => {
  const configFile = file('layers.yaml', 'terraform:\n  layers:\n    - { name: network, directory: network }\n');
  const report = await examine({ ...request, configFile }, catalog);
  expect(report.parts).toContainEqual({
    name: 'terraform',
    health: 'problem',
    text: 'terraform is not installed: there is no terraform on the PATH (1 layer configured)',
  });
  expect(report.well).toBe(false);
});

test('a wrong configuration is said with file and line, every problem of it, and nothing is asked with it', async () => {
  const configFile = file('wrong.yaml', 'timezone: Mars\ntarget: []\n');
  const report = await examine({ ...request, configFile }, catalog);
  const problems = report.parts.filter(({ name }) => name === 'configuration');
  expect(problems).toHaveLength(2);
  expect(problems[0]).toMatchObject({ health: 'problem', text: expect.stringContaining('wrong.yaml:1:1: ') });
  expect(report).toMatchObject({ well: false, targets: [] });
});

test('a configuration that is not there, and a region that does not exist, are problems and no crash', async () => {
  const missing = await examine({ ...request, configFile: join(folder, 'missing.yaml') }, catalog);
  expect(missing.parts).toContainEqual(expect.objectContaining({ name: 'configuration', health: 'problem' }));
  const nowhere = await examine({ ...request, configFile: file('empty.yaml', ''), regions: ['us-esat-1'] }, catalog);
  expect(nowhere.parts).toContainEqual({
    name: 'credentials',
    health: 'problem',
    text: 'unknown region: us-esat-1 (did you mean us-east-1?)',
  });
  expect(nowhere.well).toBe(false);
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

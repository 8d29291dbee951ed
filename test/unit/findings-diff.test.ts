import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { vpcAvailable } from '../../src/checks/ec2/vpc-available.ts';
import { defineChecklist } from '../../src/checklists/define.ts';
import { findingsDiffCommand } from '../../src/cli/findings-diff.ts';
import { renderJson } from '../../src/report/json.ts';
import { awsError, runOn } from '../answers.ts';
import { printed } from '../printed.ts';

const folder = mkdtempSync(join(tmpdir(), 'opsbook-diff-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const checklist = defineChecklist({
  id: 'daily/test',
  title: 'Test',
  purpose: '',
  checks: [vpcAvailable],
  sections: [],
});
const available = { VpcId: 'vpc-1', State: 'available' };
const pending = { VpcId: 'vpc-1', State: 'pending' };

test('what fails now and did not is new, and the exit code says so', async () => {
  const { text, code } = await diff(await saved('a', [available]), await saved('b', [pending]));
  expect(text).toContain('1 newly failing');
  expect(code).toBe(1);
});

test('what failed and is not there any more is gone', async () => {
  const { text, code } = await diff(await saved('a', [pending]), await saved('b', []));
  expect(text).toContain('1 gone');
  expect(code).toBe(0);
});

test('an incomplete run never reports a finding as gone', async () => {
  const denied = await saved('b', awsError('UnauthorizedOperation', 'no', 403));
  const { text, code } = await diff(await saved('a', [pending]), denied);
  expect(text).not.toContain('gone');
  expect(code).toBe(3);
});

test.each([
  ['missing.json', /^result file .*missing\.json: no such file$/],
  ['wrong.json', /^.*wrong\.json is not JSON$/],
  ['other.json', /^.*other\.json is not a result of opsbook run --output json: /],
])('%s is refused in one line', async (name, message) => {
  writeFileSync(join(folder, 'wrong.json'), '{');
  writeFileSync(join(folder, 'other.json'), '{"schema":"something else"}');
  await expect(diff(join(folder, name), await saved('b', []))).rejects.toThrow(message);
});

async function saved(name: string, answer: readonly object[] | Error): Promise<string> {
  const answers = { 'ec2:DescribeVpcs': answer instanceof Error ? () => answer : { Vpcs: answer } };
  const file = join(folder, `${name}.json`);
  writeFileSync(file, renderJson(await runOn(checklist, answers)));
  return file;
}

async function diff(before: string, after: string): Promise<{ text: string; code: number }> {
  const out = printed();
  const code = await findingsDiffCommand(before, after, { output: 'table', color: false }, out);
  return { text: out.text(), code };
}

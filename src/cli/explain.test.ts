import { expect, test } from 'vitest';
import { printed } from '../../test/printed.ts';
import { CHECKLISTS, CHECKS } from '../main/catalog.ts';
import { explainCommand } from './explain.ts';

const sections = CHECKLISTS.flatMap(({ id, sections: own }) => own.map((section) => `${id}#${section.id}`));

test('explains a check: why, what to do, thresholds with unit, permissions, where it is run', async () => {
  const text = await explain('iam-access-key-rotated');
  expect(text).toMatch(/^iam-access-key-rotated \(check\)\n/);
  expect(text).toContain('Why it matters');
  expect(text).toMatch(/oldestAgeDays {2}90 days/);
  expect(text).toContain('once an account');
  expect(text).toContain('iam:');
  expect(text).toContain('weekly/security-review');
});

test('explains a checklist: purpose, when, how to run it, its checks and permissions', async () => {
  const text = await explain('daily/health-check');
  expect(text).toContain('every day at 08:00 (cron 0 8 * * *)');
  expect(text).toContain('opsbook run daily/health-check');
  expect(text).toMatch(/ec2-vpc-available +VPC is available \(high\)/);
  expect(text).toContain('ec2:DescribeVpcs');
});

test('a check that asks AWS nothing says so', async () => {
  expect(await explain('window-open')).toContain('none: it asks AWS nothing that needs one');
});

test('everything in the catalog can be explained, within 80 columns', async () => {
  const wide: string[] = [];
  for (const id of [...CHECKLISTS, ...CHECKS].map((one) => one.id).concat(sections)) {
    const text = await explain(id);
    expect(text).toContain('Permissions');
    wide.push(...text.split('\n').filter((line) => line.length > 80));
  }
  expect(wide).toEqual([]);
});

test('an unknown id is refused with the one that was probably meant', async () => {
  await expect(explain('ec2-adress-associated')).rejects.toThrow(
    'unknown checklist, runbook, check or section: ec2-adress-associated (did you mean ec2-address-associated?)',
  );
  await expect(explain('daily/helth-check')).rejects.toMatchObject({ code: 'usage' });
});

async function explain(id: string): Promise<string> {
  const out = printed(200);
  expect(await explainCommand(id, out)).toBe(0);
  return out.text();
}

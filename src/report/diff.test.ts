import { describe, expect, test } from 'vitest';
import { CHECKS, denied, finding, HOME, result } from '../../test/fixtures/result.ts';
import type { Finding } from '../model/finding.ts';
import type { ChecklistResult } from '../model/result.ts';
import { diffFindings, type FindingsDiff } from './diff.ts';
import { renderDiffJson, renderDiffText } from './diff-text.ts';

const KINDS = ['new', 'changed', 'gone', 'notDetermined', 'unchanged'] as const;

function told(diff: FindingsDiff): string[] {
  return KINDS.flatMap((kind) =>
    diff[kind].map(({ finding: { resource }, before, after }) => `${kind}: ${resource.id} ${before} → ${after}`),
  );
}

/** A later run of the same checks, whatever they found. */
function later(findings: readonly Finding[], facts: Partial<ChecklistResult> = {}): ChecklistResult {
  return result({ checks: CHECKS, ...facts, findings });
}

const failing = finding({ id: 'orders-db' });
const before = later([failing, finding({ id: 'web-db', status: 'pass' })]);

describe('what two complete runs tell', () => {
  test('a finding that fails now and was not there is new', () => {
    expect(told(diffFindings(later([]), before))).toEqual(['new: orders-db null → fail']);
  });

  test('a finding that fails as before is unchanged', () => {
    expect(told(diffFindings(before, before))).toEqual(['unchanged: orders-db fail → fail']);
  });

  test('a resource that broke or was mended is changed', () => {
    const after = later([finding({ id: 'orders-db', status: 'pass' }), finding({ id: 'web-db' })]);
    expect(told(diffFindings(before, after))).toEqual([
      'changed: orders-db fail → pass',
      'changed: web-db pass → fail',
    ]);
  });

  test('a failing resource that is not there any more is gone, when the check looked', () => {
    expect(told(diffFindings(before, later([finding({ id: 'web-db', status: 'pass' })])))).toEqual([
      'gone: orders-db fail → null',
    ]);
  });

  test('it is gone as well when the check found nothing left to judge', () => {
    expect(told(diffFindings(before, later([])))).toEqual(['gone: orders-db fail → null']);
  });

  test('a suppression is a change and no repair', () => {
    const suppressed = finding({ id: 'orders-db', suppressed: { reason: 'known', actor: 'bob', until: '2027-01-01' } });
    expect(told(diffFindings(before, later([suppressed])))).toEqual(['changed: orders-db fail → suppressed']);
    expect(told(diffFindings(later([suppressed]), before))).toContain('changed: orders-db suppressed → fail');
  });
});

describe('what was not looked at is never gone', () => {
  function only(after: ChecklistResult, earlier = before): { told: string[]; why: string | undefined } {
    const diff = diffFindings(earlier, after);
    return { told: told(diff), why: diff.notDetermined[0]?.why };
  }
  const undetermined = ['notDetermined: orders-db fail → null'];

  test('when the whole check was denied', () => {
    const { told: lines, why } = only(later([denied('rds-instance-available', 'rds:DescribeDBInstances')]));
    expect(lines).toEqual(undetermined);
    expect(why).toContain('rds:DescribeDBInstances is not allowed');
  });

  test('when this very resource could not be judged', () => {
    const { told: lines } = only(later([finding({ id: 'orders-db', status: 'unknown', reason: 'Throttling: …' })]));
    expect(lines).toEqual(['notDetermined: orders-db fail → unknown']);
  });

  test('when only the first part of a list was read', () => {
    const cut = finding({
      status: 'unknown',
      type: 'AWS::Service',
      id: 'rds',
      reason: 'Only the first 100 items were read.',
    });
    expect(only(later([finding({ id: 'web-db', status: 'pass' }), cut])).told).toEqual(undetermined);
  });

  test('when the check was not run', () => {
    const { told: lines, why } = only(
      later([], { checks: CHECKS.filter(({ id }) => id !== 'rds-instance-available') }),
    );
    expect(lines).toEqual(undetermined);
    expect(why).toBe('rds-instance-available was not run.');
  });

  test('when the region, or the account, was not a target', () => {
    expect(only(later([], { targets: [{ ...HOME, region: 'eu-west-1' }] })).why).toBe(
      '123456789012/us-east-1 was not looked at.',
    );
    expect(only(later([], { targets: [{ ...HOME, account: '999999999999' }] })).why).toBe(
      'Account 123456789012 was not looked at.',
    );
  });

  test('when the run was narrowed to something else', () => {
    expect(only(later([], { parameters: { service: 'web' } })).why).toBe('The run was narrowed to service=web.');
  });

  test('when the later result is of an Opsbook that does not name its checks, and the check said nothing', () => {
    const { checks: _, ...anonymous } = later([]);
    expect(only(anonymous).told).toEqual(undetermined);
    const { checks: __, ...spoken } = later([finding({ id: 'web-db', status: 'pass' })]);
    expect(only(spoken).told).toEqual(['gone: orders-db fail → null']);
  });

  test('when a denial in another region does not concern it, it is gone', () => {
    const targets = [HOME, { ...HOME, region: 'eu-west-1' }];
    const elsewhere = denied('rds-instance-available', 'rds:DescribeDBInstances', { region: 'eu-west-1' });
    expect(only(later([elsewhere], { targets })).told).toEqual(['gone: orders-db fail → null']);
  });

  test('a check that is asked once for an account speaks for buckets of every region, also when it is denied', () => {
    const bucket = finding({
      check: 's3-bucket-not-public',
      type: 'AWS::S3::Bucket',
      id: 'assets',
      region: 'eu-west-1',
    });
    expect(told(diffFindings(later([bucket]), later([])))).toEqual(['gone: assets fail → null']);
    const blind = denied('s3-bucket-not-public', 's3:ListAllMyBuckets', { region: 'global' });
    expect(told(diffFindings(later([bucket]), later([blind])))).toEqual(['notDetermined: assets fail → null']);
  });

  test('what passed and cannot be told any more is said as well', () => {
    const after = later([failing, finding({ id: 'web-db', status: 'unknown' })]);
    expect(told(diffFindings(before, after))).toContain('notDetermined: web-db pass → unknown');
  });

  test('a finding is new with a caveat where the earlier run could not tell', () => {
    const diff = diffFindings(later([denied('rds-instance-available', 'rds:DescribeDBInstances')]), before);
    expect(diff.new[0]?.why).toContain('The earlier run could not tell: AccessDeniedException');
  });
});

test('the text says in one sentence what happened, and never calls unknown good', () => {
  const text = renderDiffText(
    diffFindings(before, later([denied('rds-instance-available', 'rds:DescribeDBInstances')])),
    { color: false, width: 80 },
  );
  expect(text).toContain('Nothing changed; of 1 finding nothing can be said.');
  expect(text).toContain('── NOT DETERMINED (1)');
  expect(text).not.toContain('GONE');
  const mended = renderDiffText(diffFindings(before, later([finding({ id: 'orders-db', status: 'pass' })])), {
    color: false,
    width: 80,
  });
  expect(mended).toContain('1 fixed.');
  expect(mended).toContain('  - high rds-instance-available (fail → pass) 123456789012/us-east-1: orders-db');
});

test('the JSON has a schema and counts what it lists', () => {
  const parsed = JSON.parse(renderDiffJson(diffFindings(before, later([]))));
  expect(parsed).toMatchObject({
    schema: 'opsbook/findings-diff@1',
    summary: { new: 0, changed: 0, gone: 1, notDetermined: 0, unchanged: 0 },
  });
  expect(parsed.gone).toHaveLength(1);
});

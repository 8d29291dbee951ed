import { expect, test } from 'vitest';
import type { Finding } from '../../model/finding.ts';
import type { ChecklistResult } from '../../model/result.ts';
import { findingSignals } from './finding-signals.ts';

const AT = new Date('2026-11-27T08:00:00Z');
const RULES = [{ check: 'rds-*', severity: 'high', incident: 'P1' }] as const;

const EMPTY: ChecklistResult = {
  schema: 'opsbook/checklist-result@1',
  checklist: 'daily/health-check',
  title: 'Morning health check',
  execution: 'run-1',
  startedAt: AT.toISOString(),
  finishedAt: AT.toISOString(),
  targets: [],
  summary: { pass: 0, fail: 0, unknown: 0, suppressed: 0 },
  findings: [],
  sections: [],
  aws: { calls: 0, retries: 0, throttles: 0, byOperation: {} },
};

function result(...findings: Partial<Finding>[]): ChecklistResult {
  const given = findings.map((finding): Finding => ({
    id: 'f1',
    check: 'rds-instance-available',
    status: 'fail',
    severity: 'critical',
    account: '123456789012',
    region: 'us-east-1',
    resource: { type: 'AWS::RDS::DBInstance', id: 'orders', arn: 'arn:aws:rds:us-east-1:123456789012:db:orders' },
    reason: 'orders is failed.',
    evidence: {},
    remediation: { text: '', runbook: null },
    suppressed: null,
    ...finding,
  }));
  return { ...EMPTY, findings: given };
}

function signals(findings: ChecklistResult, open: string[] = []) {
  return findingSignals(findings, [...RULES], { open: new Set(open), at: AT }).map(({ action, key, severity }) => [
    action,
    key,
    severity,
  ]);
}

test('a finding that a rule names and that is severe enough opens an incident', () => {
  expect(signals(result({}))).toEqual([['trigger', 'finding/f1', 'P1']]);
  expect(signals(result({ severity: 'medium' }))).toEqual([]);
  expect(signals(result({ check: 'ec2-volume-attached' }))).toEqual([]);
});

test('what is suppressed, and what could not be determined, wakes nobody', () => {
  const suppressed = { reason: 'known', actor: 'alice', until: '2026-12-01T00:00:00Z' };
  expect(signals(result({ suppressed }, { status: 'unknown' }))).toEqual([]);
});

test('a finding that is fixed ends the incident that it opened, and says nothing where none is open', () => {
  expect(signals(result({ status: 'pass' }))).toEqual([]);
  expect(signals(result({ status: 'pass' }), ['finding/f1'])).toEqual([['resolve', 'finding/f1', null]]);
});

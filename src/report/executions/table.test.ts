import { expect, test } from 'vitest';
import { type ExecutionSummary, executionsTable } from './table.ts';

const ONE: ExecutionSummary = {
  id: 'f64f2e26-0000-4000-8000-000000000000',
  runbook: 'scaling/service',
  account: '123456789012',
  region: 'us-east-1',
  status: 'failed',
  requestedBy: 'anna',
  outcome: 'AccessDenied',
  createdAt: new Date('2026-11-23T08:00:00Z'),
};

test('one line says which, when, where it stands and why', () => {
  expect(executionsTable([ONE], 100)).toBe('f64f2e26  2026-11-23 08:00  failed  scaling/service  anna  AccessDenied\n');
});

test('where they are in several places, each says in which', () => {
  const text = executionsTable([ONE, { ...ONE, region: 'eu-west-1' }], 120);
  expect(text).toContain('123456789012/us-east-1');
  expect(text).toContain('123456789012/eu-west-1');
});

test('nothing yet is said, with what makes one', () => {
  expect(executionsTable([], 80)).toContain('opsbook run <runbook>');
});

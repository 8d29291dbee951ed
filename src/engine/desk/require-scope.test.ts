import { expect, test } from 'vitest';
import { requireScope, requireScopes } from './require-scope.ts';

function may(scopes: readonly string[], runbook: string, environment: string | null): boolean {
  const actor = { id: 'token:ci', name: 'token:ci', roles: ['operator'] as const, via: 'api', scopes };
  try {
    requireScope(actor, { runbook, environment }, 'execute it');
    return true;
  } catch {
    return false;
  }
}

test('without scopes a token is good everywhere; with some, there alone', () => {
  expect(may([], 'deployment/blue-green', 'production')).toBe(true);
  expect(may(['runbook:deployment/*'], 'deployment/blue-green', 'production')).toBe(true);
  expect(may(['runbook:deployment/*'], 'scaling/service', 'production')).toBe(false);
  expect(may(['runbook:deployment/*'], 'deployment-of-evil/all', null)).toBe(false);
  expect(may(['environment:staging'], 'scaling/service', 'staging')).toBe(true);
  expect(may(['environment:staging'], 'scaling/service', 'production')).toBe(false);
  expect(may(['environment:staging'], 'scaling/service', null)).toBe(false);
  expect(may(['runbook:scaling/service', 'environment:staging'], 'scaling/group', 'staging')).toBe(false);
});

test('a scope that means nothing is refused rather than taken for none', () => {
  for (const scope of ['deployment/*', 'runbook:*', 'runbook:', 'environment:', 'Runbook:a/b', 'runbook:a/b ']) {
    expect(() => requireScopes([scope])).toThrow(/unknown scope/);
  }
  expect(() => requireScopes(['runbook:recovery/dr-drill', 'runbook:scaling/*', 'environment:eu-prod'])).not.toThrow();
});

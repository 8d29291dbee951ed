import { NotAllowed, UsageError } from '../../model/errors.ts';
import type { Actor } from '../conduct/workplace.ts';

interface Acted {
  readonly runbook: string;
  readonly environment: string | null;
}

const SCOPE = /^(?:runbook:[a-z0-9-]+\/(?:[a-z0-9-]+|\*)|environment:\S+)$/;

/** @throws UsageError for what is no scope */
export function requireScopes(scopes: readonly string[]): void {
  for (const scope of scopes) {
    if (SCOPE.test(scope)) continue;
    throw new UsageError(
      `unknown scope: ${scope} (expected e.g. runbook:deployment/blue-green, runbook:deployment/*, environment:staging)`,
    );
  }
}

/**
 * Runbooks that are named are the only ones, and so are environments; of each kind that none is named of, all are allowed.
 * @throws NotAllowed
 */
export function requireScope({ name, scopes = [] }: Actor, { runbook, environment }: Acted, what: string): void {
  const runbooks = valuesOf(scopes, 'runbook:');
  if (runbooks.length > 0 && !runbooks.some((pattern) => fits(pattern, runbook))) {
    throw new NotAllowed(`${name} may not ${what}: the token is for ${runbooks.join(', ')}, and this is ${runbook}`);
  }
  const environments = valuesOf(scopes, 'environment:');
  if (environments.length > 0 && !environments.includes(environment ?? '')) {
    const where = environment ?? 'in no environment';
    throw new NotAllowed(`${name} may not ${what}: the token is for ${environments.join(', ')}, and this is ${where}`);
  }
}

function valuesOf(scopes: readonly string[], kind: string): string[] {
  return scopes.flatMap((scope) => (scope.startsWith(kind) ? [scope.slice(kind.length)] : []));
}

function fits(pattern: string, runbook: string): boolean {
  return pattern.endsWith('/*') ? runbook.startsWith(pattern.slice(0, -1)) : runbook === pattern;
}

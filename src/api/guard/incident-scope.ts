import type { Actor } from '../../engine/conduct/workplace.ts';
import { requireRole } from '../../engine/desk/require-role.ts';
import { requireScope } from '../../engine/desk/require-scope.ts';

/**
 * Whether somebody may act on what has these labels: an operator, and a token that is for environments for those that the
 * label `environment` names. One that is for runbooks is for nothing else.
 * @throws NotAllowed
 */
export function requireOperator(actor: Actor, labels: Readonly<Record<string, string>>, what: string): void {
  requireRole(actor, 'operator', what);
  requireScope(actor, { runbook: 'no runbook', environment: labels['environment'] ?? null }, what);
}

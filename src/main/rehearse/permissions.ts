import { iamActions } from '../../aws/iam-actions.ts';
import type { OperationName } from '../../aws/service.ts';
import type { Plan } from '../../model/plan.ts';
import type { RehearsedPermissions } from '../../model/rehearsal.ts';

/** What was called, held against what the plan says that it needs. */
export function permissionsOf({ permissions }: Plan, operations: Iterable<OperationName>): RehearsedPermissions {
  const called = [...new Set([...operations].flatMap((operation) => iamActions(operation)))].toSorted();
  return {
    called,
    missing: called.filter((action) => !permissions.includes(action)),
    unused: permissions.filter((action) => !called.includes(action)),
  };
}

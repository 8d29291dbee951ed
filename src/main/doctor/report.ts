import type { OperationName } from '../../aws/service.ts';
import type { TargetReport } from '../../model/result.ts';

/** `problem`: something does not work. `note`: worth knowing, and nothing to mend. */
export type Health = 'ok' | 'note' | 'problem';

/** One thing that was looked at, in one sentence. */
export interface Part {
  readonly name: string;
  readonly health: Health;
  readonly text: string;
}

export type Access =
  | 'allowed'
  | 'denied'
  /** The region is not switched on for this account. */
  | 'not-enabled'
  /** It needs a support plan or subscription, which not every account has. */
  | 'not-subscribed'
  | 'not-implemented'
  /** AWS refused the question itself, so that it says nothing about the permission. */
  | 'inconclusive'
  | 'failed'
  /** It must be told which resource, so it cannot be tried by itself. */
  | 'not-tried';

export interface OperationHealth {
  readonly operation: OperationName;
  readonly access: Access;
  /** What AWS said, or which members it would have to be told; null where it is allowed. */
  readonly detail: string | null;
  /** The IAM action to grant, of what is denied. */
  readonly missingAction: string | null;
}

export interface TargetHealth extends TargetReport {
  /** Why it cannot be looked at at all, or null. */
  readonly problem: string | null;
  readonly operations: readonly OperationHealth[];
}

/** What a checklist would and would not be able to say. */
export interface ChecklistHealth {
  readonly id: string;
  /** Checks and sections. */
  readonly parts: number;
  /** Those that would be unknown, at least somewhere; a section by `<checklist>#<section>`. */
  readonly affected: readonly string[];
}

export interface DoctorReport {
  readonly schema: 'opsbook/doctor@1';
  readonly well: boolean;
  readonly parts: readonly Part[];
  readonly targets: readonly TargetHealth[];
  readonly checklists: readonly ChecklistHealth[];
}

/**
 * Access without which a check cannot judge, and which somebody can mend. A support plan that was not bought is nobody's
 * mistake, and the checks that would use it know how to do without.
 */
export function isTrouble(access: Access): boolean {
  switch (access) {
    case 'denied':
    case 'not-enabled':
    case 'not-implemented':
    case 'failed':
      return true;
    case 'allowed':
    case 'not-subscribed':
    case 'inconclusive':
    case 'not-tried':
      return false;
  }
}

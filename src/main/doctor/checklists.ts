import type { Checklist } from '../../checklists/define.ts';
import { type ChecklistHealth, isTrouble, type TargetHealth } from './report.ts';

/** Which checks and sections of each checklist would be unknown, at least somewhere. */
export function examineChecklists(
  checklists: readonly Checklist[],
  targets: readonly TargetHealth[],
): ChecklistHealth[] {
  const lacking = new Set<string>(
    targets.flatMap(({ operations }) =>
      operations.filter(({ access }) => isTrouble(access)).map(({ operation }) => operation),
    ),
  );
  const anyLost = targets.some(({ problem }) => problem !== null);
  return checklists.map(({ id, checks, sections }) => {
    const parts = [...checks, ...sections.map((section) => ({ ...section, id: `${id}#${section.id}` }))];
    const affected = parts.filter(
      ({ calls }) => calls.length > 0 && (anyLost || calls.some((call) => lacking.has(call))),
    );
    return { id, parts: parts.length, affected: affected.map((part) => part.id) };
  });
}

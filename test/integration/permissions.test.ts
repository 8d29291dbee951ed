import { describe, expect, test } from 'vitest';
import { CHECKLISTS } from '../../src/checklists/registry.ts';
import { CHECKS } from '../../src/checks/registry.ts';
import { runInSandbox } from '../newcomer.ts';

/** Thresholds that make a check use a call it has no need of otherwise. */
const NEEDING = {
  's3-bucket-versioned': { enabled: true, settings: { exceptTag: 'Purpose=logs' } },
};

async function seenBy(checklist: (typeof CHECKLISTS)[number]): Promise<Map<string, Set<string>>> {
  const seen = new Map<string, Set<string>>();
  await runInSandbox(checklist, {
    overrides: NEEDING,
    onRead: (owner, operation) => seen.set(owner, (seen.get(owner) ?? new Set()).add(operation)),
  });
  return seen;
}

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].toSorted();

describe('permissions are neither more nor less than what is called', () => {
  test.each(CHECKS.map((check) => [check.id, check] as const))('%s', async (id, check) => {
    const seen = await seenBy({ id, title: check.title, purpose: '', checks: [check], sections: [] });
    expect(sorted(seen.get(id) ?? [])).toEqual(sorted(check.calls));
  });

  test.each(CHECKLISTS.map((checklist) => [checklist.id, checklist] as const))(
    'the sections of %s',
    async (id, checklist) => {
      const seen = await seenBy({ ...checklist, checks: [] });
      for (const section of checklist.sections) {
        expect(sorted(seen.get(`${id}#${section.id}`) ?? []), section.id).toEqual(sorted(section.calls));
      }
    },
  );
});

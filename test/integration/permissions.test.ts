import { describe, expect, test } from 'vitest';
import { CHECKLISTS } from '../../src/checklists/registry.ts';
import { CHECKS } from '../../src/checks/registry.ts';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../../src/sandbox/create.ts';
import { LOG_GROUPS } from '../../src/sandbox/world/newcomer/cast.ts';
import type { World } from '../../src/sandbox/world/world.ts';
import { runInSandbox } from '../newcomer.ts';

/** Thresholds that make a check use a call it has no need of otherwise. */
const NEEDING = {
  // The search is cut after its first page, and Logs Insights counts the rest.
  'logs-errors-quiet': { enabled: true, settings: { mostRequests: 1 } },
  's3-bucket-versioned': { enabled: true, settings: { exceptTag: 'Purpose=logs' } },
};

async function seenBy(checklist: (typeof CHECKLISTS)[number]): Promise<Map<string, Set<string>>> {
  const seen = new Map<string, Set<string>>();
  await runInSandbox(checklist, {
    world: loggingMuch(),
    overrides: NEEDING,
    onRead: (owner, operation) => seen.set(owner, (seen.get(owner) ?? new Set()).add(operation)),
  });
  return seen;
}

/** More than a page of log events in the last hour. */
function loggingMuch(): World {
  const world = createSandbox();
  const { groups } = world.region(SANDBOX_ACCOUNT, SANDBOX_REGION).logs;
  const events = groups.get(LOG_GROUPS.application)?.events ?? [];
  const [last] = events.toSorted((a, b) => b.timestamp - a.timestamp);
  if (last) for (let index = 0; index < 2000; index += 1) events.push({ ...last, message: `INFO request ${index}` });
  return world;
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

import { defineSection } from '../define.ts';
import { INVENTORY_CALLS, inventory } from './inventory.ts';

/** How much of everything there is. */
export const resources = defineSection({
  id: 'resources',
  title: 'Resources',
  scope: 'region',
  calls: INVENTORY_CALLS,
  columns: [
    { key: 'kind', label: 'Kind' },
    { key: 'count', label: 'Count', format: 'number' },
  ],
  async compose({ aws }) {
    const counts = new Map<string, number>();
    for (const { kind } of await inventory(aws)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return { rows: [...counts].map(([kind, count]) => ({ kind, count })) };
  },
});

import { defineSection } from '../define.ts';
import { type Held, INVENTORY_CALLS, inventory } from './inventory.ts';

const WEEK_MS = 7 * 86_400_000;

/**
 * What appeared and disappeared since the last review. The names of today are kept in the rows themselves, so that the
 * result file of one review is all that the next one needs (`--set previous=FILE`). Without it only what AWS dates can
 * be told, and nothing of what is gone.
 */
export const comingsAndGoings = defineSection({
  id: 'changes',
  title: 'What appeared and disappeared',
  scope: 'region',
  calls: INVENTORY_CALLS,
  columns: [
    { key: 'change', label: 'Change' },
    { key: 'kind', label: 'Kind' },
    { key: 'name', label: 'Name' },
    { key: 'createdAt', label: 'Created', format: 'instant' },
  ],
  async compose({ aws, now, outside, parameters }) {
    const held = await inventory(aws);
    const here = `${aws.account}/${aws.region}`;
    const names = held.map(keyOf).toSorted();
    const kept = { inventory: { [here]: names } };
    const file = parameters['previous'];
    if (file === undefined) {
      const young = held.filter(({ createdAt }) => createdAt && now.getTime() - createdAt.getTime() < WEEK_MS);
      return {
        rows: young.map((one) => toRow('appeared', one)),
        ...kept,
        note:
          'By what AWS says of creation, for the last 7 days. Give the result of the last review (--set previous=FILE, ' +
          'written with --output json) to see also what disappeared.',
      };
    }
    const previous = await outside.readResult(file);
    const section = previous.sections.find(({ id }) => id === 'changes');
    const before = new Set(section?.inventory?.[here]);
    if (before.size === 0) return { rows: [], ...kept, note: `${file} has no inventory of ${here}.` };
    const today = new Set(names);
    const gone = [...before].filter((key) => !today.has(key)).toSorted();
    const appeared = held.filter((one) => !before.has(keyOf(one)));
    return {
      text: [
        `Compared with the review of ${previous.startedAt}: ${appeared.length} appeared, ${gone.length} disappeared.`,
      ],
      rows: [...appeared.map((one) => toRow('appeared', one)), ...gone.map((key) => toRow('disappeared', ofKey(key)))],
      ...kept,
    };
  },
});

function keyOf({ kind, name }: Held): string {
  return `${kind}: ${name}`;
}

function ofKey(key: string): Held {
  const at = key.indexOf(': ');
  return { kind: key.slice(0, at), name: key.slice(at + 2), createdAt: null };
}

function toRow(change: string, { kind, name, createdAt }: Held) {
  return { change, kind, name, createdAt: createdAt?.toISOString() ?? null };
}

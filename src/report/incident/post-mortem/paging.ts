import type { PostMortemRecord } from './record.ts';

const KINDS = [
  'paged',
  'gap',
  'passed',
  'lap',
  'policy',
  'policy-chosen',
  'escalated',
  'exhausted',
  'unreached',
  'unreachable',
  'delivered',
  'delivery-delayed',
  'delivery-failed',
  'held',
  'snoozed',
  'silenced',
  'acknowledged',
  'acknowledgement-expired',
  'unacknowledged',
] as const;

/** Who was paged, by which way they were reached or not, and who answered, in order. */
export function paging(record: PostMortemRecord): string[] {
  return record.of(...KINDS).map((entry) => `- ${record.dated(entry)}`);
}

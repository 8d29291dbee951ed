import { z } from 'zod';
import { defineSection } from '../define.ts';

const MOST_ROWS = 30;

const group = z.object({
  template: z.string(),
  count: z.number(),
  first: z.string(),
  last: z.string(),
  sample: z.string(),
});

/** The errors by similarity, most frequent first, as `logs-errors-quiet` counted them: it costs no call. */
export const logErrors = defineSection({
  id: 'log-errors',
  title: 'Errors by similarity',
  scope: 'region',
  calls: [],
  columns: [
    { key: 'logGroup', label: 'Log group' },
    { key: 'count', label: 'Count', format: 'number' },
    { key: 'first', label: 'First', format: 'instant' },
    { key: 'last', label: 'Last', format: 'instant' },
    { key: 'sample', label: 'For example' },
  ],
  compose({ findings }) {
    const rows = findings
      .filter(({ check }) => check === 'logs-errors-quiet')
      .flatMap(({ resource, evidence }) =>
        (z.array(group).safeParse(evidence['groups']).data ?? []).map(({ template: _template, ...one }) => ({
          logGroup: resource.id,
          ...one,
        })),
      )
      .toSorted((a, b) => b.count - a.count);
    return Promise.resolve({
      rows: rows.slice(0, MOST_ROWS),
      ...(rows.length > MOST_ROWS && { note: `The ${MOST_ROWS} most frequent of ${rows.length} groups.` }),
    });
  },
});

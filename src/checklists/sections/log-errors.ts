import { z } from 'zod';
import type { Finding } from '../../model/finding.ts';
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
    // What a narrow page leaves out is at the end: the message is what one came for.
    { key: 'count', label: 'Count', format: 'number' },
    { key: 'sample', label: 'For example' },
    { key: 'logGroup', label: 'Log group' },
    { key: 'first', label: 'First', format: 'instant' },
    { key: 'last', label: 'Last', format: 'instant' },
  ],
  compose({ findings }) {
    const searched = findings.filter(({ check }) => check === 'logs-errors-quiet');
    const rows = searched
      .flatMap(({ resource, evidence }) =>
        (z.array(group).safeParse(evidence['groups']).data ?? []).map(({ template: _template, ...one }) => ({
          logGroup: resource.id,
          ...one,
        })),
      )
      .toSorted((a, b) => b.count - a.count);
    const notes = [
      ...(searched.length === 0 ? [NOTHING_SEARCHED] : []),
      ...(searched.some(isCut) ? ['Not every log group could be searched to the end.'] : []),
      ...(rows.length > MOST_ROWS ? [`The ${MOST_ROWS} most frequent of ${rows.length} groups.`] : []),
    ];
    return Promise.resolve({
      rows: rows.slice(0, MOST_ROWS),
      ...(notes.length > 0 && { note: notes.join(' ') }),
    });
  },
});

const NOTHING_SEARCHED =
  'No log group was searched: none has a name that is looked for. Name those of your applications in the configuration ' +
  '(checks, logs-errors-quiet, logGroups).';

function isCut({ status, evidence }: Finding): boolean {
  return status === 'unknown' || evidence['complete'] === false;
}

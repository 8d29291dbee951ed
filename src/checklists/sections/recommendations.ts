import type { JsonObject } from '../../model/json.ts';
import { defineSection } from '../define.ts';
import { withoutName } from './without-name.ts';

/** What the numbers of this plan ask for, worst first; nothing here is constant text. */
export const recommendations = defineSection({
  id: 'recommendations',
  title: 'Recommendations',
  scope: 'region',
  calls: [],
  columns: [
    { key: 'resource', label: 'Resource' },
    { key: 'because', label: 'Because' },
    { key: 'recommendation', label: 'Recommendation' },
  ],
  compose({ findings }) {
    const failing = findings.filter(({ status, suppressed }) => status === 'fail' && !suppressed);
    const undetermined = findings.filter(({ status }) => status === 'unknown').length;
    const rows: JsonObject[] = failing.map(({ resource, reason, remediation }) => ({
      resource: resource.id,
      because: withoutName(reason, resource.id),
      recommendation: remediation.text,
    }));
    const judged = findings.length - undetermined;
    return Promise.resolve({
      text: [
        failing.length > 0
          ? `${failing.length} of ${judged} judgements ask for something to be done.`
          : `None of ${judged} judgements asks for anything to be done.`,
        ...(undetermined > 0 ? [`${undetermined} could not be judged for want of data; the findings say which.`] : []),
      ],
      rows,
    });
  },
});

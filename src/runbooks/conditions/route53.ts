import { getChange } from '../../aws/changes/route53.ts';
import type { Condition, Reference } from '../../model/plan.ts';

/**
 * Every name server of Route 53 answers with a change.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeInfo.html
 */
export function changeInSync(id: Reference): Condition {
  return {
    says: 'every name server of Route 53 knows the change',
    reads: [{ as: 'c', call: getChange({ Id: id }), absent: [] }],
    met: "c.ChangeInfo.Status == 'INSYNC'",
    failed: [],
    unsure: [],
    observed: "join('', ['the change is ', c.ChangeInfo.Status || 'unknown'])",
  };
}

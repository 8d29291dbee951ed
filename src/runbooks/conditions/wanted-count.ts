import { describeServices } from '../../aws/changes/ecs.ts';
import type { Condition } from '../../model/plan.ts';
import type { ServiceName } from '../look/ecs-service.ts';

/** A service still wants as many tasks as it did when it was looked at: nobody scaled it, and nothing. */
export function stillWants({ cluster, service }: ServiceName, count: number): Condition {
  return {
    says: `${service} still wants ${count} tasks`,
    reads: [{ as: 's', call: describeServices({ cluster, services: [service] }), absent: [] }],
    met: `s.services[0].desiredCount == \`${count}\``,
    failed: [],
    unsure: [],
    observed: "join('', ['it wants ', to_string(s.services[0].desiredCount)])",
  };
}

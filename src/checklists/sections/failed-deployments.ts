import type { JsonObject } from '../../model/json.ts';
import { defineSection } from '../define.ts';
import { withoutName } from './without-name.ts';

/** What `ecs-deployment-succeeded` found, as a list to read: it costs no call. */
export const failedDeployments = defineSection({
  id: 'failed-deployments',
  title: 'Failed deployments of the last 24 hours',
  scope: 'region',
  calls: [],
  columns: [
    { key: 'service', label: 'Service' },
    { key: 'what', label: 'What happened' },
  ],
  compose({ findings }) {
    const rows: JsonObject[] = findings
      .filter(({ check, status }) => check === 'ecs-deployment-succeeded' && status === 'fail')
      .map(({ resource, reason }) => ({ service: resource.id, what: withoutName(reason, resource.id) }));
    const unread = findings.some(({ check, status }) => check === 'ecs-deployment-succeeded' && status === 'unknown');
    return Promise.resolve({ rows, ...(unread && { note: 'Not every service could be looked at.' }) });
  },
});

import type { JsonObject } from '../../model/json.ts';
import { defineSection } from '../define.ts';
import { withoutName } from './without-name.ts';

const CHECKS = ['rds-engine-supported', 'rds-maintenance-not-pending', 'lambda-runtime-supported'];

/** Versions to leave and maintenance that waits, as this review's checks found them. */
export const updates = defineSection({
  id: 'updates',
  title: 'Available updates',
  scope: 'region',
  calls: [],
  columns: [
    { key: 'resource', label: 'Resource' },
    { key: 'what', label: 'What' },
    { key: 'severity', label: 'Severity' },
  ],
  compose({ findings }) {
    const concerned = findings.filter(({ check, status }) => CHECKS.includes(check) && status === 'fail');
    const unread = findings.filter(({ check, status }) => CHECKS.includes(check) && status === 'unknown').length;
    const rows: JsonObject[] = concerned.map(({ resource, reason, severity }) => ({
      resource: resource.id,
      what: withoutName(reason, resource.id),
      severity,
    }));
    return Promise.resolve({ rows, ...(unread > 0 && { note: `${unread} could not be looked at.` }) });
  },
});

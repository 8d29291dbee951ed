import { actorName, EVENT_LAG_MINUTES, lookupChangesEverywhere } from '../../aws/cloudtrail-events.ts';
import { defineSection } from '../define.ts';

const HOURS = 1;
const MOST_ROWS = 40;

/** Who changed what in the last hour: no reads, newest first. */
export const recentChanges = defineSection({
  id: 'recent-changes',
  title: 'Changes of the last hour',
  scope: 'region',
  calls: ['cloudtrail:LookupEvents'],
  columns: [
    { key: 'at', label: 'At', format: 'instant' },
    { key: 'operation', label: 'Change' },
    { key: 'resources', label: 'Of' },
    { key: 'actor', label: 'By' },
    { key: 'refused', label: 'Refused' },
  ],
  async compose({ aws, now }) {
    const range = { from: new Date(now.getTime() - HOURS * 3_600_000), to: now };
    const { changes, readBackTo, unread } = await lookupChangesEverywhere(aws, range);
    const cut = readBackTo ? ` There were more than could be read: nothing before ${readBackTo.toISOString()}.` : '';
    const missing = unread ? ` Not all of them could be read: ${unread.message}` : '';
    return {
      unread,
      note: `CloudTrail's history lags by up to ${EVENT_LAG_MINUTES} minutes: the newest changes may be missing.${cut}${missing}`,
      rows: changes.slice(0, MOST_ROWS).map((change) => ({
        at: change.at.toISOString(),
        operation: change.operation,
        resources: change.resources.map(({ name }) => name).join(', '),
        actor: actorName(change.actor),
        refused: change.errorCode ?? '',
      })),
    };
  },
});

import { describeEvents } from '../../aws/rds.ts';
import { defineSection } from '../define.ts';

const HOURS = 3;

/** What RDS itself says happened: fail-overs, restarts, storage full, maintenance. */
export const databaseEvents = defineSection({
  id: 'database-events',
  title: `RDS events of the last ${HOURS} hours`,
  scope: 'region',
  calls: ['rds:DescribeEvents'],
  columns: [
    { key: 'at', label: 'At', format: 'instant' },
    { key: 'source', label: 'Of' },
    { key: 'what', label: 'What' },
  ],
  async compose({ aws, now }) {
    const events = await describeEvents(aws, { StartTime: new Date(now.getTime() - HOURS * 3_600_000), EndTime: now });
    return {
      rows: events
        .toSorted((a, b) => (b.Date?.getTime() ?? 0) - (a.Date?.getTime() ?? 0))
        .map((event) => ({
          at: event.Date?.toISOString() ?? null,
          source: event.SourceIdentifier ?? '',
          what: event.Message ?? '',
        })),
    };
  },
});

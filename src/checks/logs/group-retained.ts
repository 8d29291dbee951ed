import { z } from 'zod';
import { describeLogGroups, logGroupResource } from '../../aws/logs.ts';
import { fail, pass } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';
import { monthlyPrice } from '../prices.ts';

/** AWS's gigabyte on this bill: 2³⁰ bytes. */
const GB = 1024 ** 3;

export const groupRetained = defineCheck({
  id: 'logs-group-retained',
  title: 'Log group expires',
  severity: 'low',
  why: 'A log group that never expires grows, and is billed, for ever.',
  remediation: 'Set a retention period. What must be kept longer is cheaper in S3.',
  calls: ['logs:DescribeLogGroups'],
  settings: z.object({ minimumStoredGb: z.number().min(0).default(1) }),
  async *evaluate({ aws, settings }) {
    for (const group of await describeLogGroups(aws, {})) {
      const { retentionInDays, storedBytes = 0 } = group;
      const resource = logGroupResource(aws, group);
      const evidence = { retentionDays: retentionInDays ?? null, storedBytes };
      const stored = `${(storedBytes / GB).toFixed(1)} GB`;
      if (retentionInDays !== undefined) {
        yield pass(resource, `${resource.id} keeps its events for ${retentionInDays} days (${stored}).`, evidence);
      } else if (storedBytes > settings.minimumStoredGb * GB) {
        const price = monthlyPrice({ region: aws.region, item: 'logs-storage-gb', quantity: storedBytes / GB });
        yield fail(resource, `${resource.id} never expires and holds ${stored}.`, { ...evidence, ...price });
      } else {
        yield pass(resource, `${resource.id} never expires, but holds only ${stored}.`, evidence);
      }
    }
  },
});

import type { Aws } from '../../aws/execution.ts';
import { issueResource, type OpenIssue, openIssues } from '../../aws/health.ts';
import { fail, pass, type Resource, unknown } from '../../model/finding.ts';
import { defineCheck, faultEvidence } from '../define.ts';

export const noOpenEvent = defineCheck({
  id: 'health-no-open-event',
  title: 'AWS reports no open issue',
  severity: 'high',
  why: "When AWS itself is in trouble, looking for the cause in one's own systems is lost time.",
  remediation:
    'Read the event at https://health.aws.amazon.com/health/status and keep changes back until it is closed.',
  calls: ['health:DescribeEvents', 'feed:PublicEvents'],
  async *evaluate({ aws }) {
    const found = await openIssues(aws);
    if (found.source === 'none') {
      const reason = `${found.refusal.message} The public event feed gave no answer either: ${found.fault.message}`;
      yield unknown(healthOf(aws), reason, { ...faultEvidence(found.refusal), feed: faultEvidence(found.fault) });
      return;
    }
    const feed = found.source === 'feed';
    for (const issue of found.issues) {
      yield fail(issueResource(issue), sentence(issue, feed), {
        source: found.source,
        service: issue.service,
        region: issue.region,
        title: issue.title,
        startedAt: issue.startedAt?.toISOString() ?? null,
        updatedAt: issue.updatedAt?.toISOString() ?? null,
      });
    }
    if (found.issues.length > 0) return;
    const by = feed ? "AWS's public event feed (the account's support plan has no Health API)" : 'AWS Health';
    yield pass(healthOf(aws), `${by} has no open issue in ${aws.region}.`, { source: found.source, openIssues: 0 });
  },
});

function sentence({ title, service, region, startedAt }: OpenIssue, feed: boolean): string {
  const since = startedAt ? ` since ${startedAt.toISOString()}` : '';
  const where = region === 'global' ? 'everywhere' : `in ${region}`;
  return `${service} has an open issue ${where}${since}: ${title}${feed ? ' (public event feed)' : ''}.`;
}

function healthOf(aws: Aws): Resource {
  return { type: 'AWS::Service', id: 'health', arn: `arn:${aws.partition}:health:${aws.region}:${aws.account}:*` };
}

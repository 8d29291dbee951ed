import { fromHomeRegion, getTrailStatus, trailResource, TRAILS_CALLS, trailsOfAccount } from '../../aws/cloudtrail.ts';
import { fail, pass, unknown } from '../../model/finding.ts';
import { defineCheck, judgeEach } from '../define.ts';

export const trailLogging = defineCheck({
  id: 'cloudtrail-trail-logging',
  title: 'Trail is logging and delivering',
  severity: 'critical',
  why: 'A trail that has stopped looks like one that works until somebody asks who did it.',
  remediation:
    "Start logging again and find out who stopped it; where delivery fails, mend the bucket's policy or its key's.",
  scope: 'account',
  calls: [...TRAILS_CALLS, 'cloudtrail:GetTrailStatus'],
  async *evaluate({ aws }) {
    yield* judgeEach(await trailsOfAccount(aws), trailResource, async (trail) => {
      if (trail.unread) throw trail.unread;
      const { Name = '', TrailARN = '' } = trail;
      const status = await getTrailStatus(fromHomeRegion(aws, trail), { Name: TrailARN });
      const stoppedAt = status.StopLoggingTime?.toISOString() ?? null;
      const evidence = {
        isLogging: status.IsLogging ?? null,
        multiRegion: trail.IsMultiRegionTrail ?? false,
        bucket: trail.S3BucketName ?? null,
        stoppedAt,
        latestDeliveryAt: status.LatestDeliveryTime?.toISOString() ?? null,
        latestDeliveryError: status.LatestDeliveryError ?? null,
        latestLogsDeliveryError: status.LatestCloudWatchLogsDeliveryError ?? null,
      };
      const resource = trailResource(trail);
      if (status.IsLogging === undefined)
        return unknown(resource, `CloudTrail does not say whether ${Name} is logging.`, evidence);
      if (!status.IsLogging) {
        return fail(
          resource,
          `${Name} is not logging${stoppedAt ? `; it was stopped at ${stoppedAt}` : ''}.`,
          evidence,
        );
      }
      return status.LatestDeliveryError
        ? fail(resource, `${Name} cannot deliver to its bucket: ${status.LatestDeliveryError}.`, evidence)
        : pass(resource, `${Name} is logging.`, evidence);
    });
  },
});

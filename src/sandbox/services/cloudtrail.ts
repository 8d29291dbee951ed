import type * as CloudTrail from '@aws-sdk/client-cloudtrail';
import type { Handlers } from '../handlers.ts';
import { page } from '../paging.ts';
import { lookupEvents } from './cloudtrail/lookup-events.ts';
import { everyTrail, trailOf, trailsIn } from './cloudtrail/trails.ts';

export const cloudtrail: Handlers<typeof CloudTrail> = {
  DescribeTrails({ trailNameList, includeShadowTrails = true }, context) {
    const names = trailNameList ?? [];
    if (names.length > 0) {
      const here = trailsIn(context, false);
      const wanted = everyTrail(context).filter(
        (state) =>
          names.includes(state.trail.TrailARN ?? '') ||
          (here.includes(state) && names.includes(state.trail.Name ?? '')),
      );
      return { trailList: wanted.map(({ trail }) => trail) };
    }
    return { trailList: trailsIn(context, includeShadowTrails).map(({ trail }) => trail) };
  },

  ListTrails({ NextToken }, context) {
    const trails = everyTrail(context).map(({ trail: { Name, TrailARN, HomeRegion } }) => ({
      Name,
      TrailARN,
      HomeRegion,
    }));
    const badToken = 'InvalidNextTokenException';
    const { items, next } = page(trails, { token: NextToken, size: undefined, defaultSize: 100, most: 100, badToken });
    return { Trails: items, ...(next !== undefined && { NextToken: next }) };
  },

  GetTrailStatus({ Name }, context) {
    const { isLogging, startedAt, stoppedAt, latestDeliveryError } = trailOf(Name, context);
    const delivered = isLogging ? new Date(Math.floor(context.now.getTime() / 300_000) * 300_000) : stoppedAt;
    const text = (at: Date | undefined): string => at?.toISOString().replace(/\.\d+Z$/, 'Z') ?? '';
    return {
      IsLogging: isLogging,
      ...(latestDeliveryError !== undefined && { LatestDeliveryError: latestDeliveryError }),
      LatestDeliveryTime: delivered,
      StartLoggingTime: startedAt,
      ...(stoppedAt && { StopLoggingTime: stoppedAt }),
      LatestDeliveryAttemptTime: text(delivered),
      LatestDeliveryAttemptSucceeded: latestDeliveryError === undefined ? text(delivered) : '',
      LatestNotificationAttemptTime: '',
      LatestNotificationAttemptSucceeded: '',
      TimeLoggingStarted: text(startedAt),
      TimeLoggingStopped: text(stoppedAt),
    };
  },

  /** A trail that was told nothing keeps all management events. */
  GetEventSelectors({ TrailName }, context) {
    const { trail, eventSelectors, advancedEventSelectors } = trailOf(TrailName, context);
    if (advancedEventSelectors.length > 0) {
      return { TrailARN: trail.TrailARN, AdvancedEventSelectors: advancedEventSelectors };
    }
    const selectors = eventSelectors.length > 0 ? eventSelectors : [EVERYTHING];
    return { TrailARN: trail.TrailARN, EventSelectors: selectors };
  },

  LookupEvents: lookupEvents,
};

const EVERYTHING: CloudTrail.EventSelector = {
  ReadWriteType: 'All',
  IncludeManagementEvents: true,
  DataResources: [],
  ExcludeManagementEventSources: [],
};

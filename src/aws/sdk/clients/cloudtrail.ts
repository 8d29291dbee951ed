import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListTrailsCommand,
  LookupEventsCommand,
} from '@aws-sdk/client-cloudtrail';
import { clientModule } from '../client-module.ts';

export const cloudtrail = clientModule(CloudTrailClient, {
  DescribeTrails: DescribeTrailsCommand,
  GetEventSelectors: GetEventSelectorsCommand,
  GetTrailStatus: GetTrailStatusCommand,
  ListTrails: ListTrailsCommand,
  LookupEvents: LookupEventsCommand,
});

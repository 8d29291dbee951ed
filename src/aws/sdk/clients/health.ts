import { DescribeEventsCommand, HealthClient } from '@aws-sdk/client-health';
import { clientModule } from '../client-module.ts';

export const health = clientModule(HealthClient, {
  DescribeEvents: DescribeEventsCommand,
});

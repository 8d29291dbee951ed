import type { AffectedEntity, Event } from '@aws-sdk/client-health';
import { ec2Id } from './cast.ts';
import { type AccountSeed, before, DAY_MS, HOUR_MS, MINUTE_MS } from './seed.ts';

export interface HealthEvent {
  readonly event: Event;
  readonly description: string;
  readonly entities: AffectedEntity[];
}

/** One entry of the public feed, as AWS writes it: seconds since 1970, `status` as text. */
export interface PublicEvent {
  readonly arn: string;
  readonly date: string;
  readonly region_name: string;
  /** `0` over, `1` information, `2` degradation, `3` disruption. */
  status: string;
  readonly service: string;
  readonly service_name: string;
  readonly summary: string;
  readonly event_log: { summary: string; message: string; status: number; timestamp: number }[];
  readonly impacted_services: Record<string, { service_name: string; current: string; max: string }>;
}

/** What one account holds of health. */
export interface HealthState {
  /** Whether the support plan has the Health API: `none` is refused, and the public feed is left. */
  support: 'none' | 'business';
  readonly events: HealthEvent[];
  /** The same for everybody, whatever the plan. */
  readonly publicEvents: PublicEvent[];
}

/** Nothing is open where the newcomer lives; Frankfurt has a bad morning. */
export function seedHealth(seed: AccountSeed): HealthState {
  return { support: 'none', events: accountEvents(seed), publicEvents: [degradedFrankfurt(seed)] };
}

function accountEvents({ accountId, start }: AccountSeed): HealthEvent[] {
  const instance = ec2Id({ accountId, region: 'us-east-1' }, 'i', 'legacy-app');
  return [
    healthEvent({
      service: 'EC2',
      eventTypeCode: 'AWS_EC2_PERSISTENT_INSTANCE_RETIREMENT_SCHEDULED',
      eventTypeCategory: 'scheduledChange',
      eventScopeCode: 'ACCOUNT_SPECIFIC',
      region: 'us-east-1',
      startTime: before(start, -9 * DAY_MS),
      lastUpdatedTime: before(start, 2 * DAY_MS),
      statusCode: 'upcoming',
      entities: [{ entityValue: instance, awsAccountId: accountId, statusCode: 'PENDING' }],
      description:
        'EC2 has detected degradation of the underlying hardware hosting your instance, which will be stopped.',
    }),
    healthEvent({
      service: 'RDS',
      eventTypeCode: 'AWS_RDS_OPERATIONAL_ISSUE',
      eventTypeCategory: 'issue',
      eventScopeCode: 'PUBLIC',
      region: 'us-east-1',
      startTime: before(start, 6 * DAY_MS),
      endTime: before(start, 6 * DAY_MS - 3 * HOUR_MS),
      lastUpdatedTime: before(start, 6 * DAY_MS - 3 * HOUR_MS),
      statusCode: 'closed',
      description:
        'Between 08:00 and 11:00 UTC, some database instances could not be created. The issue has been resolved.',
    }),
    healthEvent({
      service: 'EC2',
      eventTypeCode: 'AWS_EC2_OPERATIONAL_ISSUE',
      eventTypeCategory: 'issue',
      eventScopeCode: 'PUBLIC',
      region: 'eu-central-1',
      startTime: before(start, 2 * HOUR_MS),
      lastUpdatedTime: before(start, 20 * MINUTE_MS),
      statusCode: 'open',
      description: 'We are investigating increased error rates of the EC2 APIs in the EU-CENTRAL-1 Region.',
    }),
  ];
}

interface HealthEventSeed extends Omit<Event, 'arn'> {
  readonly description: string;
  readonly entities?: readonly AffectedEntity[];
}

function healthEvent({ description, entities = [], ...event }: HealthEventSeed): HealthEvent {
  const { region = 'us-east-1', service = '', eventTypeCode = '', startTime } = event;
  const id = `${eventTypeCode}_${(startTime?.getTime() ?? 0).toString(36).toUpperCase()}`;
  const arn = `arn:aws:health:${region}::event/${service}/${eventTypeCode}/${id}`;
  return { event: { arn, ...event }, description, entities: entities.map((entity) => ({ ...entity, eventArn: arn })) };
}

function degradedFrankfurt({ start }: AccountSeed): PublicEvent {
  const seconds = (ms: number): number => Math.floor((start.getTime() - ms) / 1000);
  const began = seconds(2 * HOUR_MS);
  return {
    arn: `arn:aws:health:eu-central-1::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/AWS_EC2_OPERATIONAL_ISSUE_${began.toString(36).toUpperCase()}`,
    date: String(began),
    region_name: 'Frankfurt',
    status: '2',
    service: 'ec2-eu-central-1',
    service_name: 'Amazon Elastic Compute Cloud',
    summary: 'Increased API error rates',
    event_log: [
      {
        summary: 'Increased API error rates',
        message: 'We are investigating increased error rates of the EC2 APIs in the EU-CENTRAL-1 Region.',
        status: 1,
        timestamp: began,
      },
      {
        summary: 'Increased API error rates',
        message: 'We have found the cause and see the first signs of recovery.',
        status: 2,
        timestamp: seconds(20 * MINUTE_MS),
      },
    ],
    impacted_services: {
      'ec2-eu-central-1': { service_name: 'Amazon Elastic Compute Cloud', current: '2', max: '2' },
      'ebs-eu-central-1': { service_name: 'Amazon Elastic Block Store', current: '1', max: '1' },
    },
  };
}

import type * as Health from '@aws-sdk/client-health';
import type { AffectedEntity, DateTimeRange, EntityFilter, EventFilter } from '@aws-sdk/client-health';
import { SandboxError } from '../error.ts';
import type { Handlers, SandboxContext } from '../handlers.ts';
import { page } from '../paging.ts';
import type { HealthEvent } from '../world/newcomer/health.ts';

const PAGE = {
  defaultSize: 100,
  least: 10,
  most: 100,
  badSize: 'ValidationException',
  badToken: 'InvalidPaginationToken',
};

/** https://docs.aws.amazon.com/health/latest/APIReference/API_Operations.html; one endpoint, for accounts with a plan. */
export const health: Handlers<typeof Health> = {
  DescribeEvents(input, context) {
    const found = eventsOf(context)
      .filter((event) => matches(event, input.filter ?? {}))
      .map(({ event }) => event)
      .toSorted((a, b) => timeOf(b.lastUpdatedTime) - timeOf(a.lastUpdatedTime));
    const { items, next } = page(found, { ...PAGE, token: input.nextToken, size: input.maxResults });
    return { events: items, ...(next !== undefined && { nextToken: next }) };
  },

  DescribeEventDetails({ eventArns = [] }, context) {
    if (eventArns.length === 0 || eventArns.length > 10) {
      throw invalid("Value at 'eventArns' failed to satisfy constraint: Member must have length between 1 and 10");
    }
    const known = new Map(eventsOf(context).map((event) => [event.event.arn, event]));
    return {
      successfulSet: eventArns.flatMap((arn) => {
        const found = known.get(arn);
        if (!found) return [];
        return [{ event: found.event, eventDescription: { latestDescription: found.description }, eventMetadata: {} }];
      }),
      failedSet: eventArns
        .filter((arn) => !known.has(arn))
        .map((eventArn) => ({ eventArn, errorName: 'InvalidEventArn', errorMessage: 'The event ARN is invalid.' })),
    };
  },

  DescribeAffectedEntities(input, context) {
    if (!input.filter?.eventArns?.length) throw invalid('filter.eventArns is required');
    const { filter } = input;
    const found = eventsOf(context)
      .flatMap(({ entities }) => entities)
      .filter((entity) => affected(entity, filter));
    const { items, next } = page(found, { ...PAGE, token: input.nextToken, size: input.maxResults });
    return { entities: items, ...(next !== undefined && { nextToken: next }) };
  },
};

function eventsOf({ account }: SandboxContext): readonly HealthEvent[] {
  if (account.health.support === 'none') {
    throw new SandboxError(
      'SubscriptionRequiredException',
      'Amazon Web Services Premium Support Subscription is required to use this service.',
    );
  }
  return account.health.events;
}

function matches({ event, entities }: HealthEvent, filter: EventFilter): boolean {
  return (
    includes(filter.eventArns, event.arn) &&
    includes(filter.eventTypeCodes, event.eventTypeCode) &&
    includes(filter.services, event.service) &&
    includes(filter.regions, event.region) &&
    includes(filter.availabilityZones, event.availabilityZone) &&
    includes(filter.eventTypeCategories, event.eventTypeCategory) &&
    includes(filter.eventStatusCodes, event.statusCode) &&
    within(filter.startTimes, event.startTime) &&
    within(filter.endTimes, event.endTime) &&
    within(filter.lastUpdatedTimes, event.lastUpdatedTime) &&
    (!filter.entityValues?.length || entities.some(({ entityValue }) => includes(filter.entityValues, entityValue)))
  );
}

function affected(entity: AffectedEntity, filter: EntityFilter): boolean {
  return (
    includes(filter.eventArns, entity.eventArn) &&
    includes(filter.entityValues, entity.entityValue) &&
    includes(filter.statusCodes, entity.statusCode)
  );
}

/** A filter that names nothing lets everything pass. */
function includes(wanted: readonly string[] | undefined, value: string | undefined): boolean {
  return !wanted?.length || (value !== undefined && wanted.includes(value));
}

function within(ranges: readonly DateTimeRange[] | undefined, at: Date | undefined): boolean {
  if (!ranges?.length) return true;
  return at !== undefined && ranges.some(({ from, to }) => (!from || at >= from) && (!to || at <= to));
}

function timeOf(at: Date | undefined): number {
  return at?.getTime() ?? 0;
}

function invalid(message: string): SandboxError {
  return new SandboxError('ValidationException', `1 validation error detected: ${message}`);
}

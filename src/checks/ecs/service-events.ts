import type { Service, ServiceEvent } from '../../aws/ecs.ts';

export interface Told {
  readonly at: Date;
  readonly message: string;
}

/** ECS keeps a service's hundred newest events. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages.html */
const MOST_EVENTS = 100;
const STEADY = /has reached a steady state/;
const STARTED = /has started \d+ tasks?\b/;
/**
 * As ECS words it: `(service web) (deployment ecs-svc/1) deployment failed: tasks failed to start.` (or `alarm detected.`,
 * or what a lifecycle hook said), then `(service web) rolling back to deployment ecs-svc/2.`
 */
const FAILURE = /deployment failed|roll(?:ing|ed)?[ -]?back|circuit breaker/i;

/** Newest first. */
function eventsOf({ events = [] }: Service): Told[] {
  return events.flatMap(told).toSorted((a, b) => b.at.getTime() - a.at.getTime());
}

/** What ECS said last: most often the reason why tasks are missing. */
export function lastEvent(service: Service): Told | undefined {
  const events = eventsOf(service);
  return events.find(({ message }) => !STEADY.test(message)) ?? events[0];
}

/** What ECS said of failed and rolled back deployments since an instant, newest first. */
export function failureEvents(service: Service, since: Date): Told[] {
  return eventsOf(service).filter(({ at, message }) => at >= since && FAILURE.test(message));
}

/** Whether what happened since an instant may have been pushed out by later events. */
export function eventsCutBefore(service: Service, since: Date): boolean {
  const events = eventsOf(service);
  const oldest = events.at(-1);
  return events.length >= MOST_EVENTS && oldest !== undefined && oldest.at > since;
}

/**
 * Since when tasks have been pending at the earliest: since the first start after the service was last steady, but not
 * before the deployment that they belong to. Undefined where AWS told neither.
 */
export function pendingSince(service: Service): Date | undefined {
  const events = eventsOf(service);
  const steady = events.find(({ message }) => STEADY.test(message))?.at;
  const started = events.findLast(({ at, message }) => STARTED.test(message) && (!steady || at > steady))?.at;
  const waiting = [...(service.deployments ?? []), ...(service.taskSets ?? [])]
    .filter(({ pendingCount = 0 }) => pendingCount > 0)
    .flatMap(({ createdAt }) => createdAt ?? [])
    .toSorted((a, b) => a.getTime() - b.getTime())[0];
  const known = [waiting, started ?? steady].filter((instant) => instant !== undefined);
  return known.toSorted((a, b) => b.getTime() - a.getTime())[0];
}

function told({ createdAt, message }: ServiceEvent): Told[] {
  return createdAt && message ? [{ at: createdAt, message }] : [];
}

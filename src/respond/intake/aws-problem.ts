import type { IncidentSeverity } from '../../model/incident/severity.ts';
import type { Json } from '../../model/json.ts';
import type { AwsEvent } from './aws-event.ts';
import type { Pair } from './labels.ts';
import { at, textAt } from './look.ts';
import { hashOf } from './text.ts';

/** What an event comes to. */
export interface Problem {
  readonly key: string;
  readonly title: string;
  readonly action?: 'trigger' | 'resolve';
  readonly severity?: IncidentSeverity | null;
  readonly pairs?: readonly Pair[];
}

/** Null for what is told, but is nothing to answer. */
export function problemOf(event: AwsEvent): Problem | null {
  switch (event.source) {
    case 'aws.ecs':
      return event['detail-type'] === 'ECS Deployment State Change' ? ecsDeployment(event) : other(event);
    case 'aws.rds':
      return rdsEvent(event) ?? other(event);
    case 'aws.health':
      return healthEvent(event) ?? other(event);
    case 'aws.guardduty':
      return guardDutyFinding(event) ?? other(event);
    default:
      return other(event);
  }
}

/**
 * A deployment that is completed does not end the problem of the one before: after a failure it is the way back to the old
 * version. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 */
function ecsDeployment(event: AwsEvent): Problem | null {
  const eventName = textAt(event.detail, 'eventName');
  if (eventName === 'SERVICE_DEPLOYMENT_IN_PROGRESS' || eventName === 'SERVICE_DEPLOYMENT_COMPLETED') return null;
  const [, cluster, service] = /:service\/([^/]+)\/([^/]+)$/.exec(event.resources[0] ?? '') ?? [];
  if (eventName !== 'SERVICE_DEPLOYMENT_FAILED' || cluster === undefined || service === undefined) return other(event);
  return {
    key: `ecs/${placeOf(event)}/${cluster}/${service}/deployment`,
    title: `The deployment of ${service} in ${cluster} failed (${event.region ?? ''})`,
    pairs: [
      ['service', service],
      ['cluster', cluster],
    ],
  };
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-cloud-watch-events.sample.html */
function rdsEvent(event: AwsEvent): Problem | null {
  const source = textAt(event.detail, 'SourceIdentifier');
  if (source === undefined) return null;
  const message = textAt(event.detail, 'Message') ?? event['detail-type'];
  const eventId = textAt(event.detail, 'EventID') ?? hashOf(message);
  return {
    key: `rds/${placeOf(event)}/${source}/${eventId}`,
    title: `${source}: ${message}`,
    pairs: [
      ['database', source],
      ['eventid', eventId],
    ],
  };
}

/** https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html */
function healthEvent({ account = '', detail, ...event }: AwsEvent): Problem | null {
  const arn = textAt(detail, 'eventArn');
  if (arn === undefined) return null;
  // The same event has the same ARN in every account that it affects.
  const affected = textAt(detail, 'affectedAccount') ?? account;
  const region = textAt(detail, 'eventRegion') ?? event.region;
  const service = textAt(detail, 'service') ?? 'AWS';
  return {
    key: `health/${affected}/${arn}`,
    action: textAt(detail, 'statusCode') === 'closed' ? 'resolve' : 'trigger',
    title: `AWS Health, ${service} in ${region ?? 'all regions'}: ${textAt(detail, 'eventTypeCode') ?? arn}`,
    pairs: [
      ['awsservice', service],
      ['region', region],
      ['account', affected],
      ['category', textAt(detail, 'eventTypeCategory')],
    ],
  };
}

/** https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html */
function guardDutyFinding(event: AwsEvent): Problem | null {
  const id = textAt(event.detail, 'id');
  if (id === undefined) return null;
  const type = textAt(event.detail, 'type');
  return {
    key: `guardduty/${placeOf(event)}/${id}`,
    title: textAt(event.detail, 'title') ?? type ?? event['detail-type'],
    severity: findingSeverity(at(event.detail, 'severity')),
    pairs: [
      ['findingtype', type],
      ['resourcetype', textAt(event.detail, 'resource', 'resourceType')],
    ],
  };
}

/** High from 7.0, medium from 4.0: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
function findingSeverity(severity: Json | undefined): IncidentSeverity | null {
  if (typeof severity !== 'number') return null;
  if (severity >= 7) return 'P1';
  return severity >= 4 ? 'P2' : 'P3';
}

function other(event: AwsEvent): Problem {
  const [resource] = event.resources;
  const about = resource === undefined ? '' : `: ${resource}`;
  return {
    key: `eventbridge/${placeOf(event)}/${event.source}/${event['detail-type']}/${hashOf(...event.resources)}`,
    title: `${event['detail-type']} (${event.source})${about}`,
  };
}

function placeOf({ account = '', region = '' }: AwsEvent): string {
  return `${account}/${region}`;
}

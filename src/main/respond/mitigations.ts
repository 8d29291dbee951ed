import type { Finding } from '../../model/finding.ts';
import { readable } from '../../report/text/readable.ts';
import type { Mitigation } from '../../respond/responder.ts';
import type { IncidentRow } from '../../store/incidents.ts';

/** A finding that fails, as far as it says what may help. */
export type Failing = Pick<Finding, 'account' | 'check' | 'reason' | 'region' | 'resource'>;

/** How many are worth choosing from at 03:00. */
const MOST_MITIGATIONS = 5;

/**
 * Runbooks that may help, by what fails; each is a plan that a person looks at first. What has to do with what the incident
 * names comes first.
 */
export function mitigationsFor(
  failing: readonly Failing[],
  { title, labels, severity }: Pick<IncidentRow, 'title' | 'labels' | 'severity'>,
): Mitigation[] {
  const named = [title, ...Object.values(labels)].join(' ').toLowerCase();
  const offered = failing.flatMap((finding) => mitigationsOf(finding, severity));
  const unique = new Map(offered.map((one) => [`${one.place} ${one.runbook} ${JSON.stringify(one.parameters)}`, one]));
  const isNamed = ({ parameters }: Mitigation) =>
    Object.values(parameters).some((value) => named.includes(value.toLowerCase()));
  return [...unique.values()].toSorted((a, b) => Number(isNamed(b)) - Number(isNamed(a))).slice(0, MOST_MITIGATIONS);
}

function mitigationsOf(failing: Failing, severity: IncidentRow['severity']): Mitigation[] {
  const { check, resource, reason } = failing;
  const place = `${failing.account}/${failing.region}`;
  const why = readable(reason);
  const [cluster = '', service = ''] = resource.id.split('/');
  const roll: Mitigation = {
    runbook: 'deployment/rollback-service',
    title: `Roll ${service} back`,
    why,
    parameters: { cluster, service },
    missing: [],
    place,
  };
  switch (check) {
    case 'ecs-deployment-succeeded':
      // ECS itself has rolled it back: what runs is the version before already.
      return reason.includes('ROLLBACK_SUCCESSFUL') ? [] : [roll];
    case 'ecs-service-steady':
      return [
        roll,
        {
          runbook: 'scaling/service',
          title: `Scale ${service} up`,
          why,
          parameters: { cluster, service },
          missing: ['desiredCount'],
          place,
        },
      ];
    case 'elbv2-5xx-quiet':
      if (severity !== 'P0' && severity !== 'P1') return [];
      return [
        {
          runbook: 'incident/maintenance-mode',
          title: `Maintenance page at ${resource.id}`,
          why,
          parameters: { loadBalancer: resource.id, state: 'on' },
          missing: [],
          place,
        },
      ];
    case 'rds-instance-available':
      // One that is stopped was stopped by somebody.
      if (/ is stopp/.test(reason)) return [];
      return [
        {
          runbook: 'recovery/restore-database',
          title: `Restore ${resource.id} beside it`,
          why,
          parameters: { database: resource.id },
          missing: [],
          place,
        },
      ];
    default:
      return [];
  }
}

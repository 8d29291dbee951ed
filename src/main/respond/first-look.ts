import type { ChecklistResult } from '../../model/result.ts';
import type { FirstLook, Mitigation } from '../../respond/responder.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import { readable } from '../../report/text/readable.ts';
import type { Config } from '../config/schema.ts';
import { run } from '../run.ts';

const CHECKLIST = 'incident/first-look';
/** A burst of incidents of one place is looked at once. */
const GOOD_FOR_MS = 60_000;

interface Sources {
  readonly config: Config;
  readonly configFile: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
}

/** Looks at where an incident is: what alarms, what is degraded, what changed; and what may help. */
export function createFirstLook({
  config,
  configFile,
  environment,
  now,
}: Sources): (incident: IncidentRow) => Promise<FirstLook> {
  const recent = new Map<string, { at: number; result: Promise<ChecklistResult> }>();

  function lookAt(place: string): Promise<ChecklistResult> {
    const known = recent.get(place);
    if (known && now().getTime() - known.at < GOOD_FOR_MS) return known.result;
    const ignored = environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true';
    const endpointUrl = ignored ? undefined : environment['AWS_ENDPOINT_URL'];
    const [, region = ''] = place.split('/');
    const result = run({
      id: CHECKLIST,
      config,
      parameters: {},
      regions: place === '' || config.targets.length > 0 ? [] : [region],
      names: place === '' ? [] : [place],
      environment,
      sandbox: false,
      progress: () => undefined,
      ...(configFile !== undefined && { configFile }),
      ...(endpointUrl && { endpointUrl }),
    });
    recent.clear();
    recent.set(place, { at: now().getTime(), result });
    // What failed is no answer for the next one.
    result.catch(() => recent.delete(place));
    return result;
  }

  return async (incident) => {
    const { alarm } = incident;
    const result = await lookAt(alarm ? `${alarm.account}/${alarm.region}` : '');
    return lookOf(result, incident);
  };
}

function lookOf(result: ChecklistResult, incident: IncidentRow): FirstLook {
  const { findings, sections, summary } = result;
  const failing = findings.filter(({ status, suppressed }) => status === 'fail' && suppressed === null);
  const rows = sections.filter(({ id }) => id === 'likely-causes').flatMap((section) => section.rows);
  const causes = rows.map((row) =>
    readable([textOf(row['what']), row['because'] ? `(${textOf(row['because'])})` : ''].filter(Boolean).join(' ')),
  );
  const { fail, unknown, pass } = summary;
  return {
    causes,
    failing: failing.map(({ reason }) => readable(reason)),
    summary: `First look: ${fail} failing, ${unknown} not determined, ${pass} as they should be (${result.aws.calls} calls)`,
    mitigations: mitigationsFor(failing, incident),
  };
}

type Failing = Pick<ChecklistResult['findings'][number], 'check' | 'resource' | 'reason' | 'remediation'>;

/** How many are worth choosing from at 03:00. */
const MOST_MITIGATIONS = 5;

/**
 * Runbooks that may help, by what fails; each is a plan that a person looks at first. What has to do with what the incident
 * names comes first.
 */
function mitigationsFor(failing: readonly Failing[], { title, labels, severity }: IncidentRow): Mitigation[] {
  const named = [title, ...Object.values(labels)].join(' ').toLowerCase();
  const offered = failing.flatMap((finding) => mitigationsOf(finding, severity));
  const unique = new Map(offered.map((one) => [`${one.runbook} ${JSON.stringify(one.parameters)}`, one]));
  const isNamed = ({ parameters }: Mitigation) =>
    Object.values(parameters).some((value) => named.includes(value.toLowerCase()));
  return [...unique.values()].toSorted((a, b) => Number(isNamed(b)) - Number(isNamed(a))).slice(0, MOST_MITIGATIONS);
}

function mitigationsOf({ check, resource, reason }: Failing, severity: IncidentRow['severity']): Mitigation[] {
  const why = readable(reason);
  const [cluster = '', service = ''] = resource.id.split('/');
  const roll: Mitigation = {
    runbook: 'deployment/rollback-service',
    title: `Roll ${service} back`,
    why,
    parameters: { cluster, service },
    missing: [],
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
        },
      ];
    default:
      return [];
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

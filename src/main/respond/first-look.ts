import type { ChecklistResult } from '../../model/result.ts';
import type { FirstLook } from '../../respond/responder.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import { readable } from '../../report/text/readable.ts';
import { ambientEndpoint } from '../ambient-endpoint.ts';
import type { Config } from '../config/schema.ts';
import { run } from '../run.ts';
import { mitigationsFor } from './mitigations.ts';

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
    const endpointUrl = ambientEndpoint(environment);
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

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
